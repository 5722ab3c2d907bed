import { uuids } from '#database/array-values.ts';
import type { Transaction } from '#database/transaction.ts';
import { noTrackingFacts, type DeliveryFacts, type TrackingFacts } from '#domain/delivery/facts.ts';
import { decimal } from '#domain/money.ts';
import { parseInstant, type Micros } from '#domain/time.ts';
import { loadNewestSteps, loadVersionFacts, type VersionFacts, type VersionStep } from './version-facts.ts';

/** A conversion with everything that its deliveries can say; the status is still missing, it is the change's own. */
export interface LoadedConversion {
  readonly facts: Omit<DeliveryFacts, 'status'>;
  readonly memberId: string;
  /** Now, by the tenant's clock. */
  readonly now: Micros;
}

interface Row {
  now: string;
  id: string;
  rejection_reason: string | null;
  user_completed_at: string;
  created_at: string;
  click_id: string;
  member_id: string;
  offer_id: string;
  offer_event_id: string | null;
  offer_version_id: string;
  partner_id: string | null;
  partner_name: string | null;
  is_test: boolean;
  revenue: string | null;
  payout: string | null;
  reward: string | null;
  view_id: string | null;
  params: Record<string, string> | null;
  clicked_at: string | null;
  pub_member_id: string | null;
  offer_name: string;
  advertiser_id: string;
  advertiser_name: string;
  category_id: string | null;
  category_name: string | null;
  country_code2: string | null;
  event_id: string | null;
  fields: Fields | null;
}

/** How a read postback is stored with its raw request. */
interface Fields {
  eventId?: string | null;
  amountText?: string | null;
  conversionId?: string | null;
  ip?: string | null;
  email?: string | null;
  userId?: string | null;
  subs?: (string | null)[];
}

const FACTS = `
SELECT (SELECT tenant_now($1)) AS now, c.id, c.rejection_reason, c.user_completed_at, c.created_at, c.click_id, c.member_id,
  c.offer_id, c.offer_event_id, c.offer_version_id, c.partner_id, p.name AS partner_name, c.is_test, c.revenue, c.payout,
  c.reward, k.view_id, k.params, k.country_code2, k.created_at AS clicked_at, m.pub_member_id, o.name AS offer_name,
  o.advertiser_id, a.name AS advertiser_name, g.id AS category_id, g.name AS category_name, e.event_id, r.fields
FROM unnest($2::uuid[]) AS wanted (id)
JOIN conversions c ON c.tenant_id = $1 AND c.id = wanted.id
JOIN offers o ON o.tenant_id = $1 AND o.id = c.offer_id
JOIN advertisers a ON a.tenant_id = $1 AND a.id = o.advertiser_id
LEFT JOIN clicks k ON k.tenant_id = $1 AND k.id = c.click_id
LEFT JOIN members m ON m.tenant_id = $1 AND m.id = c.member_id
LEFT JOIN partners p ON p.tenant_id = $1 AND p.id = c.partner_id
LEFT JOIN offer_events e ON e.tenant_id = $1 AND e.id = c.offer_event_id
LEFT JOIN raw_requests r ON r.tenant_id = $1 AND r.id = c.raw_request_id
LEFT JOIN LATERAL (
  SELECT category.id, category.name
  FROM offer_categories listed
  JOIN categories category ON category.tenant_id = $1 AND category.id = listed.category_id
  WHERE listed.tenant_id = $1 AND listed.offer_id = c.offer_id
  ORDER BY listed.position, listed.category_id LIMIT 1) g ON true`;

/** Loads what deliveries of these conversions can say, by conversion id. */
export async function loadDeliveryFacts(
  tx: Transaction,
  tenantId: string,
  conversionIds: readonly string[],
): Promise<Map<string, LoadedConversion>> {
  const { rows } = await tx.query<Row>(FACTS, [tenantId, uuids(conversionIds)], 'load-delivery-facts');
  const versions = await loadVersionFacts(
    tx,
    tenantId,
    rows.map((row) => row.offer_version_id),
  );
  const versionOf = (row: Row) => versions.get(row.offer_version_id) ?? noVersion;
  // A step that was added after the conversion's version is looked up in the newest version that knows it.
  const added = await loadNewestSteps(
    tx,
    tenantId,
    rows.flatMap((row) => {
      const { offer_id: offerId, offer_event_id: stepId } = row;
      return stepId === null || stepIn(versionOf(row), stepId) ? [] : [{ offerId, stepId }];
    }),
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        facts: factsOf(row, versionOf(row), added),
        memberId: row.member_id,
        now: instant(row.now),
      },
    ]),
  );
}

const noVersion: VersionFacts = { steps: [], countries: [] };

function stepIn({ steps }: VersionFacts, stepId: string): VersionStep | undefined {
  return steps.find(({ id }) => id === stepId);
}

function factsOf(
  row: Row,
  version: VersionFacts,
  added: ReadonlyMap<string, VersionStep>,
): LoadedConversion['facts'] {
  return {
    rejectionReason: row.rejection_reason,
    userCompletedAt: instant(row.user_completed_at),
    createdAt: instant(row.created_at),
    clickedAt: row.clicked_at === null ? null : instant(row.clicked_at),
    viewId: row.view_id,
    clickId: row.click_id,
    conversionId: row.id,
    offerId: row.offer_id,
    offerName: row.offer_name,
    advertiser: { id: row.advertiser_id, name: row.advertiser_name },
    category: row.category_id === null ? null : { id: row.category_id, name: row.category_name ?? '' },
    country: countryOf(row, version),
    step: stepOf(row, version, added),
    revenue: row.revenue === null ? null : decimal(row.revenue),
    payout: row.payout === null ? null : decimal(row.payout),
    reward: row.reward === null ? null : decimal(row.reward),
    pub: { ...row.params, pub_member_id: row.params?.['pub_member_id'] || row.pub_member_id },
    tracking: trackingOf(row.fields),
    partner: row.partner_id === null ? null : { id: row.partner_id, name: row.partner_name ?? '' },
    isTest: row.is_test,
  };
}

/** The country that the click came from where the offer is for it, else the first that the offer is for. */
function countryOf({ country_code2: clicked }: Row, { countries }: VersionFacts): DeliveryFacts['country'] {
  return countries.find(({ code2 }) => code2 === clicked) ?? countries[0] ?? null;
}

function stepOf(
  { offer_event_id: id, event_id: eventId }: Row,
  version: VersionFacts,
  added: ReadonlyMap<string, VersionStep>,
): DeliveryFacts['step'] {
  if (id === null) return null;
  return (
    stepIn(version, id) ?? added.get(id) ?? { id, eventId: eventId ?? '', name: '', sequenceNumber: null }
  );
}

function trackingOf(fields: Fields | null): TrackingFacts {
  if (fields === null) return noTrackingFacts;
  return {
    eventId: fields.eventId ?? null,
    conversionId: fields.conversionId ?? null,
    amount: fields.amountText ?? null,
    ipAddress: fields.ip ?? null,
    email: fields.email ?? null,
    userId: fields.userId ?? null,
    subs: fields.subs ?? [],
  };
}

function instant(text: string): Micros {
  return parseInstant(text) as Micros;
}
