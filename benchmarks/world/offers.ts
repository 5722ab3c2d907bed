import type { Transaction } from '#database/transaction.ts';
import { seededRandom } from '#simulator/random.ts';
import type { Call } from './call.ts';
import { uuidAgo } from './history.ts';

/** What offers are made from. */
export interface OfferParts {
  readonly advertiserId: string;
  readonly categoryIds: readonly string[];
  readonly ageId: string;
}

const SEED = '2026-11-21';
const AT_ONCE = 16;
/** Offers written through the API; the others are copies of them under names, ids and baselines of their own. */
const TEMPLATES = 300;
/** One offer in so many is open to everybody, without limits. */
const OPEN_EVERY = 10;
const countries = [
  'US',
  'CA',
  'GB',
  'DE',
  'FR',
  'ES',
  'IT',
  'NL',
  'AU',
  'IN',
  'BR',
  'MX',
  'AE',
  'PT',
  'AT',
  'IE',
];
const devices = ['All', 'IOS', 'Android', 'Browser'];
const genders = [[], [], [], ['male'], ['female']];

/** Countries and devices that the 64 audiences of the wall are made of. */
export const audiences: readonly string[] = countries.flatMap((country) =>
  devices.map((device) => `pub_geo_country=${country}&pub_device=${device === 'All' ? 'Browser' : device}`),
);

/**
 * Makes the first offers of a tenant through the API, and the rest as copies of them.
 *
 * @returns the offers open to everybody
 */
export async function createOffers(
  call: Call,
  tx: Transaction,
  tenantId: string,
  parts: OfferParts,
  count: number,
): Promise<string[]> {
  const random = seededRandom(SEED).next;
  const bodies = Array.from({ length: Math.min(TEMPLATES, count) }, (_, place) =>
    offerBody(parts, place, place % OPEN_EVERY === 0, random),
  );
  const ids: string[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < bodies.length) {
        const place = next++;
        ids[place] = (await call('POST', '/api/v1/sdk-offer-management/publisher/offers', bodies[place])).id;
      }
    }),
  );
  await copyOffers(tx, tenantId, ids, count);
  const { rows } = await tx.query<{ offer_id: string }>(
    "SELECT offer_id FROM offer_versions WHERE tenant_id = $1 AND (content ->> 'allowRepetitions')::boolean ORDER BY offer_id",
    [tenantId],
  );
  return rows.map((row) => row.offer_id);
}

/** An offer as operators write them: a page of text, pictures, several steps for every third. */
export function offerBody(parts: OfferParts, place: number, isOpen: boolean, random: () => number): object {
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)] as Value;
  const audience = isOpen
    ? { countryIds: countries }
    : {
        countryIds: [...new Set(Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(countries)))],
        deviceTypes: pick(devices),
        genderIds: pick(genders),
      };
  const isMulti = place % 3 === 0 && !isOpen;
  return {
    trackingSystemLink: `https://track.example.com/c/${place}?sub={pub_sub_1}`,
    trackingSystem: 'CustomTracking',
    name: `Harbour Tales ${place}`,
    headline: 'Reach the lighthouse and earn at every level',
    shortDescription: 'A quiet sailing game with long evenings and short storms.',
    keyPoints: '<ul><li>Install and open</li><li>Sail to the lighthouse</li></ul>',
    offerDetails:
      '<p>Install the game, open it, and reach the levels that are shown. New players only.</p>'.repeat(3),
    termsAndDisclaimers: '<p>Once for each person. Rewards arrive when the step was confirmed.</p>',
    creatives: [{ order: 0, url: `https://cdn.example.com/harbour/${place}.png`, metadata: null }],
    offerType: isMulti ? 'MultiEvent' : 'SingleEvent',
    conversionType: 'FlatRate',
    advertiserId: parts.advertiserId,
    isFeatured: place % 50 === 0,
    isPaused: false,
    budgetType: 'Total',
    budgetAmount: 1_000_000_000,
    launchDate: '2026-01-01T00:00:00Z',
    ageId: parts.ageId,
    categoryIds: [pick(parts.categoryIds)],
    baselineEpc: Math.round(random() * 10_000) / 100,
    lockBaselineEpc: false,
    allowRepetitions: isOpen,
    ...audience,
    ...(isMulti
      ? { offerEvents: [1, 2, 3, 4, 5].map((step) => eventBody(step)) }
      : { revenue: 2, reward: 20, rewardingType: 'Automatic', pendingTime: 0 }),
  };
}

