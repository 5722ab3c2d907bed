import type { Route } from '../../http/route.ts';
import { visitRoutes } from './list-visits.ts';
import { testLinkRoutes } from './create-test-link.ts';
import { offerLinkRoutes } from './offer-links.ts';

/** The routes of links and clicks. */
export const trackingRoutes: readonly Route[] = [...offerLinkRoutes, ...testLinkRoutes, ...visitRoutes];
