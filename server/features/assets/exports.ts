export { storeAsset } from './store.ts';
