import { authEndpoints } from './auth.ts';
import { backOfficeEndpoints } from './back-office.ts';
import type { Endpoint } from './endpoint.ts';
import { settingsEndpoints } from './settings.ts';
import { systemEndpoints } from './system.ts';
import { tokenEndpoints } from './tokens.ts';
import { trackingSystemEndpoints } from './tracking-systems.ts';

/** Every endpoint of the API: what the description, the typed client and the matrix of credentials are made from. */
export const endpoints = [
  ...systemEndpoints,
  ...authEndpoints,
  ...backOfficeEndpoints,
  ...tokenEndpoints,
  ...settingsEndpoints,
  ...trackingSystemEndpoints,
] as readonly unknown[] as readonly Endpoint[];
