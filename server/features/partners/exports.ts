export { checkedShare, type CheckedShare } from './check-share.ts';
export { endShare } from './delete-share.ts';
export { storeShare } from './put-share.ts';
export { loadShare, loadShareOf, loadShares, shareVersionAt, type StoredShare } from './stored-share.ts';
