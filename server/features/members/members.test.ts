import { describe, expect, it } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { testApp, type Loose } from '#support/app.ts';
import { conversionWorld, differencesIn } from '#support/conversions.ts';
import { makeClick, moveClock } from '#support/tracking.ts';
import { allWorkers } from '../workers.ts';

const app = await testApp();
const world = await conversionWorld(app);
const { tenant } = world;
const other = await app.makeTenant();
const someone = 'anna.secret@example.com';
const pathOf = (member: string) => `/api/v1/members/${encodeURIComponent(member)}`;
const erasure = allWorkers(app.context).find(({ name }) => name === 'erasure');
const personal = [
  'anna.secret',
  'secret-session',
  'secret-sub',
  'secret-mail',
  '198.51.100.77',
  'secret-user',
];

/** Everything of the tenant that anybody could still read, as text. */
async function everything(): Promise<string> {
  const tables = [
    'members',
    'views',
    'clicks',
    'attempts',
    'raw_requests',
    'conversions',
    'conversion_history',
  ];
  const more = ['deliveries', 'delivery_tries', 'claims', 'audit', 'notifications', 'ledger_entries'];
  const texts = await Promise.all(
    [...tables, ...more].map(async (table) => JSON.stringify(await world.rows(table))),
  );
  return texts.join('\n');
}

function found(text: string): string[] {
  return personal.filter((word) => text.includes(word));
}

const values = { pub_session_id: 'secret-session', pub_sub_1: 'secret-sub' };
await tenant.call('PUT', '/api/v1/settings', {
  body: { callback: { url: 'https://receiver.invalid/callback', sendPending: true, sendRejected: true } },
});
const single = await world.single();
const multi = await world.steps([{ name: 'One' }, { name: 'Two' }]);
const details = new URLSearchParams({ offerId: single, pub_member_id: someone, ...values }).toString();
await app.call('GET', `/api/v1/offer-wall/offer-details?${details}`, { host: tenant.host });
const clickOf = (offerId: string, member = someone) => makeClick(app, tenant, offerId, member, values);
const said = {
  cnv_email: 'secret-mail@example.com',
  cnv_user_id: 'secret-user',
  cnv_sub_1: 'secret-sub',
  cnv_conversion_ip_address: '198.51.100.77',
};
const singleClick = await clickOf(single);
await world.post({ gk_click_id: singleClick, cnv_conversion_id: 'c1', ...said });
const multiClick = await clickOf(multi);
const held = await world.post({ gk_click_id: multiClick, cnv_event_id: 'level_2', ...said });
await world.convert(single, 'bob');
await inEngine(app.context.database, (tx) =>
  tx.query(
    `INSERT INTO claims (tenant_id, id, member_id, offer_id, verdict, message, evidence, created_at)
     SELECT tenant_id, gen_random_uuid(), id, $2, 'paid', 'I am anna.secret', '{"ip": "198.51.100.77"}', tenant_now($1)
     FROM members WHERE tenant_id = $1 AND pub_member_id = $3`,
    [tenant.id, single, someone],
  ),
);

describe('what is stored of a member', () => {
  it('is exported whole', async () => {
    const { status, data } = await tenant.call('GET', `${pathOf(someone)}/export`);
    expect(status).toBe(200);
    const counts = Object.fromEntries(
      Object.entries<Loose[]>(data).map(([name, rows]) => [name, rows.length]),
    );
    expect(counts).toMatchObject({
      members: 1,
      views: 1,
      clicks: 2,
      attempts: 2,
      postbacks: 2,
      conversions: 2,
    });
    expect(counts['deliveries']).toBeGreaterThan(0);
    expect(data.members[0].pubMemberId).toBe(someone);
    expect(JSON.stringify(data)).not.toContain('bob');
    expect(JSON.stringify(data)).not.toContain(tenant.id);
    expect(found(JSON.stringify(data))).toEqual(personal);
  });

  it('is found under its own source and tenant only', async () => {
    expect((await tenant.call('GET', `${pathOf('nobody')}/export`)).status).toBe(404);
    expect((await other.call('GET', `${pathOf(someone)}/export`)).status).toBe(404);
    expect((await other.call('POST', `${pathOf(someone)}/erase`)).status).toBe(404);
    const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'P' },
    });
    const query = `?partnerId=${partner.data.id}`;
    expect((await tenant.call('POST', `${pathOf(someone)}/erase${query}`)).status).toBe(404);
  });
});

