import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { windows, windowStart } from '../model/terms.ts';
import { usage, type Conversion, type World } from '../model/world.ts';
import { differ } from './divergence.ts';
import type { Names } from './names.ts';
import type { RunTenant } from './tenant.ts';

/**
 * Compares everything that a run left in the tables with what the model holds: conversions, counters, the ledger, what
 * is to be delivered, the ends of attempts, and that every postback is in the inbox.
 */
export async function compareStored(tenant: RunTenant, world: World, names: Names): Promise<void> {
  const { context } = tenant.stage;
  const stored = await inTenant(context.database, tenant.id, (tx) => loadStored(tx, names), {
    readOnly: true,
  });
  const ids = new Map([...names.conversions].map(([number, id]) => [id, number]));
  const numberOf = (id: string) => ids.get(id) ?? id;
  const ofConversions = stored.conversions.map(({ id, ...rest }) => ({ number: numberOf(id), ...rest }));
  differ(
    'conversions',
    world.conversions.map((one) => conversionRow(one, names)),
    ofConversions.toSorted(byNumber),
  );
  differ('counters', counterRows(world, names), stored.counters.toSorted(byText));
  const ledger = stored.ledger.map(({ conversion_id, ...rest }) => ({
    number: numberOf(conversion_id),
    ...rest,
  }));
  differ('ledger', world.conversions.flatMap(ledgerRows).toSorted(byText), ledger.toSorted(byText));
  const calls = stored.deliveries.map(({ conversion_id, ...rest }) => ({
    number: numberOf(conversion_id),
    ...rest,
  }));
  differ('deliveries', world.conversions.flatMap(deliveryRows).toSorted(byText), calls.toSorted(byText));
  differ('attempts', attemptRows(world, names).toSorted(byText), stored.attempts.toSorted(byText));
  differ('postbacks in the inbox', names.kept, stored.kept);
}

function byNumber(a: { number: number | string }, b: { number: number | string }): number {
  return Number(a.number) - Number(b.number);
}

