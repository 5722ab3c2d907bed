import type { Route } from '../../http/route.ts';
import { receiveRoutes } from './receive.ts';

/** The routes of inbound postbacks. */
export const postbackRoutes: readonly Route[] = [...receiveRoutes];
