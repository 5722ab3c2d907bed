import { assetEndpoints } from './assets.ts';
import { auditEndpoints } from './audit.ts';
import { authEndpoints } from './auth.ts';
import { backOfficeEndpoints } from './back-office.ts';
import { conversionStatusEndpoints } from './conversion-status.ts';
import { conversionEndpoints } from './conversions.ts';
import { configurationEndpoints } from './configuration.ts';
import { costPushEndpoints } from './cost-pushes.ts';
import { costReportEndpoints } from './cost-reports.ts';
import { customOfferEndpoints } from './custom-offers.ts';
import { currencyRateEndpoints } from './currency-rates.ts';
import { callbackTestEndpoints } from './callback-test.ts';
import { claimEndpoints } from './claims.ts';
import { deliveryEndpoints } from './deliveries.ts';
import type { Endpoint } from './endpoint.ts';
import { explainEndpoints } from './explain.ts';
import { inboxEndpoints } from './inbox.ts';
import { ledgerEndpoints } from './ledger.ts';
import { memberEndpoints } from './members.ts';
import { notificationEndpoints } from './notifications.ts';
import { offerEndpoints } from './offers.ts';
import { offerVersionEndpoints } from './offer-versions.ts';
import { partnerOfferEndpoints } from './partner-offers.ts';
import { partnerPostbackEndpoints } from './partner-postbacks.ts';
import { postbackEndpoints } from './postbacks.ts';
import { receiverEndpoints } from './receivers.ts';
import { reportEndpoints } from './reports.ts';
import { shareEndpoints } from './shares.ts';
import { settingsEndpoints } from './settings.ts';
import { statementEndpoints } from './statements.ts';
import { systemEndpoints } from './system.ts';
import { tokenEndpoints } from './tokens.ts';
import { totpEndpoints } from './totp.ts';
import { trackingSystemEndpoints } from './tracking-systems.ts';
import { trackingEndpoints } from './tracking.ts';
import { userEndpoints } from './users.ts';
import { visitEndpoints } from './visits.ts';
import { wallPageEndpoints } from './wall-page.ts';
import { uploadEndpoints } from './uploads.ts';
import { wallEndpoints } from './wall.ts';

/** Every endpoint of the API: what the description, the typed client and the matrix of credentials are made from. */
export const endpoints = [
  ...systemEndpoints,
  ...authEndpoints,
  ...totpEndpoints,
  ...userEndpoints,
  ...assetEndpoints,
  ...backOfficeEndpoints,
  ...tokenEndpoints,
  ...settingsEndpoints,
  ...trackingSystemEndpoints,
  ...offerEndpoints,
  ...offerVersionEndpoints,
  ...customOfferEndpoints,
  ...auditEndpoints,
  ...notificationEndpoints,
  ...memberEndpoints,
  ...costReportEndpoints,
  ...costPushEndpoints,
  ...uploadEndpoints,
  ...configurationEndpoints,
  ...explainEndpoints,
  ...shareEndpoints,
  ...partnerOfferEndpoints,
  ...wallEndpoints,
  ...wallPageEndpoints,
  ...claimEndpoints,
  ...trackingEndpoints,
  ...visitEndpoints,
  ...postbackEndpoints,
  ...conversionEndpoints,
  ...conversionStatusEndpoints,
  ...inboxEndpoints,
  ...currencyRateEndpoints,
  ...ledgerEndpoints,
  ...statementEndpoints,
  ...reportEndpoints,
  ...deliveryEndpoints,
  ...receiverEndpoints,
  ...partnerPostbackEndpoints,
  ...callbackTestEndpoints,
] as readonly unknown[] as readonly Endpoint[];
