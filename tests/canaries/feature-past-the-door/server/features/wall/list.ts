// breaks: tidy:imports
import { findOffer } from '../catalog/queries.ts';

export const list = findOffer;
