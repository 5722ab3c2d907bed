import type { Route } from '../../http/route.ts';
import { listInboxGroupsRoute } from './groups.ts';
import { listInboxRoute, readInboxRoute } from './list.ts';
import { reprocessManyRoute } from './reprocess-many.ts';
import { reprocessRoute } from './reprocess.ts';

/** The routes of the inbox of postbacks. */
export const inboxRoutes: readonly Route[] = [
  listInboxRoute,
  listInboxGroupsRoute,
  readInboxRoute,
  reprocessRoute,
  reprocessManyRoute,
];
