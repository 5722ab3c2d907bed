import { zipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { inTenant } from '#database/transaction.ts';
import { testApp, type Loose, type TestTenant } from '#support/app.ts';
import { createOffer, offerLookups, type TenantLookups } from '#support/offers.ts';
import { customTracking, makeClick } from '#support/tracking.ts';
import { eventBody, multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { jobWorker } from '../../platform/jobs-worker.ts';
import { uploadJobs } from './job-kinds.ts';

const app = await testApp();
const conversions = '/api/v1/sdk-conversion-system/conversions';
const worker = jobWorker(app.context, uploadJobs);

interface World {
  readonly tenant: TestTenant;
  readonly lookups: TenantLookups;
  readonly offerId: string;
}

async function world(over: object = {}): Promise<World> {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const offerId = await createOffer(tenant, singleEventBody(lookups, { ...customTracking, ...over }));
  return { tenant, lookups, offerId };
}

async function send(
  { tenant }: Pick<World, 'tenant'>,
  path: string,
  content: string | Uint8Array,
  name = 'file.csv',
): Promise<{ status: number; body: Loose }> {
  const form = new FormData();
  form.append('file', new Blob([typeof content === 'string' ? content : Buffer.from(content)]), name);
  const answer = await fetch(`${app.baseUrl}${conversions}/${path}`, {
    method: 'POST',
    headers: { authorization: `ApiToken ${tenant.token}` },
    body: form,
  });
  return { status: answer.status, body: await answer.json() };
}

/** Sends a file, lets a worker finish it and reads the report. */
async function imported(
  one: Pick<World, 'tenant'>,
  path: string,
  content: string | Uint8Array,
): Promise<Loose> {
  const { status, body } = await send(one, path, content);
  expect([status, body.messages]).toEqual([202, []]);
  await worker.takeTurn();
  return (await one.tenant.call('GET', `/api/v1/imports/${body.data.id}`)).data;
}

function csv(...lines: string[]): string {
  return `${lines.join('\r\n')}\r\n`;
}

/** A spreadsheet as office programs write them: shared texts, inline texts, numbers, a row left out. */
function xlsx(rows: readonly (readonly string[])[]): Uint8Array {
  const shared = rows.flat();
  const cells = rows.map((row, index) => {
    const number = index + (index > 1 ? 2 : 1);
    const inside = row.map((_, column) => {
      const at = `${String.fromCharCode(65 + column)}${number}`;
      return `<c r="${at}" t="s"><v>${rows.slice(0, index).flat().length + column}</v></c>`;
    });
    return `<row r="${number}">${inside.join('')}</row>`;
  });
  const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return zipSync({
    'xl/worksheets/sheet1.xml': strToU8(`<worksheet><sheetData>${cells.join('')}</sheetData></worksheet>`),
    'xl/sharedStrings.xml': strToU8(
      `<sst>${shared.map((text) => `<si><r><t>${escaped(text)}</t></r></si>`).join('')}</sst>`,
    ),
  });
}

describe('a file of conversions', () => {
  it('is decided row by row like postbacks, and says of each refused row why', async () => {
    const one = await world();
    const clicks = await Promise.all(
      ['a', 'b', 'c'].map((member) => makeClick(app, one.tenant, one.offerId, member)),
    );
    const report = await imported(
      one,
      'upload',
      csv(
        'ClickId,EventID,UserCompletedAt,Revenue,Reward',
        `${clicks[0]},,2026-01-02T03:04:05Z,30,10`,
        `${clicks[1]},,,,`,
        `${clicks[2]},,,31,`,
        'nonsense,,,,',
        '',
        '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20,,yesterday,,',
      ),
    );
    expect(report).toMatchObject({
      kind: 'Conversions',
      status: 'Done',
      accepted: 2,
      refusedCount: 3,
      processed: 5,
      total: 5,
      refused: [
        { row: 4, messages: ['Revenue: the terms of the click say 30; leave it out or send that'] },
        { row: 5, messages: ['ClickId: must be a uuid'] },
        { row: expect.any(Number), messages: ['ClickId: no such click exists'] },
      ],
    });
    const range = 'user_completed_at_from=2026-01-01&user_completed_at_to=2026-03-01';
    const { data } = await one.tenant.call('GET', `${conversions}?${range}`);
    expect(data.items).toMatchObject([{ clickId: clicks[0], userCompletedAt: '2026-01-02T03:04:05+00:00' }]);
    const again = await imported(one, 'upload', csv('clickid', clicks[0] as string));
    expect(again).toMatchObject({ accepted: 1, refusedCount: 0 });
  });

  it('is decided whatever secrets and addresses postbacks need', async () => {
    const one = await world();
    await one.tenant.call('POST', '/api/v1/settings/postback/rotate', {
      body: { trackingSystem: 'CustomTracking' },
    });
    await one.tenant.call('PUT', '/api/v1/settings', {
      body: { postback: { ipAllowList: ['203.0.113.7'] } },
    });
    const click = await makeClick(app, one.tenant, one.offerId, 'a');
    expect(await imported(one, 'upload', csv('ClickId', click))).toMatchObject({ accepted: 1 });
  });

  it('may be a spreadsheet', async () => {
    const one = await world();
    const [first, second] = await Promise.all(
      ['a', 'b'].map((member) => makeClick(app, one.tenant, one.offerId, member)),
    );
    const sheet = xlsx([
      ['UserCompletedAt', 'Click Id'],
      ['46024.5', first as string],
      ['', second as string],
      ['', 'A & <B>'],
    ]);
    expect(await imported(one, 'upload', sheet)).toMatchObject({
      status: 'Done',
      accepted: 2,
      refused: [{ row: 5, messages: ['ClickId: must be a uuid'] }],
    });
  });

  it.each([
    ['without its column', csv('Click,EventID', 'x,y'), /no column clickid/],
    ['that is empty', '', /is empty/],
    ['with a broken quote', csv('ClickId', '"x'), /CSV/],
    ['that only begins like a spreadsheet', 'PK\u0003\u0004 and nothing else', /XLSX/],
  ])('%s comes to nothing and says so', async (_, content, words) => {
    const one = await world();
    const report = await imported(one, 'upload', content);
    expect(report).toMatchObject({ status: 'Failed', accepted: 0, refused: [] });
    expect(report.error).toMatch(words);
  });

  it('with many rows keeps its place when its worker dies, and does none twice', async () => {
    const one = await world({ allowRepetitions: false });
    const click = await makeClick(app, one.tenant, one.offerId, 'a');
    const lines = Array.from({ length: 700 }, (_, index) => (index === 650 ? click : `row ${index}`));
    const { body } = await send(one, 'upload', csv('ClickId', ...lines));
    const { id } = body.data;
    await worker.takeTurn();
    await inTenant(app.context.database, one.tenant.id, (tx) =>
      tx.query(
        `UPDATE jobs SET status = 'running', position = 600, finished_at = NULL, leased_until = NULL
         WHERE tenant_id = $1 AND id = $2`,
        [tx.tenantId, id],
      ),
    );
    await inTenant(app.context.database, one.tenant.id, (tx) =>
      tx.query(
        `UPDATE job_rows SET outcome = 'waiting', input = jsonb_build_object('clickid', CASE row WHEN 652 THEN $3 ELSE 'x' END)
         WHERE tenant_id = $1 AND job_id = $2 AND row > 600`,
        [tx.tenantId, id, click],
      ),
    );
    await worker.takeTurn();
    const { data } = await one.tenant.call('GET', `/api/v1/imports/${id}`);
    expect(data).toMatchObject({ status: 'Done', total: 700, accepted: 1, refusedCount: 699 });
    expect(data.refused).toHaveLength(699);
    const list = await one.tenant.call('GET', `/api/v1/imports/${id}/refused?page_size=1&order_asc=true`);
    expect(list.data).toMatchObject({ totalCount: 699, items: [{ row: 2 }] });
  });
});

describe('a file of statuses', () => {
  it('sets what it names and leaves a history', async () => {
    const one = await world();
    const steps = await createOffer(
      one.tenant,
      multiEventBody(one.lookups, { ...customTracking, offerEvents: [eventBody(1), eventBody(2)] }),
    );
    const single = await makeClick(app, one.tenant, one.offerId, 'a');
    const multi = await makeClick(app, one.tenant, steps, 'a');
    const made = await imported(one, 'upload', csv('ClickId,EventID', `${single},`, `${multi},level_1`));
    expect(made).toMatchObject({ accepted: 2 });
    const report = await imported(
      one,
      'status-upload',
      csv(
        'gk_click_id;EventId;Status',
        `${single};;rejected`,
        `${multi};level_1;Pending`,
        `${multi};level_2;Success`,
        `${multi};level_1;Perhaps`,
      ),
    );
    expect(report).toMatchObject({
      kind: 'Statuses',
      accepted: 2,
      refused: [
        { row: 4, messages: ['EventId: this click has no conversion of this step'] },
        { row: 5, messages: ['Status: must be one of Pending, Success, Rejected'] },
      ],
    });
    const audit = await one.tenant.call('GET', '/api/v1/audit?filter.object_kind=conversion');
    expect(audit.data.items.map((entry: Loose) => entry.after.status).toSorted()).toEqual([
      'Pending',
      'Rejected',
    ]);
  });
});

describe('an upload', () => {
  it('without a file, of another kind of body, or by nobody is refused', async () => {
    const { tenant } = await world();
    const form = new FormData();
    form.append('note', 'no file');
    const authorization = `ApiToken ${tenant.token}`;
    const post = async (body: FormData | string, headers: Record<string, string>) =>
      (await fetch(`${app.baseUrl}${conversions}/upload`, { method: 'POST', headers, body })).status;
    expect(await post(form, { authorization })).toBe(400);
    expect(await post('{}', { authorization, 'content-type': 'application/json' })).toBe(415);
    expect(await post(form, {})).toBe(401);
  });

  it.each([
    [
      'another boundary than it names',
      'boundary=x',
      '--y\r\ncontent-disposition: form-data; name="file"\r\n\r\nClickId\r\n--y--\r\n',
    ],
    ['no boundary', '', '--x\r\ncontent-disposition: form-data; name="file"\r\n\r\nClickId\r\n--x--\r\n'],
    ['no end of its head', 'boundary=x', '--x\r\n'],
    [
      'no end',
      'boundary=x',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nClickId',
    ],
  ])('with %s is refused and leaves nothing', async (_what, boundary, body) => {
    const { tenant } = await world();
    const headers = {
      authorization: `ApiToken ${tenant.token}`,
      'content-type': `multipart/form-data; ${boundary}`,
    };
    const answer = await fetch(`${app.baseUrl}${conversions}/upload`, { method: 'POST', headers, body });
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('"body: is no');
    expect((await tenant.call('GET', '/api/v1/imports')).data.totalCount).toBe(0);
  });

  it('is not shown to other tenants', async () => {
    const [one, other] = [await world(), await world()];
    const { body } = await send(one, 'upload', csv('ClickId', 'x'));
    expect((await other.tenant.call('GET', `/api/v1/imports/${body.data.id}`)).status).toBe(404);
    expect((await other.tenant.call('GET', '/api/v1/imports')).data.totalCount).toBe(0);
    expect((await one.tenant.call('GET', '/api/v1/imports?filter.status=Waiting')).data.totalCount).toBe(1);
  });
});
