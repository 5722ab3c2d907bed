import { assetEndpoints } from './assets.ts';
import { authEndpoints } from './auth.ts';
import { backOfficeEndpoints } from './back-office.ts';
import type { Endpoint } from './endpoint.ts';
import { offerEndpoints } from './offers.ts';
import { partnerOfferEndpoints } from './partner-offers.ts';
import { shareEndpoints } from './shares.ts';
import { settingsEndpoints } from './settings.ts';
import { systemEndpoints } from './system.ts';
import { tokenEndpoints } from './tokens.ts';
import { trackingSystemEndpoints } from './tracking-systems.ts';
import { wallEndpoints } from './wall.ts';

/** Every endpoint of the API: what the description, the typed client and the matrix of credentials are made from. */
export const endpoints = [
  ...systemEndpoints,
  ...authEndpoints,
  ...assetEndpoints,
  ...backOfficeEndpoints,
  ...tokenEndpoints,
  ...settingsEndpoints,
  ...trackingSystemEndpoints,
  ...offerEndpoints,
  ...shareEndpoints,
  ...partnerOfferEndpoints,
  ...wallEndpoints,
] as readonly unknown[] as readonly Endpoint[];
