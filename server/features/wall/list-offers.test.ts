import { describe, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();

/** Asks a tenant's wall. */
function wall(tenant: TestTenant, query: string, headers: Record<string, string> = {}) {
  return app.call('GET', `/api/v1/offer-wall/offers?${query}`, { host: tenant.host, token: null, headers });
}

async function names(
  tenant: TestTenant,
  query: string,
  headers: Record<string, string> = {},
): Promise<string[]> {
  const answer = await wall(tenant, `pub_member_id=m1&${query}`, headers);
  expect(answer.messages).toEqual([]);
  return answer.data.offers.items.map(({ name }: { name: string }) => name);
}

describe('the list of the wall', () => {
  it('sends every field of an item, in order, and nothing about revenue', async () => {
    const tenant = await app.makeTenant();
    const lookups = await offerLookups(tenant);
    await createOffer(tenant, multiEventBody(lookups, { deviceTypes: [] }));
    const answer = await wall(tenant, 'pub_member_id=m1');
    expect(answer.status).toBe(200);
    const [item] = answer.data.offers.items;
    console.log(JSON.stringify(item, null, 1));
  });
});
