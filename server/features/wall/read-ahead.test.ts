import { describe, expect, it } from 'vitest';
import { testApp, type TestTenant } from '#support/app.ts';
import { followLink } from '#support/tracking.ts';
import { namesOnWall, wallWorld } from '#support/wall.ts';
import { offerSourceOf } from './offer-source.ts';
import { readOffersAhead } from './read-ahead.ts';

const app = await testApp();
const second = await testApp({ DATABASE_URL: app.testDatabase.connectionString });

/** Whether a process can answer for a tenant without reading its offers first. */
function isRead(tenant: TestTenant): boolean {
  return !(offerSourceOf(second.context).current(tenant.id) instanceof Promise);
}

async function visit(tenant: TestTenant, offerId: string): Promise<void> {
  const answer = await followLink(app, tenant, { offerId, pub_member_id: 'early' }, { redirect: 'manual' });
  expect(answer.status).toBe(302);
}

describe('a process that starts', () => {
  it('reads the offers of tenants that had visitors before anybody asks, and leaves the others', async () => {
    const visited = await wallWorld(app, () => ({ A: {} }));
    const lonely = await wallWorld(app, () => ({ B: {} }));
    await visit(visited.tenant, visited.ids['A'] as string);
    await readOffersAhead(second.context);
    expect(isRead(visited.tenant)).toBe(true);
    expect(isRead(lonely.tenant)).toBe(false);
    expect(await namesOnWall(second, visited.tenant)).toEqual(['A']);
  });

  it('reads nothing ahead once it has been told to stop', async () => {
    const { tenant, ids } = await wallWorld(app, () => ({ C: {} }));
    await visit(tenant, ids['C'] as string);
    second.context.isDraining = true;
    await readOffersAhead(second.context);
    second.context.isDraining = false;
    expect(isRead(tenant)).toBe(false);
  });
});
