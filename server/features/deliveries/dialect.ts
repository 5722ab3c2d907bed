import { createHash, createHmac } from 'node:crypto';
import type { Transaction } from '#database/transaction.ts';
import { dialectRequest } from '#domain/delivery/dialects/request.ts';
import { creditTurn } from '#domain/delivery/dialects/turn.ts';
import type { Dialect, Digests } from '#domain/delivery/dialects/types.ts';
import type { DeliveryFacts } from '#domain/delivery/facts.ts';
import type { DeliveryRequest } from '#domain/delivery/request.ts';
import type { ConversionStatus } from '#domain/offer.ts';
import type { Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import type { StoredSettings } from '../settings/exports.ts';

/** The statuses of conversions that were called back before, the oldest first, by conversion id. */
export type EarlierCallbacks = ReadonlyMap<string, readonly ConversionStatus[]>;

const digests: Digests = {
  md5: (text) => createHash('md5').update(text).digest('hex'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  hmacSha1: (key, text) => createHmac('sha1', key).update(text).digest('hex'),
  hmacSha256: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
};

const EARLIER = `
SELECT conversion_id, array_agg(conversion_status ORDER BY created_at, id) AS statuses
FROM deliveries
WHERE tenant_id = $1 AND conversion_id = ANY ($2) AND kind = 'callback' AND conversion_status IS NOT NULL
GROUP BY conversion_id`;

/** Loads what was called back of these conversions before: it tells a reversal from a mere rejection. */
export async function loadEarlierCallbacks(
  tx: Transaction,
  tenantId: string,
  changes: readonly { readonly conversionId: string }[],
): Promise<EarlierCallbacks> {
  if (changes.length === 0) return new Map();
  const { rows } = await tx.query<{ conversion_id: string; statuses: ConversionStatus[] }>(
    EARLIER,
    [tenantId, changes.map(({ conversionId }) => conversionId)],
    'load-earlier-callbacks',
  );
  return new Map(rows.map(({ conversion_id: id, statuses }) => [id, statuses]));
}

/**
 * The callback in the shape of another wall, hashed with the tenant's secret of that wall when it is written, so that
 * every try sends the same bytes. Null where that wall would say nothing.
 */
export function dialectCallback(
  context: Pick<Context, 'vault'>,
  dialect: Dialect,
  { document, callbackDialectSecretSealed: sealed }: StoredSettings,
  earlier: EarlierCallbacks,
  written: { readonly id: string; readonly at: Micros; readonly facts: DeliveryFacts },
): DeliveryRequest | null {
  const { facts } = written;
  const turn = creditTurn(facts.status, earlier.get(facts.conversionId) ?? [], dialect);
  if (turn === null) return null;
  const secret = sealed === null ? '' : context.vault.open(sealed);
  return dialectRequest(dialect, document.callback.url ?? '', { ...written, turn, secret, digests });
}
