import type { Route } from '../../http/route.ts';
import { listNotificationsRoute } from './list.ts';
import { markReadRoutes } from './mark-read.ts';

/** The routes of notifications. */
export const notificationRoutes: readonly Route[] = [listNotificationsRoute, ...markReadRoutes];
