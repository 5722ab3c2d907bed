export { firstHash, rootOf, sealHash } from './merkle.ts';
export { LEAF_HASH } from './sealed-text.ts';
