import { connectDatabase } from '#database/connect.ts';
import { inOwner, type Transaction } from '#database/transaction.ts';
import { seededRandom } from '#simulator/random.ts';
import type { Installation, MeasuredServer } from './harness/installation.ts';

/** How large the measured world is. */
export interface WorldSize {
  readonly offers: number;
  readonly members: number;
  readonly clicks: number;
}

/** The world of the standard run. */
export const standardWorld: WorldSize = { offers: 10_000, members: 100_000, clicks: 1_000_000 };

/** What a seeded world can be asked for. */
export interface BenchWorld {
  readonly tenantId: string;
  readonly advertiserId: string;
  readonly categoryIds: readonly string[];
  readonly ageId: string;
  /** Offers open to everybody in the United States, without limits. */
  readonly openOfferIds: readonly string[];
}

const SEED = '2026-11-21';
const AT_ONCE = 24;
const ROWS_AT_ONCE = 100_000;
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
 * Fills the tenant `bench`: offers through the API, members and their history by set-based statements, which no API
 * could write in the time of a run. The same seed makes the same world.
 */
export async function seedWorld(
  installation: Installation,
  server: MeasuredServer,
  size: WorldSize,
): Promise<BenchWorld> {
  const call = caller(server.origin, installation.token);
  const base = '/api/v1/sdk-back-office-management';
  const { id: advertiserId } = await call('POST', `${base}/advertisers`, { name: 'Orchard House' });
  const ageId = await firstId(call, `${base}/age-ranges?filter.search=All`);
  const { items: categories } = await call('GET', `${base}/categories?page_size=100`);
  const categoryIds = categories.map(({ id }) => id);
  const parts = { advertiserId, ageId, categoryIds };
  const openOfferIds = await createOffers(call, parts, size.offers);
  const database = connectDatabase({ connectionString: installation.connectionString });
  try {
    const tenantId = await inOwner(database, async (tx) => {
      const { rows } = await tx.query<{ id: string }>("SELECT id FROM tenants WHERE name = 'bench'");
      return rows[0]?.id as string;
    });
    await inOwner(database, (tx) => insertMembers(tx, tenantId, size.members));
    for (let from = 1; from <= size.clicks; from += ROWS_AT_ONCE) {
      const to = Math.min(size.clicks, from + ROWS_AT_ONCE - 1);
      await inOwner(database, (tx) => insertClicks(tx, tenantId, from, to, size.members));
    }
    await inOwner(database, (tx) => tx.query('ANALYZE members, clicks, attempts, offers'));
    return { tenantId, ...parts, openOfferIds };
  } finally {
    await database.close();
  }
}

/** Data of an answer, as far as a run reads it. */
interface AnswerData {
  readonly id: string;
  readonly url: string;
  readonly items: readonly { readonly id: string }[];
}

type Call = (method: string, path: string, body?: object) => Promise<AnswerData>;

/** Calls the API of a server as an operator; anything but success is an error. */
export function caller(origin: string, token: string): Call {
  return async (method, path, body) => {
    const answer = await fetch(`${origin}${path}`, {
      method,
      headers: { authorization: `ApiToken ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { data, messages } = (await answer.json()) as { data: AnswerData; messages: string[] };
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${messages.join('; ')}`);
    return data;
  };
}

async function firstId(call: Call, path: string): Promise<string> {
  return (await call('GET', path)).items[0]?.id as string;
}

type Parts = Pick<BenchWorld, 'advertiserId' | 'ageId' | 'categoryIds'>;

async function createOffers(call: Call, parts: Parts, count: number): Promise<string[]> {
  const random = seededRandom(SEED).next;
  const openIds: string[] = [];
  const path = '/api/v1/sdk-offer-management/publisher/offers';
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < count) {
        const place = next++;
        const isOpen = place % 10 === 0;
        const { id } = await call('POST', path, offerBody(parts, place, isOpen, random));
        if (isOpen) openIds.push(id);
      }
    }),
  );
  return openIds;
}

/** An offer as operators write them: a page of text, pictures, several steps for every third. */
export function offerBody(parts: Parts, place: number, isOpen: boolean, random: () => number): object {
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

// A version-7 uuid of this moment less so many seconds: the key that the application makes, in order of time.
const uuidAgo = (seconds: string) =>
  `encode(overlay(overlay(uuid_send(gen_random_uuid()) PLACING substring(int8send((extract(epoch FROM clock_timestamp() - (${seconds}) * interval '1 second') * 1000)::bigint) FROM 3) FROM 1 FOR 6) PLACING set_byte('\\x00'::bytea, 0, 112 + (random() * 15)::int) FROM 7 FOR 1), 'hex')::uuid`;

async function insertMembers(tx: Transaction, tenantId: string, count: number): Promise<void> {
  await tx.query(
    `INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at)
     SELECT $1, ${uuidAgo('864000 - n')}, '00000000-0000-0000-0000-000000000000', 'member-' || n, tenant_now($1)
     FROM generate_series(1, $2::int) n`,
    [tenantId, count],
  );
}

/** Clicks spread over members and offers; every fifth opened an attempt, and a third of those was completed. */
async function insertClicks(
  tx: Transaction,
  tenantId: string,
  from: number,
  to: number,
  members: number,
): Promise<void> {
  await tx.query(
    `WITH o AS MATERIALIZED (
       SELECT offer_id, id AS version_id, row_number() OVER (ORDER BY offer_id) - 1 AS place, count(*) OVER () AS offers
       FROM offer_versions WHERE tenant_id = $1),
     m AS MATERIALIZED (
       SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM members WHERE tenant_id = $1),
     made AS MATERIALIZED (
       SELECT n, ${uuidAgo('($3 - n + 60) / 10.0')} AS id, ${uuidAgo('($3 - n + 60) / 10.0')} AS attempt_id, m.id AS member_id,
         o.offer_id, o.version_id, tenant_now($1) - interval '1 hour' AS at
       FROM generate_series($2::int, $3::int) n
       JOIN m ON m.place = (n::bigint * 7919) % $4
       JOIN o ON o.place = (n::bigint * 104729) % o.offers),
     opened AS (
       INSERT INTO attempts (tenant_id, id, source_id, member_id, offer_id, run, status, first_click_id, first_click_at,
         last_click_id, last_click_at, offer_version_id, completed_at, closed_at, created_at)
       SELECT $1, attempt_id, '00000000-0000-0000-0000-000000000000', member_id, offer_id, 1,
         CASE WHEN n % 15 = 0 THEN 'completed' ELSE 'open' END, id, at, id, at, version_id,
         CASE WHEN n % 15 = 0 THEN at END, CASE WHEN n % 15 = 0 THEN at END, at
       FROM made WHERE n % 5 = 0 ON CONFLICT DO NOTHING)
     INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, member_id, attempt_id, params, country_code2, created_at)
     SELECT $1, id, offer_id, version_id, member_id, CASE WHEN n % 5 = 0 THEN attempt_id END, '{}', 'US', at FROM made`,
    [tenantId, from, to, members],
  );
}
