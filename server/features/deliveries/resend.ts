import {
  resendDeliveries,
  resendDelivery,
  resendPartnerDelivery,
  type Delivery,
} from '#contract/deliveries.ts';
import type { BodyOf } from '#contract/endpoint.ts';
import type { DeliveriesRow } from '#database/rows.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import { giveUpDays } from '#domain/delivery/request.ts';
import { notFound, ok, refuse, refused } from '../../http/answer.ts';
import { actorOf, writeAudit } from '../../http/audit.ts';
import { tenantRoute, write, type TenantCall, type WriteCall } from '../../http/route.ts';
import { deliveryItems, firstIdOf, storedKind, written } from './delivery-item.ts';
import { switchOn } from './health.ts';
import { wakeSenderSoon } from './wake.ts';

/** Deliveries that one transaction sends again, and how many such transactions one call may take. */
const AT_ONCE = 1_000;
const MOST_PARTS = 50;

const AGAIN = `status = 'Waiting', failure_reason = NULL, delivered_at = NULL, resent_after_tries = tries,
  next_try_at = tenant_now($1), modified_at = tenant_now($1),
  give_up_at = tenant_now($1) + ${giveUpDays} * interval '1 day'`;

// Sent again twice within one transaction it is still due once.
const DUE_AGAIN = `
INSERT INTO due_deliveries (tenant_id, origin, next_try_at, delivery_id)
SELECT tenant_id, origin, next_try_at, id FROM again ON CONFLICT DO NOTHING`;

const ONE_AGAIN = `
WITH again AS (UPDATE deliveries SET ${AGAIN} WHERE tenant_id = $1 AND id = $2 RETURNING *),
due AS (${DUE_AGAIN})
SELECT * FROM again`;

const IS_UNDER_WAY = `
SELECT FROM delivery_leases l, unnest(l.delivery_ids, l.next_tries_at) AS held (id, next_try_at)
WHERE l.tenant_id = $1 AND l.leased_until > tenant_now($1) AND held.id = $2 AND held.next_try_at = $3`;

type ResendCall = WriteCall<typeof resendDelivery>;

async function resendOne(call: ResendCall, partnerId: string | null) {
  const { context, tx, params } = call;
  const { rows } = await tx.query<DeliveriesRow>(
    `SELECT * FROM deliveries WHERE tenant_id = $1 AND id = $2
       AND ($3::uuid IS NULL OR (kind = 'partner_postback' AND partner_id = $3)) FOR UPDATE`,
    [tx.tenantId, params.id, partnerId],
  );
  const found = rows[0];
  if (!found) return notFound('delivery');
  if (found.status === 'Cancelled' || found.url === '')
    return refused('Conflict', 'Its member was erased: there is nothing left to send');
  // A try that is under way is what was asked for.
  const held = await tx.query(IS_UNDER_WAY, [tx.tenantId, params.id, found.next_try_at]);
  const sent =
    held.rowCount > 0 ? found : (await tx.query<DeliveriesRow>(ONE_AGAIN, [tx.tenantId, params.id])).rows[0];
  await wakeEndpoint(call, found.endpoint_id);
  await call.audit({ action: 'resend', objectKind: 'delivery', objectId: params.id });
  wakeSenderSoon(context);
  const [item] = await deliveryItems(tx, [sent as DeliveriesRow]);
  return ok(item as Delivery);
}

/** Whoever sends again says that the receiver is back. */
async function wakeEndpoint(call: ResendCall, endpointId: string | null): Promise<void> {
  if (endpointId === null || !(await switchOn(call.tx, endpointId))) return;
  await call.audit({
    action: 'switch on',
    objectKind: 'endpoint',
    objectId: endpointId,
    before: { isOn: false },
    after: { isOn: true },
  });
  call.announce('endpoint', endpointId);
}

