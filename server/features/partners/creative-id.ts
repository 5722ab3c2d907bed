import { createHash } from 'node:crypto';

/**
 * The id by which a partner knows one creative of an offer. Creatives have no row of their own, so it is computed (a
 * uuid of version 8) from the offer, the address and the order, and stays the same while these do.
 */
export function creativeId(offerId: string, creative: { url: string; order: number }): string {
  const hash = createHash('sha256').update(`${offerId} ${creative.order} ${creative.url}`).digest('hex');
  const variant = ((Number.parseInt(hash[16] as string, 16) & 3) | 8).toString(16);
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `${variant}${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
