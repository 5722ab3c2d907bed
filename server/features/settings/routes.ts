import { callbackSecretRoute } from './callback-secrets.ts';
import { changeSettingsRoutes } from './change.ts';
import { postbackPairRoutes } from './postback-pairs.ts';
import { readSettingsRoutes } from './read.ts';

/** The routes of settings. */
export const settingsRoutes = [
  ...readSettingsRoutes,
  ...changeSettingsRoutes,
  ...postbackPairRoutes,
  callbackSecretRoute,
];