function eventBody(step: number): object {
  return {
    name: `Reach level ${step * 10}`,
    eventId: `level_${step * 10}`,
    showOnOfferWall: true,
    hasRevenue: true,
    hasReward: true,
    useDefaultRatio: false,
    displayOrder: step,
    sequenceNumber: step,
    minTimeFromPreviousEvent: null,
    deadlineDays: 30,
    pendingTime: 0,
    revenue: step,
    reward: step * 10,
  };
}

/** Copies offers in turn, with all that belongs to them, until there are so many. */
export async function copyOffers(
  tx: Transaction,
  tenantId: string,
  templateIds: readonly string[],
  count: number,
): Promise<void> {
  await tx.query(
    `CREATE TEMPORARY TABLE copies ON COMMIT DROP AS
     SELECT n, ($1::uuid[])[1 + n % $2::int] AS old_id, ${uuidAgo('($3::int - n) / 1000.0')} AS id,
       ${uuidAgo('($3::int - n) / 1000.0')} AS version_id, round((1 + (n::bigint * 7919) % 9973 / 100.0)::numeric, 2) AS epc
     FROM generate_series($2::int, $3::int - 1) n`,
    [templateIds, templateIds.length, count],
  );
  for (const statement of copying) await tx.query(statement, [tenantId]);
}

const stepId = (old: string) => `md5(c.n || ${old}::text)::uuid`;
const copying = [
  `INSERT INTO offers (tenant_id, id, source, name, headline, offer_type, conversion_type, tracking_system, advertiser_id,
     age_id, device_types, launch_date, is_paused, is_featured, budget_type, budget_amount, baseline_epc,
     lock_baseline_epc, created_at, modified_at)
   SELECT o.tenant_id, c.id, source, 'Harbour Tales ' || c.n, headline, offer_type, conversion_type, tracking_system,
     advertiser_id, age_id, device_types, launch_date, is_paused, is_featured, budget_type, budget_amount, c.epc,
     lock_baseline_epc, created_at, modified_at
   FROM copies c JOIN offers o ON o.tenant_id = $1 AND o.id = c.old_id`,
  `INSERT INTO offer_versions (tenant_id, id, offer_id, number, valid_from, content, created_at)
   SELECT v.tenant_id, c.version_id, c.id, 1, v.valid_from, v.content || jsonb_build_object(
       'name', 'Harbour Tales ' || c.n, 'baselineEpc', c.epc::text,
       'trackingSystemLink', 'https://track.example.com/c/' || c.n || '?sub={pub_sub_1}',
       'offerEvents', (SELECT COALESCE(jsonb_agg(e || jsonb_build_object('id', ${stepId("(e ->> 'id')")}) ORDER BY place), '[]')
                       FROM jsonb_array_elements(v.content -> 'offerEvents') WITH ORDINALITY AS x (e, place))), v.created_at
   FROM copies c JOIN offer_versions v ON v.tenant_id = $1 AND v.offer_id = c.old_id`,
  `INSERT INTO offer_events (tenant_id, id, offer_id, event_id, created_at)
   SELECT e.tenant_id, ${stepId('e.id')}, c.id, e.event_id, e.created_at
   FROM copies c JOIN offer_events e ON e.tenant_id = $1 AND e.offer_id = c.old_id`,
  `INSERT INTO offer_categories (tenant_id, offer_id, category_id, position)
   SELECT $1, c.id, k.category_id, k.position FROM copies c JOIN offer_categories k ON k.tenant_id = $1 AND k.offer_id = c.old_id`,
  `INSERT INTO offer_genders (tenant_id, offer_id, gender_id)
   SELECT $1, c.id, g.gender_id FROM copies c JOIN offer_genders g ON g.tenant_id = $1 AND g.offer_id = c.old_id`,
  'INSERT INTO offer_totals (tenant_id, offer_id) SELECT $1, id FROM copies',
];
