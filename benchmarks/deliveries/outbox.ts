import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inEngine, inTenant } from '#database/transaction.ts';
import { callbackBody } from '#domain/delivery/callback-body.ts';
import { sampleFacts } from '#domain/delivery/trial/sample.ts';
import { readConfig } from '#server/config.ts';
import type { Context } from '#server/context.ts';
import { createTenant } from '#server/features/tenants/exports.ts';
import { insertToken } from '#server/features/tokens/exports.ts';
import { openLog } from '#server/platform/log.ts';
import { startServer, type RunningServer } from '#server/start.ts';

/** A server with a database of its own, made for one run. */
export interface Stage {
  readonly server: RunningServer;
  readonly context: Context;
  readonly tenantId: string;
  /** A Management token. */
  readonly token: string;
  stop(): Promise<void>;
}

/** Starts a server without background work on an embedded database of its own, with one tenant. */
export async function openStage(): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-deliveries-'));
  const settings = {
    PORT: '0',
    ROLE: 'api',
    SEED_DEMO: 'false',
    LOG_LEVEL: 'error',
    EGRESS_ALLOW: '127.0.0.0/8',
  };
  const config = readConfig({ ...settings, DATA_DIR: dataDir });
  const server = await startServer(config, { log: openLog(config.logLevel) });
  const { context } = server;
  const tenantId = await inEngine(context.database, (tx) =>
    createTenant(context, tx, { name: 'bench', products: ['publisher'], timeOffset: undefined }),
  );
  context.changes.publish([{ tenantId, kind: 'tenant', objectId: tenantId }]);
  const { token } = await inTenant(context.database, tenantId, (tx) =>
    insertToken(context, tx, { name: 'bench', scope: 'management' }),
  );
  const stop = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { server, context, tenantId, token, stop };
}

/** Receivers in a process of their own. */
export interface Sink {
  readonly origins: readonly string[];
  /** Whether the first of them answers nobody. */
  hang(isHanging: boolean): Promise<void>;
  stop(): void;
}

/** Starts so many receivers in one process. */
export async function openSink(count: number): Promise<Sink> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'sink.ts'), [String(count)]);
  const [{ ports }] = (await once(child, 'message')) as [{ ports: number[] }];
  return {
    origins: ports.map((port) => `http://127.0.0.1:${port}`),
    async hang(isHanging) {
      child.send({ hang: isHanging });
      await once(child, 'message');
    },
    stop: () => child.disconnect(),
  };
}

const id = '0193a1f2-e100-7a11-8c22-000000000052';

/** The body of a callback as it usually is. */
export const sampleBody = callbackBody(id, 0, {
  ...sampleFacts(() => id, 0),
  pub: {
    pub_member_id: 'member-2173',
    pub_click_id: id,
    pub_session_id: id,
    pub_geo_country: 'US',
    pub_device: 'Android',
    pub_sub_1: 'campaign-42',
  },
});

/** The headers of a callback; its signature is as long as a real one. */
export const sampleHeaders = {
  'user-agent': 'Pitwall',
  'content-type': 'application/json',
  'webhook-id': id,
  'webhook-timestamp': '1795287910',
  'webhook-signature': `v1,${'A'.repeat(43)}=`,
};

const ENDPOINTS = `
INSERT INTO endpoints (tenant_id, id, kind, origin, created_at)
SELECT $1, uuidv7(), 'callback', origin, tenant_now($1) FROM unnest($2::text[]) AS wanted (origin) ON CONFLICT DO NOTHING`;

const DELIVERIES = `
WITH written AS (
INSERT INTO deliveries (tenant_id, id, kind, conversion_id, conversion_status, endpoint_id, origin, method, url, body, headers, status,
  next_try_at, give_up_at, created_at, modified_at)
SELECT $1, uuidv7(), 'callback', uuidv7(), 'Success', e.id, e.origin, 'POST', e.origin || '/callbacks', $3,
  '{"content-type":"application/json"}', 'Waiting', tenant_now($1) + $5::interval * (1 + random()),
  tenant_now($1) + interval '3 days', tenant_now($1), tenant_now($1)
FROM endpoints e, generate_series(1, $4::int)
WHERE e.tenant_id = $1 AND e.origin = ANY ($2)
RETURNING tenant_id, origin, next_try_at, id
)
INSERT INTO due_deliveries (tenant_id, origin, next_try_at, delivery_id)
SELECT tenant_id, origin, next_try_at, id FROM written`;

/**
 * Writes deliveries that wait, so many for each receiver.
 *
 * @param ahead how far ahead their next tries begin, and over how long they are spread; `0` for now
 * @param body null for many that are never sent, which fill the table and its indexes all the same
 * @returns the tenant's time before: none of them is due from earlier
 */
export async function enqueue(
  { context, tenantId }: Stage,
  origins: readonly string[],
  each: number,
  ahead = '0',
  body: string | null = sampleBody,
): Promise<string> {
  // A million of them take longer than a statement of the server may.
  const owner = context.database.owner();
  const { rows } = await owner.query<{ at: string }>('SELECT tenant_now($1) AS at', [tenantId]);
  await owner.query(ENDPOINTS, [tenantId, origins]);
  await owner.query(DELIVERIES, [tenantId, origins, body, each, ahead]);
  return rows[0]?.at as string;
}

/**
 * Waits until nothing is due for these receivers any more, and says how long it took, in seconds.
 *
 * @param since nothing is due from earlier; looking through what ended before would cost more than what is measured spends
 */
export async function untilDelivered(
  { context, tenantId }: Stage,
  origins: readonly string[],
  since: string,
  begin: () => void,
): Promise<number> {
  const startedAt = performance.now();
  begin();
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    const { rows } = await context.database.engine.query<{ left: boolean }>(
      `SELECT EXISTS (
         SELECT 1 FROM unnest($2::text[]) AS wanted (origin)
         JOIN LATERAL (
           SELECT 1 FROM due_deliveries d
           WHERE d.tenant_id = $1 AND d.origin = wanted.origin AND d.next_try_at >= $3
             AND d.next_try_at < tenant_now($1) + interval '2 minutes'
           LIMIT 1) due ON true) AS left`,
      [tenantId, origins, since],
    );
    if (rows[0]?.left === false) return (performance.now() - startedAt) / 1_000;
  }
}
