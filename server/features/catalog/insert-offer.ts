import { documents, uuids } from '#database/array-values.ts';
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

/**
 * The statement that stores new offers with their first versions, steps, references and sums, to be run or sent by a
 * transaction of the tenant.
 */
export function offerInsertion(
  context: Pick<Context, 'newId'>,
  tenantId: string,
  offers: readonly NewOffer[],
): readonly [sql: string, values: readonly unknown[], name: string] {
  const columns = offers.map(({ content }) => offerColumns(content));
  const steps = offers.flatMap(({ id, content }) => content.offerEvents.map((step) => ({ id, step })));
  const categories = offers.flatMap(({ id, content }) =>
    content.categoryIds.map((categoryId, index) => ({ id, categoryId, position: index + 1 })),
  );
  const placements = offers.flatMap(({ id, content }) => content.placementIds.map((own) => ({ id, own })));
  const genders = offers.flatMap(({ id, content }) => content.genderIds.map((own) => ({ id, own })));
  const values = [
    tenantId,
    uuids(offers.map(({ id }) => id)),
    ...offerColumnNames.map((name, index) =>
      columns.map((row) => (name === 'device_types' ? (row[index] as string[]).join() : row[index])),
    ),
    offers.map(({ isPaused }) => isPaused),
    offers.map(({ source }) => source ?? 'GoKart'),
    offers.map(({ externalId }) => externalId ?? null),
    uuids(offers.map(() => context.newId())),
    documents(offers.map(({ content }) => JSON.stringify(content))),
    offers.map(({ actor }) => actor),
    uuids(steps.map(({ id }) => id)),
    ...eventColumns({ offerEvents: steps.map(({ step }) => step) }),
    uuids(categories.map(({ id }) => id)),
    uuids(categories.map(({ categoryId }) => categoryId)),
    categories.map(({ position }) => position),
    uuids(placements.map(({ id }) => id)),
    uuids(placements.map(({ own }) => own)),
    uuids(genders.map(({ id }) => id)),
    uuids(genders.map(({ own }) => own)),
  ];
  return [insertStatement, values, 'catalog-insert-offers'];
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
export function eventColumns({ offerEvents }: Pick<OfferContent, 'offerEvents'>): unknown[] {
  return [
    offerEvents.map(({ id }) => id),
    offerEvents.map(({ eventId }) => eventId),
    offerEvents.map(({ dailyCap }) => dailyCap),
    offerEvents.map(({ weeklyCap }) => weeklyCap),
    offerEvents.map(({ monthlyCap }) => monthlyCap),
    offerEvents.map(({ allTimeCap }) => allTimeCap),
  ];
}

/** The types of lists of these columns; devices travel as one text for each offer, since lists of lists do not exist. */
const columnListTypes: Readonly<Partial<Record<(typeof offerColumnNames)[number], string>>> = {
  advertiser_id: 'uuid[]',
  age_id: 'uuid[]',
  launch_date: 'timestamptz[]',
  end_date: 'timestamptz[]',
  is_featured: 'boolean[]',
  budget_amount: 'numeric[]',
  daily_cap: 'bigint[]',
  weekly_cap: 'bigint[]',
  monthly_cap: 'bigint[]',
  all_time_cap: 'bigint[]',
  baseline_epc: 'numeric[]',
  lock_baseline_epc: 'boolean[]',
};

const firstColumn = 3;
const afterColumns = firstColumn + offerColumnNames.length;

/** The parameter so many places after those of the offer's columns. */
function later(places: number): string {
  return `$${afterColumns + places}`;
}

const columnLists = offerColumnNames.map(
  (name, index) => `$${firstColumn + index}::${columnListTypes[name] ?? 'text[]'}`,
);
const columnValues = offerColumnNames.map((name) =>
  name === 'device_types' ? "string_to_array(g.device_types, ',')" : `g.${name}`,
);

const insertStatement = `
  WITH clock AS (SELECT tenant_now($1) AS now),
  given AS (
    SELECT * FROM unnest($2::uuid[], ${columnLists.join(', ')}, ${later(0)}::boolean[], ${later(1)}::text[], ${later(2)}::text[],
                         ${later(3)}::uuid[], ${later(4)}::jsonb[], ${later(5)}::text[])
      AS g (id, ${offerColumnNames.join(', ')}, is_paused, source, external_id, version_id, content, actor)),
  offer AS (
    INSERT INTO offers (tenant_id, id, ${offerColumnNames.join(', ')}, is_paused, source, external_id, created_at, modified_at)
    SELECT $1, g.id, ${columnValues.join(', ')}, g.is_paused, g.source, g.external_id, now, now FROM given g, clock),
  version AS (
    INSERT INTO offer_versions (tenant_id, id, offer_id, number, valid_from, content, created_at, actor)
    SELECT $1, g.version_id, g.id, 1, now, g.content, now, g.actor FROM given g, clock),
  events AS (
    INSERT INTO offer_events (tenant_id, id, offer_id, event_id, daily_cap, weekly_cap, monthly_cap, all_time_cap, created_at)
    SELECT $1, e.id, e.offer_id, e.event_id, e.daily_cap, e.weekly_cap, e.monthly_cap, e.all_time_cap, now
    FROM clock, unnest(${later(6)}::uuid[], ${later(7)}::uuid[], ${later(8)}::text[], ${later(9)}::bigint[],
                       ${later(10)}::bigint[], ${later(11)}::bigint[], ${later(12)}::bigint[])
      AS e (offer_id, id, event_id, daily_cap, weekly_cap, monthly_cap, all_time_cap)),
  categories AS (
    INSERT INTO offer_categories (tenant_id, offer_id, category_id, position)
    SELECT $1, c.* FROM unnest(${later(13)}::uuid[], ${later(14)}::uuid[], ${later(15)}::int[]) AS c),
  placements AS (
    INSERT INTO offer_placements (tenant_id, offer_id, placement_id)
    SELECT $1, p.* FROM unnest(${later(16)}::uuid[], ${later(17)}::uuid[]) AS p),
  genders AS (
    INSERT INTO offer_genders (tenant_id, offer_id, gender_id)
    SELECT $1, n.* FROM unnest(${later(18)}::uuid[], ${later(19)}::uuid[]) AS n)
  INSERT INTO offer_totals (tenant_id, offer_id) SELECT $1, g.id FROM given g`;
