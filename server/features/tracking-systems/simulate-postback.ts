import { setTimeout as sleep } from 'node:timers/promises';
import type { BodyOf, DataOf } from '#contract/endpoint.ts';
import { simulatePostbackCall } from '#contract/tracking-systems.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { TrackingSystem as TrackingSystemName } from '#domain/offer.ts';
import { formatInstant, parseInstant } from '#domain/time.ts';
import type { Micros } from '#domain/time.ts';
import { simulatePostback, type SimulatedRequest } from '#domain/tracking-systems/simulate.ts';
import { trackingSystemName } from '#domain/tracking-systems/registry.ts';
import { notFound, ok } from '../../http/answer.ts';
import { apiOrigin } from '../../http/origins.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { systemAddress } from './address.ts';
import { callOurselves, type OwnAnswer } from './call-ourselves.ts';

/** How long the answer waits for the callbacks that the postback caused, and how often it looks. */
const DELIVERY_WAIT_MS = 2_000;
const DELIVERY_LOOK_MS = 200;

type Simulated = DataOf<typeof simulatePostbackCall>;
type Sent = Simulated['sent'][number];
type Delivery = Simulated['deliveries'][number];

/** Sends what a tracking system would send to our own address, and shows what came of it. */
export const simulatePostbackRoute = tenantRoute(simulatePostbackCall, async (call) => {
  const prepared = await inTenant(call.context.database, call.tenant.id, (tx) => prepare(call, tx), {
    readOnly: true,
  });
  if (prepared === null) return notFound('click');
  const { trackingSystem, requests } = prepared;
  const sent: Sent[] = [];
  for (const request of requests)
    sent.push(sentPostback(request, await callOurselves(request, call.request)));
  const conversionId = sent.at(-1)?.answer?.conversionId ?? null;
  const deliveries = conversionId === null ? [] : await followingDeliveries(call, conversionId);
  return ok({ trackingSystem, sent, deliveries });
});

async function prepare(
  call: TenantCall<typeof simulatePostbackCall>,
  tx: TenantTransaction,
): Promise<{ trackingSystem: TrackingSystemName; requests: SimulatedRequest[] } | null> {
  const { body } = call;
  const { rows } = await tx.query<{ tracking_system: string; at: string }>(
    `SELECT offers.tracking_system, tenant_now($1)::text AS at
     FROM clicks JOIN offers ON offers.tenant_id = clicks.tenant_id AND offers.id = clicks.offer_id
     WHERE clicks.tenant_id = $1 AND clicks.id = $2`,
    [tx.tenantId, body.clickId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const trackingSystem = body.trackingSystem ?? trackingSystemName(row.tracking_system) ?? 'CustomTracking';
  const baseUrl = await systemAddress({ context: call.context, tx }, apiOrigin(call), trackingSystem);
  if (baseUrl === undefined) return null;
  return { trackingSystem, requests: requestsOf(body, trackingSystem, baseUrl, parseInstant(row.at) ?? 0) };
}

function requestsOf(
  body: BodyOf<typeof simulatePostbackCall>,
  system: TrackingSystemName,
  baseUrl: string,
  at: Micros,
): SimulatedRequest[] {
  return simulatePostback({
    system,
    baseUrl,
    conversion: {
      clickId: body.clickId,
      eventId: body.eventId ?? null,
      amount: body.amount ?? null,
      currency: body.currency ?? null,
      conversionId: body.conversionId ?? null,
      ip: body.ip ?? null,
      at,
    },
    behaviour: body.behaviour ?? 'success',
    naming: body.naming ?? 'ready-url',
  });
}

function sentPostback(request: SimulatedRequest, { status, durationMs, envelope }: OwnAnswer): Sent {
  const data = envelope?.data ?? null;
  return {
    ...request,
    headers: { ...request.headers },
    status,
    durationMs,
    answer:
      data === null
        ? null
        : {
            accepted: data.accepted ?? null,
            conversionId: data.conversionId ?? null,
            status: data.status ?? null,
            reason: data.reason ?? null,
          },
    messages: [...(envelope?.messages ?? [])],
  };
}

async function followingDeliveries(call: TenantCall<unknown>, conversionId: string): Promise<Delivery[]> {
  for (let waitedMs = 0; ; waitedMs += DELIVERY_LOOK_MS) {
    const deliveries = await inTenant(
      call.context.database,
      call.tenant.id,
      (tx) => loadDeliveries(tx, conversionId),
      { readOnly: true },
    );
    const isSettled = deliveries.every(({ status, tries }) => status !== 'Waiting' || tries > 0);
    if (isSettled || waitedMs >= DELIVERY_WAIT_MS) return deliveries;
    await sleep(DELIVERY_LOOK_MS);
  }
}

type DeliveryRow = {
  id: string;
  kind: Delivery['kind'];
  status: Delivery['status'];
  method: string;
  url: string;
  body: string | null;
  tries: number;
  last_status: number | null;
  created_at: string;
};

async function loadDeliveries(tx: TenantTransaction, conversionId: string): Promise<Delivery[]> {
  const { rows } = await tx.query<DeliveryRow>(
    `SELECT id, kind, status, method, url, body, tries, last_status, created_at::text
     FROM deliveries WHERE tenant_id = $1 AND conversion_id = $2 ORDER BY created_at, id`,
    [tx.tenantId, conversionId],
  );
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    status: row.status,
    method: row.method,
    url: row.url,
    body: row.body,
    tries: row.tries,
    lastStatus: row.last_status,
    createdAt: formatInstant(parseInstant(row.created_at) ?? 0),
  }));
}
