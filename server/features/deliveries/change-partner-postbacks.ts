import {
  readOwnPostbacks,
  readPartnerPostbacks,
  replaceOwnPostbacks,
  replacePartnerPostbacks,
  type PartnerPostbacks,
  type PartnerPostbacksInput,
} from '#contract/partner-postbacks.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { parsePartnerPostback } from '#domain/macros/partner-postback.ts';
import { notFound, ok, refuse } from '../../http/answer.ts';
import { read, write, type WriteCall } from '../../http/route.ts';

/** Reads where a partner is told about conversions. */
export const readPartnerPostbacksRoutes = [
  read(readPartnerPostbacks, async ({ tx, params }) =>
    (await hasPartner(tx, params.partnerId)) ? ok(await load(tx, params.partnerId)) : notFound('partner'),
  ),
  read(readOwnPostbacks, async ({ tx, principal }) => ok(await load(tx, principal.partnerId as string))),
];

/** Replaces where a partner is told about conversions. */
export const replacePartnerPostbacksRoutes = [
  write(replacePartnerPostbacks, async (call) => {
    const { partnerId } = call.params;
    if (!(await hasPartner(call.tx, partnerId))) return notFound('partner');
    return ok(await replace(call, partnerId, call.body, false));
  }),
  write(replaceOwnPostbacks, async (call) =>
    ok(await replace(call, call.principal.partnerId as string, call.body, true)),
  ),
];

async function hasPartner(tx: TenantTransaction, id: string): Promise<boolean> {
  const found = await tx.query('SELECT 1 FROM partners WHERE tenant_id = $1 AND id = $2', [tx.tenantId, id]);
  return found.rowCount > 0;
}

async function load(tx: TenantTransaction, partnerId: string): Promise<PartnerPostbacks> {
  const key = [tx.tenantId, partnerId];
  const { rows } = await tx.query<{ offer_id: string | null; offer_event_id: string | null; url: string }>(
    `SELECT offer_id, offer_event_id, url FROM partner_postbacks
     WHERE tenant_id = $1 AND partner_id = $2 ORDER BY created_at, id`,
    key,
  );
  const switches = await tx.query<{ send_pending: boolean; send_rejected: boolean }>(
    'SELECT send_pending, send_rejected FROM partner_postback_switches WHERE tenant_id = $1 AND partner_id = $2',
    key,
  );
  return {
    global: rows.find((row) => row.offer_id === null)?.url ?? null,
    offers: rows.flatMap(({ offer_id: offerId, offer_event_id: offerEventId, url }) =>
      offerId === null ? [] : [{ offerId, offerEventId, url }],
    ),
    sendPending: switches.rows[0]?.send_pending ?? false,
    sendRejected: switches.rows[0]?.send_rejected ?? false,
  };
}

async function replace(
  call: WriteCall<unknown>,
  partnerId: string,
  input: PartnerPostbacksInput,
  isOwn: boolean,
): Promise<PartnerPostbacks> {
  const { tx } = call;
  await tx.query('SELECT 1 FROM partners WHERE tenant_id = $1 AND id = $2 FOR UPDATE', [
    tx.tenantId,
    partnerId,
  ]);
  const faults = await faultsOf(tx, partnerId, input, isOwn);
  if (faults.length > 0) refuse('ValidationError', ...faults);
  const before = await load(tx, partnerId);
  await store(call, partnerId, input);
  const after = await load(tx, partnerId);
  await call.audit({ action: 'change', objectKind: 'partner postbacks', objectId: partnerId, before, after });
  return after;
}

async function store(
  { context, tx }: WriteCall<unknown>,
  partnerId: string,
  { global, offers = [], sendPending = false, sendRejected = false }: PartnerPostbacksInput,
): Promise<void> {
  const rules = [
    ...(global ? [{ offerId: null, offerEventId: null, url: global }] : []),
    ...offers.map((rule) => ({ ...rule, offerEventId: rule.offerEventId ?? null })),
  ];
  await tx.query('DELETE FROM partner_postbacks WHERE tenant_id = $1 AND partner_id = $2', [
    tx.tenantId,
    partnerId,
  ]);
  await tx.query(
    `INSERT INTO partner_postbacks (tenant_id, id, partner_id, offer_id, offer_event_id, url, created_at)
     SELECT $1, rule.id, $2, rule.offer_id, rule.offer_event_id, rule.url, tenant_now($1)
     FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[]) AS rule (id, offer_id, offer_event_id, url)`,
    [
      tx.tenantId,
      partnerId,
      rules.map((_, index) => context.newId(context.clock.now() + index * 1_000)),
      rules.map(({ offerId }) => offerId),
      rules.map(({ offerEventId }) => offerEventId),
      rules.map(({ url }) => url.trim()),
    ],
  );
  await tx.query(
    `INSERT INTO partner_postback_switches (tenant_id, partner_id, send_pending, send_rejected) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant_id, partner_id) DO UPDATE
     SET send_pending = excluded.send_pending, send_rejected = excluded.send_rejected`,
    [tx.tenantId, partnerId, sendPending, sendRejected],
  );
}

/** Every fault of the body at once. A partner is told of no offer that it has no share of. */
async function faultsOf(
  tx: TenantTransaction,
  partnerId: string,
  { global, offers = [] }: PartnerPostbacksInput,
  isOwn: boolean,
): Promise<string[]> {
  const faults = global ? templateFaults('global', global) : [];
  const steps = await knownSteps(
    tx,
    isOwn ? partnerId : null,
    offers.map(({ offerId }) => offerId),
  );
  const seen = new Set<string>();
  for (const [index, { offerId, offerEventId, url }] of offers.entries()) {
    const path = `offers[${index}]`;
    const known = steps.get(offerId);
    if (!known) faults.push(`${path}.offerId: unknown offer "${offerId}"`);
    else if (offerEventId && !known.has(offerEventId))
      faults.push(`${path}.offerEventId: unknown offer event "${offerEventId}"`);
    const key = `${offerId} ${offerEventId ?? ''}`;
    if (seen.has(key)) faults.push(`${path}: names the same offer and offer event as another entry`);
    seen.add(key);
    faults.push(...templateFaults(`${path}.url`, url));
  }
  return faults;
}

function templateFaults(path: string, url: string): string[] {
  return (parsePartnerPostback(url).problems ?? []).map((problem) => `${path}: ${problem}`);
}

/** The steps of each offer that may be named, by offer id. */
async function knownSteps(
  tx: TenantTransaction,
  onlySharedWith: string | null,
  offerIds: readonly string[],
): Promise<Map<string, Set<string>>> {
  const { rows } = await tx.query<{ id: string; steps: string[] }>(
    `SELECT o.id, array(SELECT e.id FROM offer_events e WHERE e.tenant_id = $1 AND e.offer_id = o.id)::text[] AS steps
     FROM offers o
     WHERE o.tenant_id = $1 AND o.id = ANY ($2::uuid[])
       AND ($3::uuid IS NULL OR EXISTS (
         SELECT 1 FROM shares s WHERE s.tenant_id = $1 AND s.offer_id = o.id AND s.partner_id = $3))`,
    [tx.tenantId, offerIds, onlySharedWith],
  );
  return new Map(rows.map(({ id, steps }) => [id, new Set(steps)]));
}
