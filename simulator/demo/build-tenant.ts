import { inEngine, inTenant } from '#database/transaction.ts';
import { formatInstant, type Micros } from '#domain/time.ts';
import type { Context } from '#server/context.ts';
import { storeAsset } from '#server/features/assets/exports.ts';
import { createUser } from '#server/features/auth/exports.ts';
import { createTenant } from '#server/features/tenants/exports.ts';
import { insertToken } from '#server/features/tokens/exports.ts';
import { inLanes } from '../lanes.ts';
import { moveTenantClock } from '../tenant-clock.ts';
import { expectData, type WorldApi } from '../world-api.ts';
import { drawCreative } from './creative.ts';
import { offerBody, pictureNames, type Lookups } from './offer-body.ts';
import type { DemoOffer } from './offers.ts';

/** What a demo tenant is made from. */
export interface DemoTenantPlan {
  readonly name: string;
  readonly displayName: string;
  readonly products: readonly string[];
  readonly offers: readonly DemoOffer[];
  readonly partners: readonly string[];
  /** Origin that its pictures are served under. */
  readonly origin: string;
  readonly callbackUrl: string;
  readonly password: string;
}

/** An offer of the demo world with its id and what partners know it by. */
export interface BuiltOffer {
  readonly id: string;
  readonly offer: DemoOffer;
  /** By the partner's id. */
  readonly payoutIds: ReadonlyMap<string, string>;
}

/** A demo tenant that stands. */
export interface BuiltTenant {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly managementToken: string;
  readonly partnerToken: string;
  readonly advertiserToken: string;
  readonly operator: { email: string; password: string };
  readonly partnerUser: { email: string; password: string };
  readonly advertiserId: string;
  readonly partnerIds: readonly string[];
  readonly lookups: Lookups;
  readonly countryIds: readonly string[];
  readonly offers: readonly BuiltOffer[];
}

const PAYOUT_SHARE = 0.7;
const AT_ONCE = 6;

type Named = { id: string; name: string };

/** The operator's side of a tenant that is being built. */
interface Building {
  readonly context: Context;
  readonly api: WorldApi;
  readonly plan: DemoTenantPlan;
  readonly tenantId: string;
  readonly call: { readonly token: string; readonly host: string };
}

const backOffice = '/api/v1/sdk-back-office-management';

/** Makes a tenant as its operator would: look-ups, offers, partners and shares through the API, at the time given. */
export async function buildTenant(
  context: Context,
  api: WorldApi,
  plan: DemoTenantPlan,
  begins: Micros,
): Promise<BuiltTenant> {
  const tenantId = await inEngine(context.database, (tx) => createTenant(context, tx, plan));
  await moveTenantClock(context, tenantId, begins);
  const token = await makeToken(context, tenantId, { name: 'Demo', scope: 'management' });
  const host = `api.${plan.name}.${context.config.baseDomain}`;
  const building: Building = { context, api, plan, tenantId, call: { token, host } };
  await expectData(api('PUT', '/api/v1/settings', { ...building.call, body: settingsOf(plan) }));
  await expectData(
    api('PUT', '/api/v1/settings/wall', { ...building.call, body: { currencyName: 'Coins' } }),
  );
  const lookups = await buildLookups(building);
  const partnerIds: string[] = [];
  for (const name of plan.partners) partnerIds.push(await createNamed(building, 'partners', name));
  const offers = await buildOffers(building, lookups, partnerIds, begins);
  const countries = await listNamed(building, 'countries?filter.search=united&');
  const advertiserId = [...lookups.advertisers.values()][0] as string;
  const partnerId = partnerIds[0] as string;
  return {
    id: tenantId,
    name: plan.name,
    host,
    managementToken: token,
    partnerToken: await makeToken(context, tenantId, { name: 'Demo partner', scope: 'partner', partnerId }),
    advertiserToken: await makeToken(context, tenantId, {
      name: 'Demo advertiser',
      scope: 'advertiser',
      advertiserId,
    }),
    ...(await makeUsers(context, tenantId, plan, partnerId)),
    advertiserId,
    partnerIds,
    lookups,
    countryIds: [...countries.values()],
    offers,
  };
}

async function createNamed({ api, call }: Building, resource: string, name: string): Promise<string> {
  return (await expectData(api<Named>('POST', `${backOffice}/${resource}`, { ...call, body: { name } }))).id;
}

