import type { Route } from '../http/route.ts';
import { assetRoutes } from './assets/routes.ts';
import { auditRoutes } from './audit/routes.ts';
import { authRoutes } from './auth/routes.ts';
import { backOfficeRoutes } from './back-office/routes.ts';
import { claimRoutes } from './claims/routes.ts';
import { catalogRoutes } from './catalog/routes.ts';
import { configurationRoutes } from './configuration/routes.ts';
import { conversionRoutes } from './conversions/routes.ts';
import { currencyRateRoutes } from './currency-rates/routes.ts';
import { explainRoutes } from './explain/routes.ts';
import { costPushRoutes } from './cost-pushes/routes.ts';
import { costReportRoutes } from './cost-reports/routes.ts';
import { customOfferRoutes } from './custom-offers/routes.ts';
import { deliveryRoutes } from './deliveries/routes.ts';
import { inboxRoutes } from './inbox/routes.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { memberRoutes } from './members/routes.ts';
import { notificationRoutes } from './notifications/routes.ts';
import { partnerRoutes } from './partners/routes.ts';
import { postbackRoutes } from './postbacks/routes.ts';
import { reportRoutes } from './reports/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { systemRoutes } from './system/routes.ts';
import { tokenRoutes } from './tokens/routes.ts';
import { trackingRoutes } from './tracking/routes.ts';
import { trackingSystemRoutes } from './tracking-systems/routes.ts';
import { wallPageRoutes } from './wall-page/routes.ts';
import { uploadRoutes } from './uploads/routes.ts';
import { wallRoutes } from './wall/routes.ts';

/** Every route of the API. A test compares them with the contract's endpoints. */
export function allRoutes(): readonly Route[] {
  return [
    ...systemRoutes(),
    ...authRoutes,
    ...assetRoutes,
    ...backOfficeRoutes,
    ...tokenRoutes,
    ...settingsRoutes,
    ...trackingSystemRoutes,
    ...catalogRoutes,
    ...customOfferRoutes,
    ...auditRoutes,
    ...notificationRoutes,
    ...memberRoutes,
    ...costReportRoutes,
    ...costPushRoutes,
    ...uploadRoutes,
    ...configurationRoutes,
    ...partnerRoutes,
    ...explainRoutes,
    ...wallRoutes,
    ...wallPageRoutes,
    ...claimRoutes,
    ...trackingRoutes,
    ...postbackRoutes,
    ...conversionRoutes,
    ...inboxRoutes,
    ...currencyRateRoutes,
    ...ledgerRoutes,
    ...reportRoutes,
    ...deliveryRoutes,
  ];
}
