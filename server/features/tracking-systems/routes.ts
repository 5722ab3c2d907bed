import { checkLinkRoute } from './check-link.ts';
import { postbackUrlsRoute } from './postback-urls.ts';
import { simulatePostbackRoute } from './simulate-postback.ts';

/** The routes that are about tracking systems. */
export const trackingSystemRoutes = [postbackUrlsRoute, checkLinkRoute, simulatePostbackRoute];
