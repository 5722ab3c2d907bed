import { uuids } from '#database/array-values.ts';
import type { Transaction } from '#database/transaction.ts';
import { giveUpDays, type DeliveryRequest } from '#domain/delivery/request.ts';
import type { Context } from '../../context.ts';

/** What calls of one kind go to. */
export type DeliveryKind = 'callback' | 'partner_postback';

/** A delivery that is about to be written. */
export interface NewDelivery {
  readonly id: string;
  readonly kind: DeliveryKind;
  readonly conversionId: string;
  readonly conversionStatus: string;
  readonly offerId: string;
  readonly partnerId: string | null;
  readonly memberId: string;
  readonly isTest: boolean;
  readonly request: DeliveryRequest;
}

interface EndpointRow {
  id: string;
  kind: DeliveryKind;
  partner_id: string | null;
  origin: string;
  is_on: boolean;
}

const ENDPOINTS = `
SELECT id, kind, partner_id, origin, is_on FROM endpoints WHERE tenant_id = $1 AND origin = ANY ($2)`;

const NEW_ENDPOINTS = `
INSERT INTO endpoints (tenant_id, id, kind, partner_id, origin, created_at)
SELECT $1, wanted.id, wanted.kind, wanted.partner_id, wanted.origin, tenant_now($1)
FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[]) AS wanted (id, kind, partner_id, origin)
ON CONFLICT DO NOTHING`;

// A delivery to a receiver that is switched off fails at once, where it can be seen and sent again.
const NEW_DELIVERIES = `
WITH written AS (
  INSERT INTO deliveries (tenant_id, id, kind, conversion_id, conversion_status, offer_id, partner_id, member_id,
    endpoint_id, origin, method, url, body, headers, accepts, is_test, status, failure_reason, next_try_at, give_up_at,
    created_at, modified_at)
  SELECT $1, d.id, d.kind, d.conversion_id, d.conversion_status, d.offer_id, d.partner_id, d.member_id,
    d.endpoint_id, d.origin, d.method, d.url, d.body, d.headers, d.accepts, d.is_test,
    CASE WHEN d.is_on THEN 'Waiting' ELSE 'Failed' END, CASE WHEN d.is_on THEN NULL ELSE 'endpoint_off' END,
    CASE WHEN d.is_on THEN clock.now END, clock.now + $2::integer * interval '1 day', clock.now, clock.now
  FROM (SELECT tenant_now($1) AS now OFFSET 0) clock,
    unnest($3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::uuid[], $8::uuid[], $9::uuid[], $10::uuid[], $11::text[],
      $12::text[], $13::text[], $14::text[], $15::jsonb[], $16::jsonb[], $17::boolean[], $18::boolean[])
      AS d (id, kind, conversion_id, conversion_status, offer_id, partner_id, member_id, endpoint_id, origin, method, url,
        body, headers, accepts, is_test, is_on)
  RETURNING tenant_id, origin, next_try_at, id
)
INSERT INTO due_deliveries (tenant_id, origin, next_try_at, delivery_id)
SELECT tenant_id, origin, next_try_at, id FROM written WHERE next_try_at IS NOT NULL`;

/** Writes deliveries, to be tried at once, together with endpoints for receivers that are new. */
export async function storeDeliveries(
  context: Pick<Context, 'newId'>,
  tx: Transaction,
  tenantId: string,
  deliveries: readonly NewDelivery[],
): Promise<void> {
  if (deliveries.length === 0) return;
  const endpoints = await findEndpoints(context, tx, tenantId, deliveries);
  const endpointOf = (delivery: NewDelivery) => endpoints.get(endpointKey(delivery)) as EndpointRow;
  await tx.query(
    NEW_DELIVERIES,
    [
      tenantId,
      giveUpDays,
      uuids(deliveries.map(({ id }) => id)),
      deliveries.map(({ kind }) => kind),
      uuids(deliveries.map(({ conversionId }) => conversionId)),
      deliveries.map(({ conversionStatus }) => conversionStatus),
      uuids(deliveries.map(({ offerId }) => offerId)),
      uuids(deliveries.map(({ partnerId }) => partnerId)),
      uuids(deliveries.map(({ memberId }) => memberId)),
      uuids(deliveries.map((delivery) => endpointOf(delivery).id)),
      deliveries.map(({ request }) => originOf(request.url)),
      deliveries.map(({ request }) => request.method),
      deliveries.map(({ request }) => request.url),
      deliveries.map(({ request }) => request.body),
      deliveries.map(({ request }) => JSON.stringify(request.headers)),
      deliveries.map(({ request }) => (request.accepts === null ? null : JSON.stringify(request.accepts))),
      deliveries.map(({ isTest }) => isTest),
      deliveries.map((delivery) => endpointOf(delivery).is_on),
    ],
    'store-deliveries',
  );
}

async function findEndpoints(
  context: Pick<Context, 'newId'>,
  tx: Transaction,
  tenantId: string,
  deliveries: readonly NewDelivery[],
): Promise<Map<string, EndpointRow>> {
  const wanted = new Map(deliveries.map((delivery) => [endpointKey(delivery), delivery]));
  const origins = [...new Set(deliveries.map(({ request }) => originOf(request.url)))];
  const read = async () => {
    const { rows } = await tx.query<EndpointRow>(ENDPOINTS, [tenantId, origins], 'delivery-endpoints');
    return new Map(rows.map((row) => [rowKey(row), row]));
  };
  const known = await read();
  const missing = [...wanted].filter(([key]) => !known.has(key)).map(([, delivery]) => delivery);
  if (missing.length === 0) return known;
  await tx.query(NEW_ENDPOINTS, [
    tenantId,
    missing.map(() => context.newId()),
    missing.map(({ kind }) => kind),
    missing.map((delivery) => endpointPartner(delivery)),
    missing.map(({ request }) => originOf(request.url)),
  ]);
  return read();
}

/** The part of an address that one connection pool serves: scheme, host and port. */
export function originOf(url: string): string {
  return new URL(url).origin;
}

/** Partner conversions call back the tenant too: only a partner postback's endpoint is the partner's. */
function endpointPartner({ kind, partnerId }: NewDelivery): string | null {
  return kind === 'partner_postback' ? partnerId : null;
}

function endpointKey(delivery: NewDelivery): string {
  return `${delivery.kind} ${endpointPartner(delivery) ?? ''} ${originOf(delivery.request.url)}`;
}

function rowKey({ kind, partner_id: partnerId, origin }: EndpointRow): string {
  return `${kind} ${partnerId ?? ''} ${origin}`;
}