/** Sends one delivery again. */
export const resendRoutes = [
  write(resendDelivery, (call) => resendOne(call, null)),
  write(resendPartnerDelivery, (call) => resendOne(call, call.principal.partnerId)),
];

type Filter = BodyOf<typeof resendDeliveries>;

/** Sends many deliveries again, a part at a time, so that no transaction lasts long. */
export const resendDeliveriesRoute = tenantRoute(resendDeliveries, async (call) => {
  if (Object.values(call.body).every((value) => value === undefined || value === null))
    refuse('ValidationError', 'body: names at least one field, such as from, or nothing would be left out');
  const startedAt = await inTenant(call.context.database, call.tenant.id, async (tx) => {
    const { rows } = await tx.query<{ now: string }>('SELECT tenant_now($1) AS now', [tx.tenantId]);
    await auditResend(call, tx);
    return rows[0]?.now as string;
  });
  let resent = 0;
  let part = AT_ONCE;
  for (let parts = 0; parts < MOST_PARTS && part === AT_ONCE; parts++) {
    part = await inTenant(call.context.database, call.tenant.id, (tx) =>
      resendPart(call, tx, call.body, startedAt),
    );
    resent += part;
    wakeSenderSoon(call.context);
  }
  return ok({ resent, hasMore: part === AT_ONCE });
});

function auditResend(call: TenantCall<typeof resendDeliveries>, tx: TenantTransaction): Promise<void> {
  const entry = { action: 'resend', objectKind: 'deliveries', objectId: null, after: call.body };
  return writeAudit(call.context, tx, actorOf(call.principal), entry, call.request.id);
}

const MANY_AGAIN = `
WITH again AS (
  UPDATE deliveries SET ${AGAIN}
  WHERE tenant_id = $1 AND id IN (
    SELECT id FROM deliveries
    WHERE tenant_id = $1 AND status = ANY ($2) AND url <> '' AND modified_at < $3
      AND ($4::text IS NULL OR kind = $4) AND ($5::uuid IS NULL OR conversion_id = $5)
      AND ($6::uuid IS NULL OR offer_id = $6) AND ($7::uuid IS NULL OR partner_id = $7)
      AND ($8::uuid IS NULL OR endpoint_id = $8)
      AND ($9::timestamptz IS NULL OR created_at >= $9) AND ($10::timestamptz IS NULL OR created_at < $10)
      AND id >= $12
    ORDER BY id LIMIT $11 FOR UPDATE SKIP LOCKED)
  RETURNING tenant_id, origin, next_try_at, id, endpoint_id
),
due AS (${DUE_AGAIN})
SELECT endpoint_id FROM again`;

/** What was sent again by this call has been changed after its start and is not taken twice. */
async function resendPart(
  call: TenantCall<typeof resendDeliveries>,
  tx: TenantTransaction,
  filter: Filter,
  startedAt: string,
): Promise<number> {
  const { rows, rowCount } = await tx.query<{ endpoint_id: string | null }>(MANY_AGAIN, [
    tx.tenantId,
    filter.status ?? ['Failed'],
    startedAt,
    filter.kind === undefined ? null : storedKind(filter.kind),
    filter.conversionId ?? null,
    filter.offerId ?? null,
    filter.partnerId ?? null,
    filter.endpointId ?? null,
    filter.from === undefined ? null : written(filter.from),
    filter.to === undefined ? null : written(filter.to),
    AT_ONCE,
    filter.from === undefined ? nilUuid : firstIdOf(filter.from),
  ]);
  for (const endpointId of new Set(rows.map((row) => row.endpoint_id))) {
    if (endpointId === null || !(await switchOn(tx, endpointId))) continue;
    const entry = { action: 'switch on', objectKind: 'endpoint', objectId: endpointId };
    const states = { before: { isOn: false }, after: { isOn: true } };
    await writeAudit(call.context, tx, actorOf(call.principal), { ...entry, ...states }, call.request.id);
  }
  return rowCount;
}
