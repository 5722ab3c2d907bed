import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { windows, windowStart } from '../model/terms.ts';
import { isAccepted, usage, type Conversion, type World } from '../model/world.ts';
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
  for (const [what, rows] of Object.entries(storedBy(world, names)))
    differ(what, rows, what === 'kept' ? stored.kept : stored[what as keyof StoredRows].toSorted(byText));
}

/** What a model expects to be stored, under the server's names and in an order of its own. */
export function storedBy(world: World, names: Names): StoredRows & { readonly kept: number } {
  const { conversions } = world;
  return {
    conversions: conversions.map((one) => conversionRow(world, one, names)).toSorted(byText),
    counters: counterRows(world, names).toSorted(byText),
    ledger: conversions.flatMap((one) => ledgerRows(one, names)).toSorted(byText),
    deliveries: conversions.flatMap((one) => deliveryRows(world, one, names)).toSorted(byText),
    attempts: attemptRows(world, names).toSorted(byText),
    kept: names.kept,
  };
}

type StoredRows = Readonly<
  Record<'conversions' | 'counters' | 'ledger' | 'deliveries' | 'attempts', readonly object[]>
>;

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

function conversionRow({ clicks }: World, conversion: Conversion, names: Names): object {
  const { number, state, reason, money, isOverLimit, step, request, hasIdentity, trackId, holds, attempt } =
    conversion;
  const { revenue, payout, reward } = money ?? {};
  return {
    id: names.conversions.get(number),
    click: names.clicks[clicks.indexOf(conversion.click)],
    // Which of two came first shows only later, when a duplicate of either is answered with it.
    place: attempt.conversions.indexOf(conversion),
    step: step === 'offer' ? null : step,
    track: hasIdentity ? trackId : null,
    said: request.amount,
    status: state,
    reason,
    ...(holds.length > 0 && { revenue: text(revenue), payout: text(payout), reward: text(reward) }),
    ...(isOverLimit && { is_over_limit: true }),
  };
}

const windowNames = { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly', total: 'Total' };

function counterRows({ offers, conversions }: World, names: Names): object[] {
  const rows = new Map<string, object>();
  for (const { click, step, holds } of conversions) {
    const offer = offers.indexOf(click.offer);
    const shareId = names.shares.get(`${offer}|${click.source}`) ?? null;
    const ofOffer = conversions.filter((one) => one.click.offer === click.offer);
    const ofShare = ofOffer.filter((one) => one.click.source === click.source);
    const subjects = [
      { step: null, share: null, counted: ofOffer },
      ...(step === 'offer'
        ? []
        : [{ step, share: null, counted: ofOffer.filter((one) => one.step === step) }]),
      ...(click.source === 'wall' ? [] : [{ step: null, share: shareId, counted: ofShare }]),
    ];
    for (const { counted, ...subject } of subjects)
      for (const [span, at] of windows.flatMap((window) => holds.map((hold) => [window, hold.at] as const))) {
        const { count, amount } = usage(counted, span, at);
        const start = new Date(windowStart(span, at)).toISOString().slice(0, 10);
        const row = { offer, ...subject, window: windowNames[span], start, count, amount: text(amount) };
        if (count > 0) rows.set(JSON.stringify(row), row);
      }
  }
  return [...rows.values()];
}

function ledgerRows(conversion: Conversion, names: Names): object[] {
  const { number, state, money } = conversion;
  if (money === null || !isAccepted(conversion)) return [];
  const { revenue, payout, reward } = money;
  const lines: Record<string, bigint> = {
    advertiser: revenue ?? 0n,
    partner: -(payout ?? 0n),
    margin: (payout ?? 0n) - (revenue ?? 0n),
    rewards: reward ?? 0n,
    member: -(reward ?? 0n),
  };
  const id = names.conversions.get(number);
  const phase = state === 'Pending' ? 'pending' : 'due';
  return Object.entries(lines)
    .filter(([, amount]) => amount !== 0n)
    .map(([account, amount]) => ({ id, account, phase, amount: text(amount) }));
}

function deliveryRows({ settings }: World, { number, states, click }: Conversion, names: Names): object[] {
  const id = names.conversions.get(number);
  const rows = (kind: string, pending: boolean, rejected: boolean) => {
    const due = { Held: false, Success: true, Pending: pending, Rejected: rejected };
    return states.filter((state) => due[state]).map((status) => ({ id, kind, status }));
  };
  const called = rows('callback', settings.sendsPending, settings.sendsRejected);
  if (click.source === 'wall') return called;
  const { partnerSendsPending, partnerSendsRejected } = settings;
  return [...called, ...rows('partner_postback', partnerSendsPending, partnerSendsRejected)];
}

function attemptRows({ attempts, offers }: World, names: Names): object[] {
  return attempts.map(({ offer, source, member, end }) => ({
    offer: offers.indexOf(offer),
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

async function loadStored(
  tx: TenantTransaction,
  { offers, startedAt }: Names,
): Promise<StoredRows & { kept: number }> {
  const of = async <Row extends object>(sql: string): Promise<Row[]> =>
    (await tx.query<Row>(sql, [tx.tenantId, offers])).rows;
  const conversions = await of<Record<string, unknown>>(
    `SELECT c.id, c.click_id AS click,
       (row_number() OVER (PARTITION BY c.attempt_id ORDER BY c.arrived_at, c.id))::int - 1 AS place, e.key AS step, k.external_id AS track, r.fields->>'amountText' AS said,
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
      `SELECT conversion_id AS id, account, phase, trim_scale(sum(amount))::text AS amount FROM ledger_entries
       WHERE tenant_id = $1 AND offer_id = ANY($2::uuid[])
       GROUP BY conversion_id, account, phase HAVING sum(amount) <> 0`,
    ),
    deliveries: await of(
      `SELECT conversion_id AS id, kind, conversion_status AS status FROM deliveries
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
