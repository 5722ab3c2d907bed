import type { Route } from '../../http/route.ts';
import { createOfferRoute } from './create.ts';
import { listOffersRoute } from './list.ts';
import { pauseOfferRoute, resumeOfferRoute } from './pause.ts';
import { readOfferRoute } from './read.ts';
import { replaceOfferRoute } from './replace.ts';
import {
  createScheduledChangeRoute,
  deleteScheduledChangeRoute,
  listScheduledChangesRoute,
  replaceScheduledChangeRoute,
} from './scheduled-changes.ts';
import { compareOfferVersionsRoute, listOfferVersionsRoute } from './versions.ts';

/** The routes of offers. */
export const catalogRoutes: readonly Route[] = [
  listOffersRoute,
  createOfferRoute,
  readOfferRoute,
  replaceOfferRoute,
  pauseOfferRoute,
  resumeOfferRoute,
  listOfferVersionsRoute,
  compareOfferVersionsRoute,
  listScheduledChangesRoute,
  createScheduledChangeRoute,
  replaceScheduledChangeRoute,
  deleteScheduledChangeRoute,
];