async function listNamed({ api, call }: Building, resource: string): Promise<Map<string, string>> {
  const page = await expectData(
    api<{ items: Named[] }>('GET', `${backOffice}/${resource}page_size=100`, call),
  );
  return new Map(page.items.map((one) => [one.name, one.id]));
}

async function buildLookups(building: Building): Promise<Lookups> {
  const advertisers = new Map<string, string>();
  for (const name of new Set(building.plan.offers.map(({ advertiser }) => advertiser))) {
    advertisers.set(name, await createNamed(building, 'advertisers', name));
  }
  return {
    advertisers,
    categories: await listNamed(building, 'categories?'),
    ages: await listNamed(building, 'age-ranges?'),
    placements: await listNamed(building, 'placements?'),
  };
}

async function buildOffers(
  building: Building,
  lookups: Lookups,
  partnerIds: readonly string[],
  begins: Micros,
): Promise<BuiltOffer[]> {
  const { context, api, plan, tenantId, call } = building;
  await storePictures(context, tenantId, plan.offers);
  const path = `/api/v1/sdk-offer-management/${plan.products[0]}/offers`;
  return inLanes(AT_ONCE, plan.offers, async (offer, index) => {
    const body = offerBody(offer, lookups, (file) => `${plan.origin}/assets/${file}`, formatInstant(begins));
    const { id } = await expectData(api<{ id: string }>('POST', path, { ...call, body }));
    // Two partners of three carry an offer, and not always the same two.
    const sharedWith = partnerIds.filter((_, at) => (index + at) % 3 !== 2);
    return { id, offer, payoutIds: await shareOffer(building, `${path}/${id}`, id, offer, sharedWith) };
  });
}

function settingsOf({ callbackUrl }: DemoTenantPlan): object {
  return {
    rewardCurrency: 'Coins',
    rewardDecimals: 2,
    rewardRatio: 50,
    callback: {
      url: callbackUrl,
      headerName: 'X-Webhook-Secret',
      headerValue: 'demo-secret',
      sendPending: true,
      sendRejected: true,
    },
  };
}

function makeToken(
  context: Context,
  tenantId: string,
  wanted: Parameters<typeof insertToken>[2],
): Promise<string> {
  return inTenant(context.database, tenantId, async (tx) => (await insertToken(context, tx, wanted)).token);
}

async function makeUsers(
  context: Context,
  tenantId: string,
  { name, password }: DemoTenantPlan,
  partnerId: string,
): Promise<Pick<BuiltTenant, 'operator' | 'partnerUser'>> {
  const operator = { email: `operator@${name}.example`, password };
  const partnerUser = { email: `partner@${name}.example`, password };
  await inTenant(context.database, tenantId, async (tx) => {
    await createUser(context, tx, tenantId, { ...operator, role: 'owner' });
    await createUser(context, tx, tenantId, { ...partnerUser, role: 'partner', partnerId });
  });
  return { operator, partnerUser };
}

async function storePictures(
  context: Context,
  tenantId: string,
  offers: readonly DemoOffer[],
): Promise<void> {
  await inTenant(context.database, tenantId, async (tx) => {
    for (const offer of offers) {
      for (const { file, kind } of pictureNames(offer)) {
        await storeAsset(context, tx, {
          name: file,
          mediaType: 'image/svg+xml',
          bytes: Buffer.from(drawCreative(offer.name, kind)),
        });
      }
    }
  });
}

async function shareOffer(
  { api, call }: Building,
  detailsPath: string,
  offerId: string,
  offer: DemoOffer,
  partnerIds: readonly string[],
): Promise<Map<string, string>> {
  const payoutIds = new Map<string, string>();
  if (partnerIds.length === 0) return payoutIds;
  type Details = { offerEvents: { id: string; revenue: number | null }[] };
  const details = await expectData(api<Details>('GET', detailsPath, call));
  const cut = (revenue: number) => Math.round(revenue * PAYOUT_SHARE * 100) / 100;
  const body = {
    payout: offer.steps ? null : cut(offer.revenue ?? 0),
    events: details.offerEvents.map(({ id, revenue }) => ({ offerEventId: id, payout: cut(revenue ?? 0) })),
  };
  for (const partnerId of partnerIds) {
    const path = `/api/v1/partners/${partnerId}/offers/${offerId}`;
    const share = await expectData(api<{ payoutId: string }>('PUT', path, { ...call, body }));
    payoutIds.set(partnerId, share.payoutId);
  }
  return payoutIds;
}
