import { uuids } from '#database/array-values.ts';
import type { Transaction } from '#database/transaction.ts';
import type { OfferToday } from '#domain/conversion/facts.ts';
import type { WindowCaps } from '#domain/limits/limits.ts';
import { decimal } from '#domain/money.ts';
import type { BudgetType, OfferType, TrackingSystem } from '#domain/offer.ts';
import { parseInstant, type Micros } from '#domain/time.ts';

/** An offer as it is today, with what decisions, clicks and answers need to know beside its limits. */
export interface CurrentOffer {
  readonly today: OfferToday;
  readonly name: string;
  readonly trackingSystem: TrackingSystem;
  readonly advertiserId: string;
  readonly isPaused: boolean;
  readonly launchDate: Micros;
  readonly endDate: Micros | null;
  /** When each step first became part of the offer. */
  readonly stepsAddedAt: ReadonlyMap<string, Micros>;
}

interface CapColumns {
  daily_cap: number | null;
  weekly_cap: number | null;
  monthly_cap: number | null;
  all_time_cap: number | null;
}

interface OfferColumns extends CapColumns {
  id: string;
  name: string;
  offer_type: OfferType;
  tracking_system: TrackingSystem;
  advertiser_id: string;
  is_paused: boolean;
  launch_date: string;
  end_date: string | null;
  budget_type: BudgetType;
  budget_amount: string;
  steps: StepColumns[] | null;
}

interface StepColumns extends CapColumns {
  id: string;
  event_id: string;
  archived_at: string | null;
  created_at: string;
}

/** Loads offers as they are today, by id; ids of nothing are left out. */
export async function loadOffersToday(
  tx: Transaction,
  tenantId: string,
  offerIds: Iterable<string>,
): Promise<Map<string, CurrentOffer>> {
  const wanted = [...new Set(offerIds)];
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<OfferColumns>(
    `SELECT o.id, o.name, o.offer_type, o.tracking_system, o.advertiser_id, o.is_paused, o.launch_date, o.end_date,
       o.budget_type, o.budget_amount, o.daily_cap, o.weekly_cap, o.monthly_cap, o.all_time_cap,
       (SELECT json_agg(e ORDER BY e.created_at, e.id) FROM (
          SELECT id, event_id, archived_at, created_at, daily_cap, weekly_cap, monthly_cap, all_time_cap
          FROM offer_events WHERE tenant_id = $1 AND offer_id = o.id) e) AS steps
     FROM offers o WHERE o.tenant_id = $1 AND o.id = ANY($2::uuid[])`,
    [tenantId, uuids(wanted)],
    'load-offers-today',
  );
  return new Map(rows.map((row) => [row.id, currentOffer(row)]));
}

function currentOffer(row: OfferColumns): CurrentOffer {
  const steps = row.steps ?? [];
  return {
    today: {
      offerId: row.id,
      offerType: row.offer_type,
      steps:
        row.offer_type === 'SingleEvent'
          ? [{ stepId: row.id, eventId: null, archivedAt: null, caps: noCaps }]
          : steps.map((step) => ({
              stepId: step.id,
              eventId: step.event_id,
              archivedAt: instantOrNull(step.archived_at),
              caps: capsOf(step),
            })),
      caps: capsOf(row),
      budget: { type: row.budget_type, amount: decimal(row.budget_amount) },
    },
    name: row.name,
    trackingSystem: row.tracking_system,
    advertiserId: row.advertiser_id,
    isPaused: row.is_paused,
    launchDate: instant(row.launch_date),
    endDate: instantOrNull(row.end_date),
    stepsAddedAt: new Map(steps.map((step) => [step.id, instant(step.created_at)])),
  };
}

const noCaps: WindowCaps = { Daily: null, Weekly: null, Monthly: null, Total: null };

/** Loads the caps of shares as they are today, by share. */
export async function loadShareCaps(
  tx: Transaction,
  tenantId: string,
  shareIds: Iterable<string>,
): Promise<Map<string, { readonly shareId: string; readonly caps: WindowCaps }>> {
  const wanted = [...new Set(shareIds)];
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<CapColumns & { id: string }>(
    `SELECT id, daily_cap, weekly_cap, monthly_cap, all_time_cap FROM shares
     WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
    [tenantId, wanted],
    'load-share-caps',
  );
  return new Map(rows.map((row) => [row.id, { shareId: row.id, caps: capsOf(row) }]));
}

function capsOf(row: CapColumns): WindowCaps {
  return {
    Daily: row.daily_cap,
    Weekly: row.weekly_cap,
    Monthly: row.monthly_cap,
    Total: row.all_time_cap,
  };
}

/**
 * The instant of a column.
 *
 * @throws Error when it holds no instant
 */
export function instant(text: string): Micros {
  const at = parseInstant(text);
  if (at === null) throw new Error(`The database gave "${text}" for an instant`);
  return at;
}

/** The instant of a column that may be empty. */
export function instantOrNull(text: string | null): Micros | null {
  return text === null ? null : instant(text);
}
