import type { Route } from '../../http/route.ts';
import { readCustomOffersRoute } from './read.ts';
import { synchroniseCustomOffersRoute } from './synchronise.ts';

/** The routes of the custom integration. */
export const customOfferRoutes: readonly Route[] = [synchroniseCustomOffersRoute, readCustomOffersRoute];
