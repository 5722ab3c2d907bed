export { erasureWorker } from './scrub.ts';
