import type { FastifyInstance } from 'fastify';
import type { Context } from '#server/context.ts';
import { deliveryWorker } from '#server/features/deliveries/exports.ts';
import { seededRandom } from '#simulator/random.ts';
import { expectData, worldApi } from '#simulator/world-api.ts';
import { convertMembers } from './conversions.ts';
import { openFlakyReceiver, type FlakyCall } from './flaky-receiver.ts';

/** A tenant of a running server. */
export interface RunTenant {
  readonly app: FastifyInstance;
  readonly context: Context;
  readonly tenantId: string;
  /** A Management token. */
  readonly token: string;
}

/** What a run against a flaky receiver brought to light. */
export interface FlakyReport {
  readonly conversions: number;
  readonly tries: number;
  /** Calls that the receiver treated badly. */
  readonly misbehaved: number;
  /** What should not be, one sentence each; none where all is well. */
  readonly faults: readonly string[];
}

/** Shorter than in production: half of the calls that misbehave take all of it. */
const TRY_TIMEOUT_MS = 800;
/** Longer than the longest pause between two tries. */
const JUMP = '133 minutes';
/** Three days of tries. */
const MOST_JUMPS = 33;
const LOOK_AGAIN_MS = 250;

/**
 * Converts members by postbacks and delivers what is due to a receiver that fails a third of its calls, jumping ahead in
 * the tenant's time from try to try. The signing secret is rotated halfway.
 */
export async function runFlaky(tenant: RunTenant, conversions: number, seed: string): Promise<FlakyReport> {
  const { app, context, token } = tenant;
  const secrets: string[] = [];
  const receiver = await openFlakyReceiver(seededRandom(seed), secrets);
  const api = worldApi(app);
  const call = <Data>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    expectData(api<Data>(method, path, { token, ...(body && { body }) }));
  const rotate = async () =>
    (await call<{ secret: string }>('POST', '/api/v1/settings/callback/rotate')).secret;
  const worker = deliveryWorker(context, { timeoutMs: TRY_TIMEOUT_MS });
  try {
    secrets.push(await rotate());
    await call('PUT', '/api/v1/settings', { callback: { url: receiver.url } });
    const members = Array.from({ length: conversions }, (_, index) => `flaky-${index}`);
    const half = Math.ceil(conversions / 2);
    await convertMembers({ api, token }, members.slice(0, half));
    await worker.takeTurn();
    secrets.push(await rotate());
    await convertMembers({ api, token }, members.slice(half));
    for (let jumps = 0; jumps < MOST_JUMPS;) {
      await worker.takeTurn();
      const { waiting, due } = await countWaiting(tenant);
      if (waiting === 0) break;
      // A receiver that was silent for several tries is left alone for a while, in the time of the process.
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
      else {
        jumps++;
        await jump(tenant);
      }
    }
    const faults = [...callFaults(receiver.calls, conversions), ...(await rowFaults(tenant, conversions))];
    const misbehaved = receiver.calls.filter(({ misbehaviour }) => misbehaviour !== null).length;
    return { conversions, tries: receiver.calls.length, misbehaved, faults };
  } finally {
    await worker.stop();
    await receiver.stop();
  }
}

async function jump({ context, tenantId }: RunTenant): Promise<void> {
  await context.database.engine.query(
    'UPDATE tenants SET time_offset = time_offset + $2::interval WHERE id = $1',
    [tenantId, JUMP],
  );
}

/** How many deliveries wait, and how many of them could go out now. */
async function countWaiting({ context, tenantId }: RunTenant): Promise<{ waiting: number; due: number }> {
  const { rows } = await context.database.engine.query<{ waiting: number; due: number }>(
    `SELECT count(*)::int AS waiting, count(*) FILTER (WHERE next_try_at <= tenant_now($1))::int AS due
     FROM deliveries WHERE tenant_id = $1 AND status = 'Waiting'`,
    [tenantId],
  );
  return rows[0] ?? { waiting: 0, due: 0 };
}

/** Whether every call is genuine, and all calls of one delivery are the same. */
function callFaults(calls: readonly FlakyCall[], conversions: number): string[] {
  const faults: string[] = [];
  const byId = Map.groupBy(calls, ({ id }) => id);
  if (byId.size !== conversions)
    faults.push(`${byId.size} deliveries arrived for ${conversions} conversions`);
  for (const [id, made] of byId) {
    if (new Set(made.map(({ body }) => body)).size > 1) faults.push(`${id}: the body changed between tries`);
    if ((JSON.parse(made[0]?.body ?? '{}') as { id?: string }).id !== id)
      faults.push(`${id}: the body has another id`);
    if (!made.every((call) => call.isSigned)) faults.push(`${id}: a signature does not verify`);
    // An answer that came too late is not known to the sender: such a delivery may be taken twice, but never given up.
    const last = made.at(-1)?.misbehaviour;
    if (last !== null && last !== 'endless body') faults.push(`${id}: was not taken in ${made.length} tries`);
  }
  return faults;
}

/** Whether every delivery ended as it had to, with all its tries on record and the reward marked as sent. */
async function rowFaults({ context, tenantId }: RunTenant, conversions: number): Promise<string[]> {
  const { rows } = await context.database.engine.query<Record<string, number>>(
    `SELECT count(*)::int AS deliveries,
       count(*) FILTER (WHERE d.status = 'Delivered')::int AS delivered,
       count(*) FILTER (WHERE d.tries = t.tries AND t.taken = 1)::int AS recorded,
       count(*) FILTER (WHERE c.reward_sent_at IS NOT NULL)::int AS rewarded
     FROM deliveries d
     JOIN conversions c ON c.tenant_id = d.tenant_id AND c.id = d.conversion_id
     CROSS JOIN LATERAL (
       SELECT count(*)::int AS tries, count(*) FILTER (WHERE status BETWEEN 200 AND 299)::int AS taken
       FROM delivery_tries WHERE tenant_id = d.tenant_id AND delivery_id = d.id) t
     WHERE d.tenant_id = $1`,
    [tenantId],
  );
  return Object.entries(rows[0] ?? {})
    .filter(([, count]) => count !== conversions)
    .map(([what, count]) => `${count} of ${conversions} are ${what}`);
}
