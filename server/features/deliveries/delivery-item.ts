import type { TenantTransaction } from '#database/transaction.ts';
import type { Delivery, DeliveryDetails } from '#contract/deliveries.ts';
import type { DeliveriesRow, DeliveryTriesRow } from '#database/rows.ts';
import { uuidV7Floor } from '#domain/ids.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';
import type { DeliveryKind } from './store.ts';

/** How the wire names what is delivered. */
export const wireKinds = { callback: 'Callback', partner_postback: 'PartnerPostback' } as const;

/** How the database names what the wire names so. */
export function storedKind(kind: (typeof wireKinds)[DeliveryKind]): DeliveryKind {
  return kind === 'Callback' ? 'callback' : 'partner_postback';
}

/** An instant of the database as the wire writes it. */
export function written(text: string): string {
  return formatInstant(parseInstant(text) as number);
}

/** As `written`, for one that may be absent. */
export function writtenOrNull(text: string | null): string | null {
  return text === null ? null : written(text);
}

/** The smallest id that a delivery written at this instant, or so many microseconds later, can have. */
export function firstIdOf(instant: string, laterMicros = 0): string {
  return uuidV7Floor((parseInstant(instant) as number) + laterMicros);
}

/** The columns that an item of a list needs. */
export const itemColumns = [
  'id',
  'kind',
  'status',
  'failure_reason',
  'conversion_id',
  'conversion_status',
  'offer_id',
  'partner_id',
  'endpoint_id',
  'method',
  'url',
  'is_test',
  'tries',
  'last_status',
  'next_try_at',
  'created_at',
  'delivered_at',
  'modified_at',
] as const;

/** A row with those columns. */
export type ItemRow = Pick<DeliveriesRow, (typeof itemColumns)[number]>;

/** Maps deliveries, with the names of what they are about. */
export async function deliveryItems(tx: TenantTransaction, rows: readonly ItemRow[]): Promise<Delivery[]> {
  const names = async (table: 'offers' | 'partners', ids: readonly (string | null)[]) => {
    const found = await tx.query<{ id: string; name: string }>(
      `SELECT id, name FROM ${table} WHERE tenant_id = $1 AND id = ANY ($2::uuid[])`,
      [tx.tenantId, [...new Set(ids.filter((id) => id !== null))]],
    );
    return new Map(found.rows.map(({ id, name }) => [id, name]));
  };
  const offers = await names(
    'offers',
    rows.map((row) => row.offer_id),
  );
  const partners = await names(
    'partners',
    rows.map((row) => row.partner_id),
  );
  return rows.map((row) => ({
    id: row.id,
    kind: wireKinds[row.kind as DeliveryKind],
    status: row.status as Delivery['status'],
    failureReason: row.status === 'Failed' ? (row.failure_reason as Delivery['failureReason']) : null,
    conversionId: row.conversion_id,
    conversionStatus: row.conversion_status as Delivery['conversionStatus'],
    offerId: row.offer_id,
    offerName: offers.get(row.offer_id ?? '') ?? null,
    partnerId: row.partner_id,
    partnerName: partners.get(row.partner_id ?? '') ?? null,
    endpointId: row.endpoint_id,
    method: row.method as Delivery['method'],
    url: row.url,
    isTest: row.is_test,
    tryCount: row.tries,
    lastStatus: row.last_status,
    nextTryAt: row.status === 'Waiting' ? writtenOrNull(row.next_try_at) : null,
    createdAt: written(row.created_at),
    deliveredAt: writtenOrNull(row.delivered_at),
    modifiedAt: written(row.modified_at),
  }));
}

/**
 * Loads one delivery with its request and its tries.
 *
 * @param partnerId only a postback to this partner, where it is given
 */
export async function loadDeliveryDetails(
  tx: TenantTransaction,
  id: string,
  partnerId: string | null,
): Promise<DeliveryDetails | undefined> {
  const { rows } = await tx.query<DeliveriesRow>(
    `SELECT * FROM deliveries WHERE tenant_id = $1 AND id = $2
       AND ($3::uuid IS NULL OR (kind = 'partner_postback' AND partner_id = $3))`,
    [tx.tenantId, id, partnerId],
  );
  const row = rows[0];
  if (!row) return undefined;
  const [item] = await deliveryItems(tx, [row]);
  const tries = await tx.query<DeliveryTriesRow>(
    'SELECT * FROM delivery_tries WHERE tenant_id = $1 AND delivery_id = $2 ORDER BY number, id',
    [tx.tenantId, id],
  );
  return {
    ...(item as Delivery),
    headers: row.headers as Record<string, string>,
    body: row.body,
    tries: tries.rows.map((made) => ({
      number: made.number,
      triedAt: written(made.tried_at),
      status: made.status,
      durationMs: made.duration_ms,
      error: made.error,
      answer: made.answer,
    })),
  };
}