function byText(a: object, b: object): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** Millionths as PostgreSQL writes a number without the noughts at its end. */
function text(amount: bigint | null | undefined): string | null {
  if (amount == null) return null;
  const sign = amount < 0n ? '-' : '';
  const digits = (amount < 0n ? -amount : amount).toString().padStart(7, '0');
  const fraction = digits.slice(-6).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`;
}

function conversionRow(conversion: Conversion, { clicks }: Names): object {
  const { number, state, reason, money, isOverLimit, wasAccepted, step, request } = conversion;
  const { revenue, payout, reward } = wasAccepted && money !== null ? money : {};
  return {
    number,
    click: clicks[conversion.click],
    step: step === 'offer' ? null : step,
    track: conversion.hasIdentity ? conversion.trackId : null,
    said: request.amount,
    status: state,
    reason: state === 'Held' ? 'waiting_for_previous_event' : reason,
    ...(wasAccepted && { revenue: text(revenue), payout: text(payout), reward: text(reward) }),
    ...(isOverLimit && { is_over_limit: true }),
  };
}

const windowNames = { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly', total: 'Total' };

function counterRows(world: World, names: Names): object[] {
  const rows = new Map<string, object>();
  for (const hold of world.holds) {
    const subjects = [
      { offer: hold.offer },
      ...(hold.step === 'offer' ? [] : [{ offer: hold.offer, step: hold.step }]),
      ...(hold.partner === null ? [] : [{ offer: hold.offer, partner: hold.partner }]),
    ];
    for (const subject of subjects)
      for (const window of windows) {
        const { count, amount } = usage(world, subject, window, hold.at);
        if (count === 0) continue;
        const row = {
          offer: hold.offer,
          step: 'step' in subject ? subject.step : null,
          share: 'partner' in subject ? names.shares.get(`${hold.offer}|${subject.partner}`) : null,
          window: windowNames[window],
          start: new Date(windowStart(window, hold.at)).toISOString().slice(0, 10),
          count,
          amount: text(amount),
        };
        rows.set(JSON.stringify(row), row);
      }
  }
  return [...rows.values()].toSorted(byText);
}

function ledgerRows({ number, state, money }: Conversion): object[] {
  if (money === null || (state !== 'Pending' && state !== 'Success')) return [];
  const { revenue, payout, reward } = money;
  const lines: Record<string, bigint> = {
    advertiser: revenue ?? 0n,
    partner: -(payout ?? 0n),
    margin: (payout ?? 0n) - (revenue ?? 0n),
    rewards: reward ?? 0n,
    member: -(reward ?? 0n),
  };
  const phase = state === 'Pending' ? 'pending' : 'due';
  return Object.entries(lines)
    .filter(([, amount]) => amount !== 0n)
    .map(([account, amount]) => ({ number, account, phase, amount: text(amount) }));
}

function deliveryRows({ number, called, told }: Conversion): object[] {
  return [
    ...called.map((status) => ({ number, kind: 'callback', status })),
    ...told.map((status) => ({ number, kind: 'partner_postback', status })),
  ];
}

function attemptRows({ attempts }: World, names: Names): object[] {
  return attempts.map(({ offer, source, member, end }) => ({
    offer,
    isOwn: source === 'wall',
    member: `${names.tag}-${member}`,
    status: end ?? 'open',
  }));
}

/** The ids of an offer's steps, archived ones too: of each event id the latest. */
export function stepIds(
  { stage, id }: RunTenant,
  offerId: string,
): Promise<Readonly<Record<string, string>>> {
  return inTenant(
    stage.context.database,
    id,
    async (tx) => {
      const { rows } = await tx.query<{ event_id: string; id: string }>(
        `SELECT event_id, id FROM offer_events WHERE tenant_id = $1 AND offer_id = $2
         ORDER BY archived_at IS NULL, created_at`,
        [tx.tenantId, offerId],
      );
      return Object.fromEntries(rows.map((row) => [row.event_id, row.id]));
    },
    { readOnly: true },
  );
}

/** The steps of the run's offers, under the keys that the model gives them. */
const STEPS = `(SELECT id, offer_id, event_id || '#' || row_number() OVER (
  PARTITION BY offer_id, event_id ORDER BY created_at) AS key
  FROM offer_events WHERE tenant_id = $1 AND offer_id = ANY($2::uuid[]))`;

interface Stored {
  conversions: { id: string; status: string; reason: string | null }[];
  counters: object[];
  ledger: { conversion_id: string }[];
  deliveries: { conversion_id: string }[];
  attempts: object[];
  kept: number;
}

async function loadStored(tx: TenantTransaction, { offers, startedAt }: Names): Promise<Stored> {
  const of = async <Row extends object>(sql: string): Promise<Row[]> =>
    (await tx.query<Row>(sql, [tx.tenantId, offers])).rows;
  const conversions = await of<Stored['conversions'][number] & Record<string, unknown>>(
    `SELECT c.id, c.click_id AS click, e.key AS step, k.external_id AS track, r.fields->>'amountText' AS said,
       c.status, c.rejection_reason AS reason, trim_scale(revenue)::text AS revenue,
       trim_scale(payout)::text AS payout, trim_scale(reward)::text AS reward, is_over_limit,
       accepted_at IS NOT NULL AS was_accepted
     FROM conversions c
     LEFT JOIN ${STEPS} e ON e.id = c.offer_event_id
     LEFT JOIN conversion_keys k ON k.tenant_id = c.tenant_id AND k.conversion_id = c.id
     LEFT JOIN raw_requests r ON r.tenant_id = c.tenant_id AND r.id = c.raw_request_id
     WHERE c.tenant_id = $1 AND c.offer_id = ANY($2::uuid[])`,
  );
  const rows = conversions.map(({ revenue, payout, reward, is_over_limit, was_accepted, ...row }) => ({
    ...row,
    ...(was_accepted === true && { revenue, payout, reward }),
    ...(is_over_limit === true && { is_over_limit }),
  }));
  const { rows: kept } = await tx.query<{ count: string }>(
    'SELECT count(*) FROM raw_requests WHERE tenant_id = $1 AND received_at >= $2',
    [tx.tenantId, new Date(startedAt).toISOString()],
  );
  return {
    conversions: rows,
    counters: await of(
      `SELECT array_position($2::uuid[], COALESCE(e.offer_id, c.subject_id)) - 1 AS offer, e.key AS step,
         NULLIF(c.share_id, '00000000-0000-0000-0000-000000000000')::text AS share, c.window_kind AS window,
         c.window_start::text AS start, c.count::int AS count, trim_scale(c.amount)::text AS amount
       FROM counters c LEFT JOIN ${STEPS} e ON e.id = c.subject_id
       WHERE c.tenant_id = $1 AND COALESCE(e.offer_id, c.subject_id) = ANY($2::uuid[]) AND c.count > 0`,
    ),
    ledger: await of(
      `SELECT conversion_id, account, phase, trim_scale(sum(amount))::text AS amount FROM ledger_entries
       WHERE tenant_id = $1 AND offer_id = ANY($2::uuid[])
       GROUP BY conversion_id, account, phase HAVING sum(amount) <> 0`,
    ),
    deliveries: await of(
      `SELECT conversion_id, kind, conversion_status AS status FROM deliveries
       WHERE tenant_id = $1 AND offer_id = ANY($2::uuid[])`,
    ),
    attempts: await of(
      `SELECT array_position($2::uuid[], a.offer_id) - 1 AS offer,
         a.source_id = '00000000-0000-0000-0000-000000000000' AS "isOwn", m.pub_member_id AS member, a.status
       FROM attempts a JOIN members m ON m.tenant_id = a.tenant_id AND m.id = a.member_id
       WHERE a.tenant_id = $1 AND a.offer_id = ANY($2::uuid[])`,
    ),
    kept: Number(kept[0]?.count ?? 0),
  };
}
