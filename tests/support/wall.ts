import { expect } from 'vitest';
import { singleEventBody, type OfferBody } from '../fixtures/offer-bodies.ts';
import type { ApiAnswer, TestApp, TestTenant } from './app.ts';
import { createOffer, offerLookups, offersPath, type TenantLookups } from './offers.ts';

/** A tenant with a few offers. */
export interface WallWorld {
  readonly tenant: TestTenant;
  readonly lookups: TenantLookups;
  /** The offers' ids by their names. */
  readonly ids: Readonly<Record<string, string>>;
}

/** Makes a tenant with offers of these names, each a SingleEvent one unless its body says otherwise. */
export async function wallWorld(
  app: TestApp,
  offers: (
    lookups: TenantLookups,
    tenant: TestTenant,
  ) => Record<string, OfferBody> | Promise<Record<string, OfferBody>>,
): Promise<WallWorld> {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const ids: Record<string, string> = {};
  for (const [name, over] of Object.entries(await offers(lookups, tenant))) {
    const body = 'offerType' in over ? over : singleEventBody(lookups, { lockBaselineEpc: true, ...over });
    ids[name] = await createOffer(tenant, { ...body, name });
  }
  return { tenant, lookups, ids };
}

/** Asks a tenant's wall without a credential. */
export function askWall(
  app: TestApp,
  tenant: TestTenant,
  path: string,
  headers: Record<string, string> = {},
): Promise<ApiAnswer> {
  return app.call('GET', `/api/v1/offer-wall/${path}`, { host: tenant.host, token: null, headers });
}

/** The names of the offers that the member `m1` sees, in order. */
export async function namesOnWall(
  app: TestApp,
  tenant: TestTenant,
  query = '',
  headers: Record<string, string> = {},
): Promise<string[]> {
  const answer = await askWall(app, tenant, `offers?pub_member_id=m1&page_size=100&${query}`, headers);
  expect(answer.messages).toEqual([]);
  return answer.data.offers.items.map(({ name }: { name: string }) => name);
}

/** Changes some fields of an offer as an operator does: reads it, edits it, puts it back. */
export async function changeOffer(tenant: TestTenant, id: string, over: OfferBody): Promise<void> {
  const { data } = await tenant.call('GET', `${offersPath}/${id}`);
  const answer = await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...data, ...over } });
  expect(answer.messages).toEqual([]);
}
