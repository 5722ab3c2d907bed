import type { Route } from '../../http/route.ts';
import { listImportsRoute, listRefusedRowsRoute, readImportRoute } from './read.ts';
import { receiveUploadRoutes } from './receive.ts';

/** The routes of uploads. */
export const uploadRoutes: readonly Route[] = [
  ...receiveUploadRoutes,
  listImportsRoute,
  readImportRoute,
  listRefusedRowsRoute,
];
