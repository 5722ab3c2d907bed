import { setImmediate as nextTurn } from 'node:timers/promises';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { DecisionSettings } from '#domain/conversion/facts.ts';
import type { Context } from '../../context.ts';
import { loadContents } from '../conversions/exports.ts';
import { loadSettings } from '../settings/exports.ts';
import { loadBatch, nextPositions, openPositions, type Batch } from './load-batch.ts';
import { loadNoticeHistory, type NoticeHistory } from './notice-history.ts';
import { OfferHistory } from './offer-history.ts';
import type { Difference, Listener, TenantReport } from './report.ts';
import { verifyChain } from './verify-chain.ts';
import { verifyDeliveries } from './verify-deliveries.ts';
import { verifyGroup } from './verify-group.ts';
import { verifyLimits } from './verify-limits.ts';
import { verifyHolds, verifyLedger } from './verify-money.ts';
import { verifySums } from './verify-sums.ts';

/** Members at offers whose conversions are looked at together: as much as memory need ever hold. */
const AT_ONCE = 500;
/** Conversions that are decided before the database is listened to again. */
const TURNS_AT_A_TIME = 20;
/** A click that is on record was young enough when it converted, whatever the lifetime is today. */
const ANY_AGE_DAYS = 1_000_000;

interface Run {
  readonly tx: TenantTransaction;
  readonly settings: DecisionSettings;
  readonly offers: OfferHistory;
  readonly notices: NoticeHistory;
  readonly tell: (difference: Difference) => void;
  readonly counted: { differences: number };
}

/** One moment, and as long as it takes: sums over everything there is may take longer than any request. */
const AT_LEISURE = {
  isolation: 'repeatable read',
  readOnly: true,
  attempts: 1,
  settings: { statement_timeout: '0' },
} as const;

/**
 * Verifies everything stored about a tenant's conversions against its requests and decisions, as of one moment: while
 * it runs, others may go on. Every difference is told as it is found. The sums are read by a second transaction that
 * sees the same moment, so that the database adds up while this process decides.
 */
export function verifyTenant(context: Context, tenantId: string, listener: Listener): Promise<TenantReport> {
  const { database } = context;
  return inTenant(
    database,
    tenantId,
    async (tx) => {
      const { rows } = await tx.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
      const run = await openRun(tx, listener);
      const [decided, summed] = await Promise.allSettled([
        verifyDecisions(run, listener),
        inTenant(database, tenantId, (beside) => verifyTotals(beside, run.tell), {
          ...AT_LEISURE,
          snapshot: rows[0]?.snapshot ?? '',
        }),
      ]);
      if (decided.status === 'rejected') throw decided.reason;
      if (summed.status === 'rejected') throw summed.reason;
      return reportOf(run, decided.value);
    },
    AT_LEISURE,
  );
}

/** As `verifyTenant`, in a transaction that is given. */
export async function verifyInside(tx: TenantTransaction, listener: Listener): Promise<TenantReport> {
  const run = await openRun(tx, listener);
  const decided = await verifyDecisions(run, listener);
  await verifyTotals(tx, run.tell);
  return reportOf(run, decided);
}

async function openRun(tx: TenantTransaction, listener: Listener): Promise<Run> {
  const { document } = await loadSettings(tx, tx.tenantId);
  const counted = { differences: 0 };
  return {
    tx,
    settings: {
      currency: document.currency,
      rewardDecimals: document.rewardDecimals,
      clickLifetimeDays: ANY_AGE_DAYS,
    },
    offers: new OfferHistory(),
    notices: await loadNoticeHistory(tx),
    counted,
    tell: (difference) => {
      counted.differences += 1;
      listener.difference(difference);
    },
  };
}

/** How many conversions were decided again, and how many could not be for want of their request. */
interface Decided {
  readonly conversions: number;
  readonly withoutRequest: number;
}

