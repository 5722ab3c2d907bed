export { storeAsset, type Asset } from './store.ts';
