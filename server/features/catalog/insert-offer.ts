import type { TenantTransaction } from '#database/transaction.ts';
import type { CheckedOffer } from '#domain/offer-rules.ts';
import type { OfferContent, OfferSource } from '#domain/offer.ts';
import { formatInstant, formatInstantOrNull } from '#domain/time.ts';
import type { Context } from '../../context.ts';

/** What a new offer is stored from. */
export interface NewOffer {
  readonly id: string;
  readonly content: OfferContent;
  readonly isPaused: boolean;
  /** Who saves it, for its list of versions. */
  readonly actor: string;
  readonly source?: OfferSource;
  /** Its id at the source it is synchronised with. */
  readonly externalId?: string | null;
}

/** A checked content with an id for each step that is new. */
export function withEventIds(
  context: Pick<Context, 'newId'>,
  content: CheckedOffer['content'],
): OfferContent {
  return {
    ...content,
    offerEvents: content.offerEvents.map((event) => ({ ...event, id: event.id ?? context.newId() })),
  };
}

/** Stores a new offer with its first version, steps, references and sums by one statement. */
export async function insertOffer(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  offer: NewOffer,
): Promise<void> {
  await tx.query(insertStatement, valuesOf(context, tx, offer), insertName);
}

/** The same without waiting for it, for a transaction that has nothing more to ask; a failure fails the commit. */
export function sendOffer(context: Pick<Context, 'newId'>, tx: TenantTransaction, offer: NewOffer): void {
  tx.send(insertStatement, valuesOf(context, tx, offer), insertName);
}

function valuesOf(
  context: Pick<Context, 'newId'>,
  { tenantId }: TenantTransaction,
  { id, content, isPaused, source, externalId, actor }: NewOffer,
): unknown[] {
  return [
    tenantId,
    id,
    ...offerColumns(content),
    isPaused,
    source ?? 'GoKart',
    externalId ?? null,
    context.newId(),
    JSON.stringify(content),
    actor,
    ...eventColumns(content),
    content.categoryIds,
    content.placementIds,
    content.genderIds,
  ];
}

/** The columns of an offer that repeat its content, in the order of {@link offerColumnNames}. */
export function offerColumns(content: OfferContent): unknown[] {
  return [
    content.name,
    content.headline,
    content.offerType,
    content.conversionType,
    content.trackingSystem,
    content.advertiserId,
    content.ageId,
    content.deviceTypes,
    formatInstant(content.launchDate),
    formatInstantOrNull(content.endDate),
    content.isFeatured,
    content.budgetType,
    content.budgetAmount,
    content.dailyCap,
    content.weeklyCap,
    content.monthlyCap,
    content.allTimeCap,
    content.baselineEpc,
    content.lockBaselineEpc,
  ];
}

/** The columns of an offer that repeat its content, so that lists can filter and sort by them. */
export const offerColumnNames = [
  'name',
  'headline',
  'offer_type',
  'conversion_type',
  'tracking_system',
  'advertiser_id',
  'age_id',
  'device_types',
  'launch_date',
  'end_date',
  'is_featured',
  'budget_type',
  'budget_amount',
  'daily_cap',
  'weekly_cap',
  'monthly_cap',
  'all_time_cap',
  'baseline_epc',
  'lock_baseline_epc',
] as const;

/** The steps of a content column by column: id, event id and the four caps. */
export function eventColumns({ offerEvents }: OfferContent): unknown[] {
  return [
    offerEvents.map(({ id }) => id),
    offerEvents.map(({ eventId }) => eventId),
    offerEvents.map(({ dailyCap }) => dailyCap),
    offerEvents.map(({ weeklyCap }) => weeklyCap),
    offerEvents.map(({ monthlyCap }) => monthlyCap),
    offerEvents.map(({ allTimeCap }) => allTimeCap),
  ];
}

const firstColumn = 3;
const afterColumns = firstColumn + offerColumnNames.length;

/** The parameter so many places after those of the offer's columns. */
function later(places: number): string {
  return `$${afterColumns + places}`;
}

const insertName = 'catalog-insert-offer';
const insertStatement = `
  WITH clock AS (SELECT tenant_now($1) AS now),
  offer AS (
    INSERT INTO offers (tenant_id, id, ${offerColumnNames.join(', ')}, is_paused, source, external_id, created_at, modified_at)
    SELECT $1, $2, ${offerColumnNames.map((_, index) => `$${firstColumn + index}`).join(', ')},
           ${later(0)}, ${later(1)}, ${later(2)}, now, now FROM clock),
  version AS (
    INSERT INTO offer_versions (tenant_id, id, offer_id, number, valid_from, content, created_at, actor)
    SELECT $1, ${later(3)}, $2, 1, now, ${later(4)}, now, ${later(5)} FROM clock),
  events AS (
    INSERT INTO offer_events (tenant_id, id, offer_id, event_id, daily_cap, weekly_cap, monthly_cap, all_time_cap, created_at)
    SELECT $1, e.id, $2, e.event_id, e.daily_cap, e.weekly_cap, e.monthly_cap, e.all_time_cap, now
    FROM clock, unnest(${later(6)}::uuid[], ${later(7)}::text[], ${later(8)}::bigint[], ${later(9)}::bigint[],
                       ${later(10)}::bigint[], ${later(11)}::bigint[])
      AS e (id, event_id, daily_cap, weekly_cap, monthly_cap, all_time_cap)),
  categories AS (
    INSERT INTO offer_categories (tenant_id, offer_id, category_id, position)
    SELECT $1, $2, c.id, c.position FROM unnest(${later(12)}::uuid[]) WITH ORDINALITY AS c (id, position)),
  placements AS (
    INSERT INTO offer_placements (tenant_id, offer_id, placement_id) SELECT $1, $2, unnest(${later(13)}::uuid[])),
  genders AS (
    INSERT INTO offer_genders (tenant_id, offer_id, gender_id) SELECT $1, $2, unnest(${later(14)}::uuid[]))
  INSERT INTO offer_totals (tenant_id, offer_id) VALUES ($1, $2)`;
