// breaks: lint:eslint(no-restricted-imports)
import { findOffer } from '#server/features/catalog/exports.ts';

export const mount = findOffer;
