import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { testApp, type ApiAnswer, type Loose } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { customTracking, makeClick, moveClock, postbackSender, rowsOf } from '#support/tracking.ts';
import { singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { sealingWorker } from './seal.ts';

const app = await testApp();
const folder = mkdtempSync(join(tmpdir(), 'pitwall-statement-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sealing = sealingWorker(app.context);

async function makeWorld() {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const offerId = await createOffer(
    tenant,
    singleEventBody(lookups, { ...customTracking, budgetAmount: 10_000 }),
  );
  const send = await postbackSender(app, tenant);
  const partner = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
    body: { name: 'Bright Media, Ltd' },
  });
  const partnerId: string = partner.data.id;
  const share = await tenant.call('PUT', `/api/v1/partners/${partnerId}/offers/${offerId}`, {
    body: { payout: 12.345_678, events: [] },
  });
  const convertAsPartner = async (member: string) => {
    const query = `pub_click_id=pc-${member}&pub_member_id=${member}`;
    const { headers } = await app.call('GET', `/api/v1/offer-link/redirect/${share.data.payoutId}?${query}`, {
      host: tenant.host,
    });
    const clickId = new URL(headers.get('location') ?? '').searchParams.get('gk_click_id') ?? '';
    await send({ gk_click_id: clickId });
  };
  const convert = async (member: string) => {
    await send({ gk_click_id: await makeClick(app, tenant, offerId, member) });
  };
  return { tenant, lookups, offerId, partnerId, convert, convertAsPartner };
}

type Tenant = Awaited<ReturnType<typeof makeWorld>>['tenant'];

/** Runs the verifier as a partner does: alone, on files. */
function verify(name: string, text: string, seals?: string): Promise<{ code: number; output: string }> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const files = [path];
  if (seals !== undefined) {
    files.push(join(folder, 'seals.ndjson'));
    writeFileSync(files[1] as string, seals);
  }
  return new Promise((resolve) => {
    execFile(process.execPath, ['scripts/verify-statement.mjs', ...files], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
}

/** Changes what append-only tables never change, as somebody with the owner's rights could. */
async function tamper(statement: string, tenant: Tenant): Promise<void> {
  await inEngine(app.context.database, async (tx) => {
    await tx.query(statement, [tenant.id]);
  });
}

describe('the ledger', () => {
  it('lists its lines and balances by advertiser, partner and member, which sum to zero', async () => {
    const { tenant, lookups, partnerId, convert, convertAsPartner } = await makeWorld();
    await convert('own');
    await convertAsPartner('theirs');
    const { data } = await tenant.call('GET', '/api/v1/ledger?page_size=100');
    expect(data.totalCount).toBe(7);
    const ofPartner = await tenant.call('GET', '/api/v1/ledger?filter.account=partner');
    expect(ofPartner.data.items).toMatchObject([
      { partyId: partnerId, phase: 'due', currency: 'USD', amount: -12.345_678, sealNumber: null },
    ]);
    const balances = await tenant.call('GET', '/api/v1/ledger/balances?page_size=100');
    const sums = Map.groupBy<string, Loose>(balances.data.items, ({ currency }: Loose) => currency);
    for (const items of sums.values())
      expect(items.reduce((sum: number, { due }: Loose) => sum + due, 0)).toBeCloseTo(0, 9);
    const due = Object.fromEntries(
      balances.data.items.map(({ account, partyName, due: amount }: Loose) => [
        `${account} ${partyName}`,
        amount,
      ]),
    );
    expect(due).toEqual({
      [`advertiser Orchard House ${tenant.name}`]: 60,
      'partner Bright Media, Ltd': -12.345_678,
      'member own': -10,
      'margin null': -47.654_322,
      'rewards null': 10,
    });
    const past = await tenant.call('GET', '/api/v1/ledger/balances?filter.at=2020-01-01');
    expect(past.data.totalCount).toBe(0);
    const named = await tenant.call('GET', `/api/v1/ledger/balances?filter.party_id=${lookups.advertiserId}`);
    expect(named.data.items).toHaveLength(1);
  });

  it('is sealed into one chain, whose lines cannot be changed any more', async () => {
    const { tenant, convert } = await makeWorld();
    await convert('a');
    await sealing.takeTurn();
    await convert('b');
    await Promise.all([sealing.takeTurn(), sealingWorker(app.context).takeTurn()]);
    await sealing.takeTurn();
    const { data } = await tenant.call('GET', '/api/v1/ledger/seals?order_asc=true');
    expect(data.items.map(({ number, entries }: Loose) => [number, entries])).toEqual([
      [1, 4],
      [2, 4],
    ]);
    expect(data.items[1].previousHash).toBe(data.items[0].hash);
    const changes = ['amount = amount + 1', 'seal_number = 7'];
    for (const change of changes)
      await expect(
        tamper(`UPDATE ledger_entries SET ${change} WHERE tenant_id = $1`, tenant),
      ).rejects.toThrow(/never changes|permission denied/);
    const unsealed = (await rowsOf(app, tenant, 'ledger_entries', 'id')).filter(
      (row) => row['seal_number'] === null,
    );
    expect(unsealed).toEqual([]);
  });

  it('leaves lines for later that another transaction may still come before', async () => {
    const { tenant, convert } = await makeWorld();
    await inEngine(app.context.database, async (tx) => {
      await tx.query('SELECT pg_current_xact_id()');
      await convert('a');
      await sealing.takeTurn();
      expect(await rowsOf(app, tenant, 'ledger_seals')).toEqual([]);
    });
    await sealing.takeTurn();
    expect(await rowsOf(app, tenant, 'ledger_seals')).toHaveLength(1);
  });
});

describe('a statement', () => {
  const statementOf = (tenant: Tenant, query: string): Promise<ApiAnswer> =>
    tenant.call('GET', `/api/v1/statements?${query}`);

  it('is verified by the partner alone, as JSON and as CSV, and shows any change', async () => {
    const { tenant, partnerId, offerId, convert, convertAsPartner } = await makeWorld();
    for (const member of ['a', 'b', 'c']) {
      await convert(member);
      await convertAsPartner(`p-${member}`);
      await sealing.takeTurn();
    }
    const token = await tenant.makeToken({ scope: 'partner', partnerId });
    const json = await app.call('GET', '/api/v1/partner/statements', { token });
    expect(json.data.lines).toHaveLength(3);
    expect(json.data.lines[0]).toMatchObject({
      offerId,
      offerName: 'Lantern stream',
      pubClickId: 'pc-p-a',
      amount: 12.345_678,
      phase: 'due',
    });
    expect(json.data.closing).toEqual([{ currency: 'USD', pending: 0, due: 37.037_034 }]);
    const seals = await app.call('GET', '/api/v1/partner/ledger/seals?format=ndjson', { token });
    const found = await verify('statement.json', json.text, seals.text);
    expect(found).toMatchObject({ code: 0 });
    expect(found.output).toContain('3 lines verified against 3 seals');
    expect(found.output).toContain('USD due: 37.037034');

    const csv = await app.call('GET', '/api/v1/partner/statements?format=csv', { token });
    expect(await verify('statement.csv', csv.text)).toMatchObject({ code: 0 });
    const forged: [string, string][] = [
      [json.text.replace('"amount":12.345678', '"amount":11.345678'), 'amount is 11.345678'],
      [
        json.text.replaceAll('|-12.345678|', '|-11.345678|').replaceAll('12.345678', '11.345678'),
        'does not belong',
      ],
      [json.text.replace(/"due":37.037034/, '"due":36'), 'differ from closing by 1.037034'],
      [csv.text.replace(/,12\.345678,/, ',11.345678,'), 'amount is 11.345678'],
      [json.text.replace(json.data.seals[1].root, json.data.seals[0].root), 'its hash is not'],
    ];
    for (const [text, words] of forged) {
      const wrong = await verify(text.startsWith('{') ? 'forged.json' : 'forged.csv', text);
      expect([wrong.code, wrong.output]).toEqual([1, expect.stringContaining(words)]);
    }
    const gap = seals.text
      .split('\n')
      .filter((line) => !line.includes('"number":2,'))
      .join('\n');
    expect((await verify('statement.json', json.text, gap)).output).toContain('seal 2');
  });

  it('covers a period from its opening to its closing, for an advertiser as well', async () => {
    const { tenant, lookups, convert } = await makeWorld();
    await convert('a');
    await moveClock(app, tenant, 48);
    const from = (await tenant.call('GET', '/api/v1/ledger?page_size=1')).data.items[0].postedAt;
    const later = new Date(Date.parse(from) + 86_400_000).toISOString();
    await convert('b');
    await sealing.takeTurn();
    const query = `advertiserId=${lookups.advertiserId}`;
    const second = await statementOf(tenant, `${query}&from=${later}`);
    expect(second.data).toMatchObject({
      opening: [{ currency: 'USD', due: 30 }],
      closing: [{ currency: 'USD', due: 60 }],
      lines: [{ amount: 30 }],
    });
    expect(await verify('advertiser.json', second.text)).toMatchObject({ code: 0 });
    const first = await statementOf(tenant, `${query}&to=${later}`);
    expect(first.data).toMatchObject({ opening: [], closing: [{ due: 30 }], lines: [{ amount: 30 }] });
    const token = await tenant.makeToken({ scope: 'advertiser', advertiserId: lookups.advertiserId });
    const own = await app.call('GET', '/api/v1/advertiser/statements', { token });
    expect(own.data.lines).toHaveLength(2);
  });

  it('is of one party, which must be of the tenant', async () => {
    const { tenant, partnerId, lookups } = await makeWorld();
    const stranger = await app.makeTenant();
    expect((await statementOf(stranger, `partnerId=${partnerId}`)).status).toBe(404);
    expect((await statementOf(tenant, `partnerId=${partnerId}&from=2026-02-02&to=2026-02-01`)).status).toBe(
      400,
    );
    expect((await statementOf(tenant, '')).status).toBe(400);
    const both = `partnerId=${partnerId}&advertiserId=${lookups.advertiserId}`;
    expect((await statementOf(tenant, both)).status).toBe(400);
    expect((await statementOf(tenant, `partnerId=${partnerId}`)).data).toMatchObject({
      lines: [],
      closing: [],
    });
  });
});
