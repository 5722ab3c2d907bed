import type { Route } from '../../http/route.ts';
import { deleteShareRoute } from './delete-share.ts';
import { listSharesRoute } from './list-shares.ts';
import { listPartnerOffersRoute, readPartnerOfferRoute } from './partner-offers.ts';
import { putShareRoute } from './put-share.ts';

/** The routes of shares and of what partners see. */
export const partnerRoutes: readonly Route[] = [
  listSharesRoute,
  putShareRoute,
  deleteShareRoute,
  listPartnerOffersRoute,
  readPartnerOfferRoute,
];
