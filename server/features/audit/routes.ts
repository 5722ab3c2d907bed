import type { Route } from '../../http/route.ts';
import { listAuditRoute } from './list.ts';

/** The routes of the audit. */
export const auditRoutes: readonly Route[] = [listAuditRoute];
