import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const other = await app.makeTenant();
const lookups = await offerLookups(tenant);
const path = '/api/v1/audit';

describe('the audit', () => {
  it('tells who changed what, before and after, and when', async () => {
    const id = await createOffer(tenant, singleEventBody(lookups));
    const { data: offer } = await tenant.call('GET', `${offersPath}/${id}`);
    await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...offer, name: 'Another name' } });
    await tenant.call('PATCH', `/api/v1/sdk-offer-management/offers/${id}/pause`);
    const { data } = await tenant.call('GET', `${path}?filter.object_kind=Offer&filter.object_id=${id}`);
    expect(data.items.map((one: { action: string }) => one.action)).toEqual(['pause', 'change', 'create']);
    expect(data.items[1]).toMatchObject({
      actorKind: 'token',
      actorName: 'test',
      objectKind: 'offer',
      objectId: id,
      before: { name: 'Lantern stream' },
      after: { name: 'Another name' },
      requestId: expect.any(String),
    });
  });

  it('is narrowed by actor, action, request and time', async () => {
    const whole = await tenant.call('GET', `${path}?page_size=100`);
    const first = whole.data.items.at(-1);
    const counts = async (query: string) =>
      (await tenant.call('GET', `${path}?page_size=100&${query}`)).data.totalCount as number;
    expect(await counts(`filter.actor_id=${first.actorId}`)).toBe(
      whole.data.items.filter((one: { actorId: string }) => one.actorId === first.actorId).length,
    );
    expect(await counts('filter.actor=TES')).toBeGreaterThan(0);
    expect(await counts('filter.actor=nobody')).toBe(0);
    expect(await counts('filter.actor_kind=user')).toBe(0);
    expect(await counts('filter.action=pause')).toBe(1);
    expect(await counts('filter.action=pause,change')).toBe(2);
    expect(await counts(`filter.request_id=${first.requestId}`)).toBe(1);
    expect(await counts('filter.to=2020-01-01')).toBe(0);
    expect(await counts(`filter.from=${encodeURIComponent(whole.data.items[0].createdAt)}`)).toBe(1);
    expect((await tenant.call('GET', `${path}?filter.actor_id=x`)).status).toBe(400);
  });

  it("never shows another tenant's changes, and nothing to other credentials", async () => {
    const foreign = await other.call('GET', `${path}?filter.object_kind=offer`);
    expect(foreign.data.totalCount).toBe(0);
    expect((await tenant.call('GET', path, { token: null })).status).toBe(401);
  });
});
