import type { Route } from '../../http/route.ts';
import { listMemberOffersRoute } from './list-member-offers.ts';
import { listOffersRoute } from './list-offers.ts';
import { readOfferRoute } from './read-offer.ts';

/** The wall's lists and details. */
export const wallRoutes: readonly Route[] = [listOffersRoute, readOfferRoute, listMemberOffersRoute];
