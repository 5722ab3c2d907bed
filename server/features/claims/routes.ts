import type { Route } from '../../http/route.ts';
import { answerClaimRoute, listClaimsRoute, readClaimRoute, readProofRoute } from './for-operators.ts';
import { createWallClaimRoute, readWallClaimsRoute } from './on-the-wall.ts';

/** Claims of missing rewards: made on the wall, answered by operators. */
export const claimRoutes: readonly Route[] = [
  readWallClaimsRoute,
  createWallClaimRoute,
  listClaimsRoute,
  readClaimRoute,
  readProofRoute,
  answerClaimRoute,
];
