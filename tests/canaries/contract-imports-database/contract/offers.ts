// breaks: tidy:imports
import type { OffersRow } from '#database/rows.ts';

export type Offer = OffersRow;
