import { createTokenRoute } from './create.ts';
import { listTokensRoute } from './list.ts';
import { revokeTokenRoute } from './revoke.ts';

/** The routes of API tokens. */
export const tokenRoutes = [listTokensRoute, createTokenRoute, revokeTokenRoute];
