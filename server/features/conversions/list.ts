import { sql, type RawBuilder } from 'kysely';
import {
  conversionSearchFields,
  listConversions,
  type ConversionSearchField,
} from '#contract/conversions.ts';
import type { QueryOf } from '#contract/endpoint.ts';
import { waitingForPreviousEvent } from '#domain/conversion/reasons.ts';
import { addMonths, formatInstant, type Micros } from '#domain/time.ts';
import { refuse } from '../../http/answer.ts';
import { containing, list } from '../../http/list.ts';
import { instant } from './offers-today.ts';
import { recordItems } from './record-items.ts';
import { selectRecords, type RecordRow } from './records.ts';

const MOST_MONTHS = 3;

type Query = QueryOf<typeof listConversions>;

/** The span that a query asks for; null where one of its ends is missing. */
function spanOf(query: Query): { from: Micros; to: Micros } | null {
  const from = query.user_completed_at_from ?? query['filter.user_completed_at_from'];
  const to = query.user_completed_at_to ?? query['filter.user_completed_at_to'];
  return from === undefined || to === undefined ? null : { from: instant(from), to: instant(to) };
}

function checkSpan(query: Query): void {
  const span = spanOf(query);
  if (span !== null && span.to > addMonths(span.from, MOST_MONTHS))
    refuse(
      'ValidationError',
      `user_completed_at_to: must be at most ${MOST_MONTHS} months after the beginning`,
    );
}

function among(column: string, values: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)}::text = ANY (${values}::text[])`;
}

/** Where a text is looked for, by the names of `searchBy`. */
function searchIn(field: ConversionSearchField, tenantId: string, text: string): RawBuilder<boolean> {
  const like = containing(text.trim());
  const inClicks = (column: RawBuilder<unknown>) => sql<boolean>`EXISTS (
    SELECT 1 FROM conversions x JOIN clicks k ON k.tenant_id = ${tenantId} AND k.id = x.click_id
    WHERE x.tenant_id = ${tenantId} AND x.record_id = record.id AND ${column} ILIKE ${like})`;
  switch (field) {
    case 'PubMemberId':
      return sql<boolean>`pub_member_id ILIKE ${like}`;
    case 'PubClickId':
      return inClicks(sql`k.params ->> 'pub_click_id'`);
    case 'ClickId':
      return inClicks(sql`k.id::text`);
    case 'OfferName':
      return sql<boolean>`offer_name ILIKE ${like}`;
    case 'PartnerName':
      return sql<boolean>`partner_name ILIKE ${like}`;
    case 'AdvertiserName':
      return sql<boolean>`advertiser_name ILIKE ${like}`;
  }
}

function withReason(tenantId: string, reasons: readonly string[]): RawBuilder<boolean> {
  const wanted = reasons.map((reason) => reason.trim().toLowerCase());
  return sql<boolean>`EXISTS (
    SELECT 1 FROM conversions x WHERE x.tenant_id = ${tenantId} AND x.record_id = record.id
      AND CASE x.status WHEN 'Held' THEN ${waitingForPreviousEvent} WHEN 'Rejected' THEN lower(x.rejection_reason) END
        = ANY (${wanted}::text[]))`;
}

/** Lists conversions by the time at which members completed them. */
export const listConversionsRoute = list(listConversions, {
  check: ({ query }) => checkSpan(query),
  select: ({ tx, tenant, query }) => {
    const span = spanOf(query);
    const wanted =
      span === null
        ? sql`false`
        : sql`wanted.is_test = ${query['filter.test'] ?? false}
            AND wanted.user_completed_at >= ${formatInstant(span.from)}::timestamptz
            AND wanted.user_completed_at <= ${formatInstant(span.to)}::timestamptz`;
    return selectRecords(tx, tenant.id, wanted);
  },
  order: {
    CreatedAt: 'created_at',
    ModifiedAt: 'modified_at',
    UserCompletedAt: 'user_completed_at',
    Revenue: 'revenue',
    OfferName: sql`lower(offer_name)`,
    Status: 'status',
  },
  filters: {
    search: (select, text: string, { tenant, query }) => {
      const fields = query.searchBy ?? query['filter.searchBy'] ?? [...conversionSearchFields];
      const found = fields.map((field) => searchIn(field, tenant.id, text));
      return select.where(sql<boolean>`(${sql.join(found, sql` OR `)})`);
    },
    offer_type: (select, values: string[]) => select.where(among('offer_type', values)),
    tracking_system: (select, values: string[]) => select.where(among('tracking_system', values)),
    offer_source: (select, values: string[]) => select.where(among('source', values)),
    // An offer for all devices is one for each of them, and whoever asks for all means every offer.
    device_type: (select, values: string[]) =>
      values.includes('All')
        ? select
        : select.where(sql<boolean>`device_types && ${['All', ...values]}::text[]`),
    status: (select, values: string[]) => select.where(among('status', values)),
    offer_id: (select, values: string[]) => select.where(among('offer_id', values)),
    partner_id: (select, values: string[]) => select.where(among('partner_id', values)),
    advertiser_id: (select, values: string[]) => select.where(among('advertiser_id', values)),
    reason: (select, values: string[], { tenant }) => select.where(withReason(tenant.id, values)),
  },
  items: (rows, { tx, tenant }) => recordItems(tx, tenant.id, rows as RecordRow[]),
});
