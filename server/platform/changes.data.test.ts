import pg from 'pg';
import { expect, it, vi } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { testApp } from '#support/app.ts';
import { followChanges, recordChanges, type Change } from './changes.ts';

const app = await testApp();
const { database } = app.context;
const { connectionString } = app.testDatabase;
const tenant = await app.makeTenant();

const endListeners =
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()";

/** A reader of its own, as another process has one; it answers only what it was asked to read. */
async function follower() {
  const seen: string[] = [];
  const feed = followChanges(database, connectionString, app.context.log);
  feed.subscribe(({ objectId }) => void seen.push(objectId ?? ''));
  await feed.start();
  return { seen, feed };
}

const change = (objectId: string): Change => ({ tenantId: tenant.id, kind: 'offer', objectId });
const write = (objectId: string) => inEngine(database, async (tx) => recordChanges(tx, [change(objectId)]));
const id = () => app.context.newId();

it('skips nothing, though a transaction with an earlier number commits later than many others', async () => {
  const { seen, feed } = await follower();
  const [early, late] = [id(), Array.from({ length: 20 }, id)];
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let isWritten: () => void = () => {};
  const written = new Promise<void>((resolve) => (isWritten = resolve));
  const open = inEngine(database, async (tx) => {
    recordChanges(tx, [change(early)]);
    await tx.query('SELECT 1');
    isWritten();
    await held;
  });
  await written;
  try {
    for (const one of late) {
      await write(one);
      await feed.poll();
    }
    // What is committed is seen as soon as no other transaction of the server is under way; what is not, never.
    await vi.waitFor(async () => {
      await feed.poll();
      expect(seen).toEqual(late);
    }, 10_000);
  } finally {
    release();
    await open;
  }
  await feed.poll();
  expect(seen).toEqual([...late, early]);
  await feed.poll();
  expect(seen).toHaveLength(late.length + 1);
  await feed.stop();
});

it('tells nothing of what was rolled back', async () => {
  const { seen, feed } = await follower();
  await expect(
    inEngine(database, async (tx) => {
      recordChanges(tx, [change(id())]);
      await tx.query('SELECT 1');
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  const kept = id();
  await write(kept);
  await feed.poll();
  expect(seen).toEqual([kept]);
  await feed.stop();
});

it('wakes a reader in another process within a second, without being asked', async () => {
  const { seen, feed } = await follower();
  const one = id();
  await write(one);
  await expect.poll(() => seen, { timeout: 1_000, interval: 20 }).toEqual([one]);
  await feed.stop();
});

it('goes on after its connection broke', async () => {
  const { seen, feed } = await follower();
  // The login of the test server may end other connections; our roles may not.
  const login = new pg.Client({ connectionString });
  await login.connect();
  await expect
    .poll(async () => (await login.query(endListeners)).rowCount, { timeout: 3_000, interval: 50 })
    .toBeGreaterThan(0);
  await login.end();
  const one = id();
  await write(one);
  await expect.poll(() => seen, { timeout: 3_000, interval: 20 }).toEqual([one]);
  await feed.stop();
});

it('begins where the table ends, and tells its writer’s own process at once', async () => {
  await write(id());
  const { seen, feed } = await follower();
  const one = id();
  feed.publish([change(one)]);
  expect(seen).toEqual([one]);
  await feed.poll();
  expect(seen).toEqual([one]);
  await feed.stop();
});

it('a token that is revoked is refused by a second process within a second', async () => {
  const second = await testApp({ DATABASE_URL: connectionString });
  const token = await tenant.makeToken({});
  const path = '/api/v1/settings';
  expect((await second.call('GET', path, { token })).status).toBe(200);
  const tokens = await tenant.call('GET', `/api/v1/tokens?page_size=100`);
  const mine = tokens.data.items.find(({ hint }: { hint: string }) => token.endsWith(hint));
  expect((await tenant.call('DELETE', `/api/v1/tokens/${mine.id}`)).status).toBe(204);
  expect((await app.call('GET', path, { token })).status).toBe(401);
  await expect
    .poll(async () => (await second.call('GET', path, { token })).status, { timeout: 1_000, interval: 20 })
    .toBe(401);
});
