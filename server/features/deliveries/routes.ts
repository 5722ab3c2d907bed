import type { Route } from '../../http/route.ts';
import { readPartnerPostbacksRoutes, replacePartnerPostbacksRoutes } from './change-partner-postbacks.ts';
import { listEndpointsRoute, switchEndpointRoute } from './endpoints.ts';
import { listDeliveriesRoute, listPartnerDeliveriesRoute, readDeliveryRoutes } from './list.ts';
import { resendDeliveriesRoute, resendRoutes } from './resend.ts';
import { trialRoutes } from './trial.ts';

/** The routes of deliveries, their receivers and partner postbacks. */
export const deliveryRoutes: readonly Route[] = [
  listDeliveriesRoute,
  listPartnerDeliveriesRoute,
  ...readDeliveryRoutes,
  ...resendRoutes,
  resendDeliveriesRoute,
  listEndpointsRoute,
  switchEndpointRoute,
  ...readPartnerPostbacksRoutes,
  ...replacePartnerPostbacksRoutes,
  ...trialRoutes,
];
