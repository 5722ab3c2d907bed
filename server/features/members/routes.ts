import type { Route } from '../../http/route.ts';
import { eraseMemberRoute } from './erase.ts';
import { exportMemberRoute } from './export.ts';

/** The routes of members. */
export const memberRoutes: readonly Route[] = [exportMemberRoute, eraseMemberRoute];