describe('erasing a member', () => {
  it('leaves no personal value of it, all of its money, and everything else as the rules make it', async () => {
    const sums = async () => (await world.rows('ledger_entries')).map(({ id, amount }) => [id, amount]);
    const before = await sums();
    expect(await differencesIn(app, tenant)).toEqual([]);
    const answer = await tenant.call('POST', `${pathOf(someone)}/erase`);
    expect(answer.data).toMatchObject({ isComplete: true });
    expect(found(await everything())).toEqual([]);
    expect(await everything()).toContain('bob');
    expect(await sums()).toEqual(before);
    expect(await differencesIn(app, tenant)).toEqual([]);
    const deliveries = (await world.rows('deliveries')).filter(
      ({ member_id: id }) => id === answer.data.memberId,
    );
    expect(new Set(deliveries.map(({ status }) => status))).toEqual(new Set(['Cancelled']));
    expect((await tenant.call('POST', `${pathOf(someone)}/erase`)).status).toBe(404);
    expect((await tenant.call('GET', `${pathOf(someone)}/export`)).status).toBe(404);
  });

  it('lets operators go on reading and deciding what is left', async () => {
    for (const path of ['views', 'clicks', 'postbacks', 'deliveries', 'audit', 'claims'])
      expect([path, (await tenant.call('GET', `/api/v1/${path}?page_size=100`)).status]).toEqual([path, 200]);
    const range = 'user_completed_at_from=2020-01-01&user_completed_at_to=2020-02-01';
    expect((await tenant.call('GET', `/api/v1/sdk-conversion-system/conversions?${range}`)).status).toBe(200);
    const [conversion] = (await world.rows('conversions')).filter(({ click_id: id }) => id === singleClick);
    expect((await world.setStatus(conversion.id, 'Rejected')).status).toBe(200);
    expect((await world.setStatus(conversion.id, 'Success')).status).toBe(200);
    expect(await differencesIn(app, tenant)).toEqual([]);
  });

  it('still lets its clicks convert, and is done again to what came with that', async () => {
    const first = await world.post({ gk_click_id: multiClick, cnv_event_id: 'level_1', ...said });
    expect(first.data.accepted).toBe(true);
    const released = (await world.rows('conversions')).find(({ id }) => id === held.data.conversionId);
    expect(released.status).toBe('Success');
    expect(await differencesIn(app, tenant)).toEqual([]);
    await moveClock(app, tenant, 25);
    await erasure?.takeTurn();
    expect(found(await everything())).toEqual([]);
    expect(await differencesIn(app, tenant)).toEqual([]);
  });

  it('makes whoever comes again under that text somebody new', async () => {
    await clickOf(single);
    const { data } = await tenant.call('GET', `${pathOf(someone)}/export`);
    expect(data.clicks.length).toBe(1);
  });

  it('while its postbacks arrive leaves nothing behind and no decision halfway', async () => {
    const erasing = 'anna.secret again';
    const clicks = await Promise.all(
      Array.from({ length: 4 }, () => world.single().then((id) => clickOf(id, erasing))),
    );
    const posts = clicks.flatMap((gk_click_id) =>
      [1, 2, 3].map((each) => world.post({ gk_click_id, cnv_conversion_id: `x${each}`, ...said })),
    );
    const erased = tenant.call('POST', `${pathOf(erasing)}/erase`);
    for (const answer of await Promise.all(posts)) expect(answer.status).toBe(200);
    expect((await erased).status).toBe(200);
    expect(await differencesIn(app, tenant)).toEqual([]);
    await moveClock(app, tenant, 25);
    await erasure?.takeTurn();
    // Somebody came again under the first text, and is still known.
    await tenant.call('POST', `${pathOf(someone)}/erase`);
    expect(found(await everything())).toEqual([]);
    expect(await differencesIn(app, tenant)).toEqual([]);
  });

  it('goes on in the background where much is stored', async () => {
    await clickOf(single, 'busy');
    await inEngine(app.context.database, (tx) =>
      tx.query(
        `INSERT INTO views (tenant_id, id, offer_id, member_id, params, created_at)
         SELECT m.tenant_id, gen_random_uuid(), $2, m.id, '{"pub_sub_1": "secret-sub"}', tenant_now($1)
         FROM members m, generate_series(1, 1200) WHERE m.tenant_id = $1 AND m.pub_member_id = 'busy'`,
        [tenant.id, single],
      ),
    );
    const { data } = await tenant.call('POST', `${pathOf('busy')}/erase`);
    expect(data.erasedAt).toEqual(expect.any(String));
    await erasure?.takeTurn();
    const views = (await world.rows('views')).filter(({ member_id: id }) => id === data.memberId);
    expect(views.filter(({ params }) => params !== null)).toEqual([]);
  });
});
