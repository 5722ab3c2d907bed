import type { Route } from '../../http/route.ts';
import { listOffersRoute } from './list-offers.ts';

/** The wall's lists and details. */
export const wallRoutes: readonly Route[] = [listOffersRoute];