async function verifyDecisions(run: Run, listener: Listener): Promise<Decided> {
  const { tx } = run;
  const total = await count(tx, 'conversions');
  let done = 0;
  let withoutRequest = 0;
  // The database reads the next batch while this process decides the one before it.
  await openPositions(tx);
  let next = loadNext(run);
  for (;;) {
    const loaded = await next;
    if (loaded === null) return { conversions: done, withoutRequest };
    next = loadNext(run);
    // A failure is met where the batch is awaited.
    next.catch(() => {});
    withoutRequest += await verifyBatch(run, loaded.batch, loaded.advertisers);
    done += loaded.batch.conversions.length;
    listener.progress({ done, total });
  }
}

async function verifyTotals(tx: TenantTransaction, tell: Run['tell']): Promise<void> {
  // Sums over everything there is sort and group more than any request does.
  await tx.query("SET LOCAL work_mem = '64MB'");
  for await (const difference of verifySums(tx)) tell(difference);
  for await (const difference of verifyLimits(tx)) tell(difference);
  for await (const difference of verifyChain(tx)) tell(difference);
}

async function reportOf({ tx, counted }: Run, decided: Decided): Promise<TenantReport> {
  return {
    ...decided,
    ledgerLines: await count(tx, 'ledger_entries'),
    unsealed: await count(tx, 'ledger_entries', 'AND seal_number IS NULL'),
    differences: counted.differences,
  };
}

interface LoadedBatch {
  readonly batch: Batch;
  /** The advertiser of each offer version. */
  readonly advertisers: ReadonlyMap<string, string>;
}

async function loadNext({ tx, offers, settings }: Run): Promise<LoadedBatch | null> {
  const positions = await nextPositions(tx, AT_ONCE);
  if (positions.length === 0) return null;
  const batch = await loadBatch(tx, positions, offers, settings.currency);
  const contents = await loadContents(
    tx,
    tx.tenantId,
    batch.conversions.map((row) => row.offer_version_id),
  );
  const advertisers = new Map([...contents].map(([id, { advertiserId }]) => [id, advertiserId]));
  return { batch, advertisers };
}

/** Verifies a batch and answers how many conversions had no request to be decided by again. */
async function verifyBatch(
  run: Run,
  batch: Batch,
  advertisers: ReadonlyMap<string, string>,
): Promise<number> {
  const attempts = Map.groupBy(batch.attempts, ({ member_id, offer_id }) => `${member_id} ${offer_id}`);
  const conversions = Map.groupBy(batch.conversions, ({ member_id, offer_id }) => `${member_id} ${offer_id}`);
  const { settings, offers } = run;
  const pause = pauses();
  for (const [key, rows] of conversions) {
    await pause();
    const group = { attempts: attempts.get(key) ?? [], conversions: rows, batch, offers, settings };
    for (const difference of verifyGroup(group)) run.tell(difference);
  }
  for (const row of batch.conversions) {
    await pause();
    const history = batch.history.get(row.id) ?? [];
    const advertiserId = advertisers.get(row.offer_version_id) ?? '';
    const found = [
      ...verifyLedger(row, history, batch.ledger.get(row.id) ?? '', advertiserId),
      ...verifyHolds(row, history, batch.holds.get(row.id) ?? []),
      ...verifyDeliveries(row, history, batch.deliveries.get(row.id) ?? [], run.notices),
    ];
    for (const difference of found) run.tell(difference);
  }
  return [...batch.requests.values()].filter(({ kind }) => kind === 'gone').length;
}

/** Lets the answers of the database in from time to time, so that it goes on while this process computes. */
function pauses(): () => Promise<void> | undefined {
  let turns = 0;
  return () => (++turns % TURNS_AT_A_TIME === 0 ? nextTurn() : undefined);
}

async function count(tx: TenantTransaction, table: string, where = ''): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM ${table} WHERE tenant_id = $1 ${where}`,
    [tx.tenantId],
  );
  return rows[0]?.count ?? 0;
}
