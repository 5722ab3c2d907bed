// breaks: tidy:imports
import { findOffer } from '../features/catalog/exports.ts';

export const mount = findOffer;
