import { eventBody, singleEventBody } from '../fixtures/offer-bodies.ts';
import type { TestApp, TestTenant } from './app.ts';
import { createOffer, offerLookups, offersPath } from './offers.ts';
import { customTracking, makeClick, postbackSender } from './tracking.ts';

/** Names that trip what searches, sorts or exports carelessly: wildcards, formulas, quotes, lines, letters beyond ASCII. */
export const trickyNames = [
  '100% real_deal',
  '=SUM(A1:A9)',
  '@home',
  '-1 day',
  '"quoted", with commas',
  'two\nlines',
  String.raw`back\slash`,
  "O'Hara & <b>Sons</b>",
  'Ünïcödé Straße',
  '日本語の名前',
  'zebra',
  'Zebra 2',
  'aardvark',
];

/** What was made, by the names that paths give it. */
export interface Populated {
  readonly offerId: string;
  readonly partnerId: string;
  readonly advertiserId: string;
  /** Who clicked and converted. */
  readonly memberId: string;
}

const base = '/api/v1/sdk-back-office-management';

/** Fills a tenant with a few of everything that lists show: one of each kind for each name. */
export async function populate(
  app: Pick<TestApp, 'baseUrl'>,
  tenant: TestTenant,
  names: readonly string[] = trickyNames,
): Promise<Populated> {
  for (const resource of ['advertisers', 'partners', 'placements', 'categories', 'genders', 'age-ranges']) {
    for (const name of names) await tenant.call('POST', `${base}/${resource}`, { body: { name } });
  }
  const partners = await tenant.call('GET', `${base}/partners?page_size=3`);
  const partnerId = partners.data.items[0].id as string;
  await makeTokens(tenant, names, partners.data.items);
  const { advertiserId, offerIds } = await makeOffers(tenant, names, partnerId);
  const memberId = 'member-1';
  const send = await postbackSender(app, tenant);
  for (const offerId of offerIds.slice(0, 4)) {
    const clickId = await makeClick(app, tenant, offerId, memberId);
    await send({ gk_click_id: clickId, cnv_event_id: 'level_1', cnv_conversion_id: offerId });
  }
  await send({ gk_click_id: 'nobody' });
  return { offerId: offerIds[0] as string, partnerId, advertiserId, memberId };
}

async function makeTokens(
  tenant: TestTenant,
  names: readonly string[],
  partners: readonly { id: string }[],
): Promise<void> {
  for (const [index, name] of names.entries()) {
    const partner = partners[index % 5];
    const scope = partner ? { scope: 'partner', partnerId: partner.id } : { scope: 'management' };
    const expiresAt = index % 2 === 0 ? { expiresAt: `2099-01-01T00:00:0${index % 10}.5Z` } : {};
    await tenant.call('POST', '/api/v1/tokens', { body: { name, ...scope, ...expiresAt } });
  }
}

/** Offers of both types, the first with several versions and pending changes, all shared with the partner. */
async function makeOffers(
  tenant: TestTenant,
  names: readonly string[],
  partnerId: string,
): Promise<{ advertiserId: string; offerIds: string[] }> {
  const lookups = await offerLookups(tenant);
  const offerIds: string[] = [];
  for (const [index, name] of names.entries()) {
    const isMulti = index % 3 === 2;
    const steps = isMulti ? { offerType: 'MultiEvent', offerEvents: [eventBody(1), eventBody(2)] } : {};
    const body = singleEventBody(lookups, {
      ...customTracking,
      name,
      headline: `${name} today`,
      isPaused: index % 5 === 4,
      isFeatured: index % 2 === 0,
      deviceTypes: index % 4 === 0 ? ['IOS'] : 'Android,Browser',
      launchDate: `2026-0${1 + (index % 9)}-01T00:00:00.25Z`,
      baselineEpc: index / 2,
      ...steps,
    });
    const offerId = await createOffer(tenant, body);
    offerIds.push(offerId);
    const share = { payout: isMulti ? null : 1.5, dailyCap: 100 + index };
    await tenant.call('PUT', `/api/v1/partners/${partnerId}/offers/${offerId}`, { body: share });
    if (index === 0) await changeOffer(tenant, offerId, body);
  }
  return { advertiserId: lookups.advertiserId, offerIds };
}

async function changeOffer(tenant: TestTenant, id: string, body: object): Promise<void> {
  for (const revenue of [31, 32, 33]) {
    await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...body, id, revenue } });
  }
  for (const month of ['01', '02', '03']) {
    for (const field of ['revenue', 'reward']) {
      const change = { field, value: 40, at: `2027-${month}-01T05:00:00Z` };
      await tenant.call('POST', `${offersPath}/${id}/scheduled-changes`, { body: change });
    }
  }
}
