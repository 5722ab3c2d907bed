import type { Route } from '../../http/route.ts';
import { explainOfferRoute } from './explain.ts';

/** The routes of explanations. */
export const explainRoutes: readonly Route[] = [explainOfferRoute];
