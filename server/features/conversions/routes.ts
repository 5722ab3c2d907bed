import type { Route } from '../../http/route.ts';
import { setConversionEventStatusRoute, setConversionStatusRoute } from './change-status.ts';
import { setConversionStatusesRoute } from './change-statuses.ts';
import { listConversionsRoute } from './list.ts';
import { readConversionRoute } from './read.ts';

/** The routes of conversions. */
export const conversionRoutes: readonly Route[] = [
  listConversionsRoute,
  readConversionRoute,
  setConversionStatusRoute,
  setConversionEventStatusRoute,
  setConversionStatusesRoute,
];
