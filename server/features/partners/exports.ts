export {
  loadShare,
  loadShareOf,
  loadShares,
  loadShareVersions,
  shareVersionAt,
  type ShareVersion,
  type StoredShare,
} from './stored-share.ts';
