import { describe, expect, it } from 'vitest';
import { receivePostback } from '#contract/postbacks.ts';
import { faultsOf } from '../../http/check.ts';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import {
  customTracking,
  makeClick,
  moveClock,
  postbackPath,
  postbackSender,
  rowsOf,
} from '#support/tracking.ts';
import { eventBody, multiEventBody, singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();

async function world() {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const post = await postbackSender(app, tenant);
  const single = (over = {}) => createOffer(tenant, singleEventBody(lookups, { ...customTracking, ...over }));
  const steps = (events: object[], over = {}) =>
    createOffer(tenant, multiEventBody(lookups, { ...customTracking, offerEvents: events, ...over }));
  const rows = (table: string, orderBy?: string) => rowsOf(app, tenant, table, orderBy);
  const counter = async (subjectId: string, window = 'Total') =>
    (await rows('counters')).find((row) => row['subject_id'] === subjectId && row['window_kind'] === window);
  return { tenant, lookups, post, single, steps, rows, counter };
}

const shared = await world();

/** A form in parts, with a file that is no parameter. */
function parts(values: Readonly<Record<string, string>>): string {
  const fields = Object.entries(values).map(
    ([name, value]) => `---=part\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file =
    '---=part\r\nContent-Disposition: form-data; name="gk_click_id"; filename="a.txt"\r\n\r\nnobody\r\n';
  return `${file}${fields.join('')}---=part--\r\n`;
}

describe('a postback', () => {
  it('makes a conversion with its hold, money and history, and is answered the same ever after', async () => {
    const { tenant, post, single, rows, counter } = shared;
    const offerId = await single();
    const clickId = await makeClick(app, tenant, offerId);
    const answer = await post({ gk_click_id: clickId.toUpperCase(), cnv_amount: '7', cnv_email: 'a@b.c' });
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      accepted: true,
      conversionId: answer.data.conversionId,
      status: 'Success',
      reason: null,
    });
    expect(faultsOf(receivePostback.data!, answer.data)).toEqual([]);
    expect(answer.messages).toEqual([]);
    const [conversion] = await rows('conversions');
    expect(conversion).toMatchObject({
      id: answer.data.conversionId,
      record_id: answer.data.conversionId,
      offer_event_id: null,
      status: 'Success',
      revenue: '30.000000',
      payout: null,
      reward: '10.000000',
      currency: 'USD',
    });
    expect(await rows('holds')).toMatchObject([{ amount: '30.000000', released_at: null }]);
    for (const window of ['Daily', 'Weekly', 'Monthly', 'Total'])
      expect(await counter(offerId, window)).toMatchObject({ count: 1, amount: '30.000000' });
    const entries = await rows('ledger_entries');
    expect(
      entries.map(({ account, phase, amount }) => [account, phase, Number(amount)].join(' ')).toSorted(),
    ).toEqual(['advertiser due 30', 'margin due -30', 'member due -10', 'rewards due 10']);
    const again = await post({ gk_click_id: clickId });
    expect([again.status, again.data, again.messages]).toEqual([200, answer.data, []]);
    expect((await rows('conversion_history', 'id')).map(({ kind, reason }) => [kind, reason])).toEqual([
      ['decided', null],
      ['warning', 'duplicate_postback'],
    ]);
    const [attempt] = await rows('attempts');
    expect(attempt).toMatchObject({
      status: 'completed',
      completing_conversion_id: answer.data.conversionId,
      pinned_click_id: clickId,
    });
    const [raw] = await rows('raw_requests', 'id');
    expect(raw).toMatchObject({ outcome: 'accepted', click_id: clickId, offer_id: offerId, method: 'GET' });
    expect(raw?.['query']).not.toContain('signature');
    expect(raw?.['path']).toBe('/api/v1/postback/-/-/');
    expect(raw?.['fields']).toMatchObject({ amountText: '7', email: 'a@b.c' });
    const [totals] = await rows('offer_totals');
    expect(totals).toMatchObject({ clicks: 1, conversions: 1, revenue: '30.000000' });
    expect(await rows('daily_totals')).toMatchObject([
      { clicks: 1, conversions: 1, rejected: 0, revenue: '30.000000', reward: '10.000000' },
    ]);
  });

  it('comes as GET or POST, as query, either kind of form or JSON, with or without the last slash', async () => {
    const { tenant, single, rows } = shared;
    const path = await postbackPath(tenant);
    const bare = path.replace('/?', '?');
    const offerId = await single();
    const send = (method: string, to: string, body?: string, type?: string) =>
      app.call(method, to, { ...(body !== undefined && { body, headers: { 'content-type': type ?? '' } }) });
    const clicks = await Promise.all(
      Array.from({ length: 7 }, (_, index) => makeClick(app, tenant, offerId, `form ${index}`)),
    );
    const answers = [
      await send('GET', `${bare}&gk_click_id=${clicks[0]}`),
      await send('POST', `${path}&gk_click_id=${clicks[1]}`),
      await send('POST', path, `gk_click_id=${clicks[2]}`, 'application/x-www-form-urlencoded'),
      await send('POST', path, JSON.stringify({ gk_click_id: clicks[3] }), 'application/json'),
      await send('POST', path, JSON.stringify({ GK_CLICK_ID: clicks[4] }), 'text/plain'),
      await send(
        'POST',
        path.replace(/signature=([^&]+)/, ''),
        `gk_click_id=${clicks[5]}&signature=${/signature=([^&]+)/.exec(path)?.[1]}`,
        'application/x-www-form-urlencoded',
      ),
      await send(
        'POST',
        path.replace(/signature=([^&]+)/, ''),
        parts({ gk_click_id: clicks[6] ?? '', signature: /signature=([^&]+)/.exec(path)?.[1] ?? '' }),
        'multipart/form-data; boundary="-=part"',
      ),
    ];
    expect(answers.map(({ status, data }) => [status, data?.accepted])).toEqual(
      answers.map(() => [200, true]),
    );
    const secret = /signature=([^&]+)/.exec(path)?.[1] ?? '';
    expect(JSON.stringify(await rows('raw_requests'))).not.toContain(secret);
    const broken = await send('POST', path, '{"gk_click_id": ', 'application/json');
    expect([broken.status, broken.body.responseType]).toEqual([400, 'ValidationError']);
    expect((await app.call('HEAD', `${path}&gk_click_id=${clicks[0]}`)).status).toBe(405);
  });

  it('is refused with a wrong secret, and the tenant can see that it came', async () => {
    const { tenant, rows } = await world();
    const path = await postbackPath(tenant);
    const cases = [path.replace(/signature=[^&]+/, 'signature=guess'), path.replace(/signature=[^&]+/, '')];
    for (const wrong of cases) {
      const answer = await app.call('GET', wrong);
      expect([answer.status, answer.body.responseType]).toEqual([401, 'Unauthorized']);
    }
    const nowhere = await app.call('GET', '/api/v1/postback/no/where/?signature=x', { host: tenant.host });
    expect(nowhere.status).toBe(401);
    expect((await rows('raw_requests')).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['refused', 'wrong_secret'],
      ['refused', 'wrong_secret'],
      ['refused', 'wrong_secret'],
    ]);
    const elsewhere = await app.call('GET', path, { host: 'api.somebody-else.localhost' });
    expect(elsewhere.status).toBe(401);
  });

  it('is parked with its probable cause when it cannot be decided', async () => {
    const { tenant, post, steps, rows } = shared;
    const offerId = await steps([eventBody(1), eventBody(2)]);
    const clickId = await makeClick(app, tenant, offerId, 'parked');
    const cases = [
      [
        { gk_click_id: '{click_id}' },
        'unknown_click',
        'No click has the id "{click_id}": the macro was not filled in by the sender',
      ],
      [{}, 'unknown_click', 'The postback carries no click id'],
      [{ gk_click_id: tenant.id }, 'unknown_click', `No click has the id "${tenant.id}"`],
      [
        { gk_click_id: clickId, cnv_event_id: 'levl_2' },
        'unknown_event',
        'The offer has no event "levl_2"; the nearest one is "level_2"',
      ],
    ] as const;
    for (const [values, reason, cause] of cases) {
      const answer = await post(values);
      expect([answer.status, answer.data, answer.messages]).toEqual([
        202,
        { accepted: false, conversionId: null, status: null, reason },
        [cause],
      ]);
    }
    const parked = (await rows('raw_requests')).filter(({ outcome }) => outcome === 'parked');
    expect(parked).toHaveLength(4);
  });

  it('never reaches a click of another tenant', async () => {
    const { post } = shared;
    const stranger = await world();
    const clickId = await makeClick(app, stranger.tenant, await stranger.single());
    expect((await post({ gk_click_id: clickId })).data.reason).toBe('unknown_click');
  });

  it('reads the names of the tracking system of the offer, and keeps a pair of its own to it', async () => {
    const { tenant, lookups, post, single } = await world();
    const tune = await createOffer(
      tenant,
      singleEventBody(lookups, {
        trackingSystem: 'TUNE',
        trackingSystemLink: 'https://t.example.net/?gk_click_id={gk_click_id}',
      }),
    );
    const clickId = await makeClick(app, tenant, tune, 'tuned');
    const general = await post({ aff_sub: clickId, transaction_id: 't1', sale_amount: '3.5' });
    expect([general.data.accepted, general.messages]).toEqual([true, []]);
    const { data: pair } = await tenant.call('POST', '/api/v1/settings/postback/rotate', {
      body: { trackingSystem: 'TUNE' },
    });
    const late = await makeClick(app, tenant, tune, 'later');
    expect((await post({ aff_sub: late })).status).toBe(401);
    const bound = `/api/v1/${pair.securitySegment}?signature=${encodeURIComponent(pair.signature)}`;
    const own = await app.call('GET', `${bound}&aff_sub=${late}`);
    expect([own.status, own.headers.get('content-type'), own.text]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'success=true;',
    ]);
    const unknown = await app.call('GET', `${bound}&aff_sub=nobody`);
    expect([unknown.status, unknown.text]).toEqual([
      202,
      expect.stringMatching(/^success=false; err_msg=[^;]+;$/),
    ]);
    const asJson = await app.call('GET', `${bound}&aff_sub=${late}`, {
      headers: { accept: 'application/json' },
    });
    expect([asJson.data.accepted, asJson.messages]).toEqual([true, []]);
    const foreign = await makeClick(app, tenant, await single(), 'foreign');
    expect((await app.call('GET', `${bound}&gk_click_id=${foreign}`)).status).toBe(401);
  });

  it('may come without the secret path only where the tenant allows that', async () => {
    const { tenant, single } = await world();
    const offerId = await single();
    const send = (path: string) => app.call('GET', path, { host: tenant.host });
    const [first, second] = [
      await makeClick(app, tenant, offerId, 'b1'),
      await makeClick(app, tenant, offerId, 'b2'),
    ];
    expect((await send(`/postback?gk_click_id=${first}`)).status).toBe(404);
    await tenant.call('PUT', '/api/v1/settings', { body: { postback: { allowBarePath: true } } });
    expect((await send(`/postback?gk_click_id=${first}`)).data.accepted).toBe(true);
    expect((await send(`/api/v1/conversion?gk_click_id=${second}&signature=wrong`)).status).toBe(401);
    expect((await send(`/api/v1/postback?gk_click_id=${second}`)).data.accepted).toBe(true);
  });

  it('is refused by its source when the tenant keeps an allow-list', async () => {
    const { tenant, post, single } = await world();
    const clickId = await makeClick(app, tenant, await single());
    await tenant.call('PUT', '/api/v1/settings', { body: { postback: { ipAllowList: ['203.0.113.0/24'] } } });
    const answer = await post({ gk_click_id: clickId });
    expect([answer.status, answer.data.status, answer.data.reason, answer.messages]).toEqual([
      200,
      'Rejected',
      'ip_not_whitelisted',
      ['IP address is not whitelisted'],
    ]);
    await tenant.call('PUT', '/api/v1/settings', { body: { postback: { ipAllowList: ['127.0.0.0/8'] } } });
    expect((await post({ gk_click_id: clickId, cnv_conversion_id: 'other' })).data.accepted).toBe(true);
  });
});

describe('steps in order', () => {
  it('hold what comes too soon and release it, with its own answer, when the one before is accepted', async () => {
    const { tenant, post, steps, rows } = await world();
    const offerId = await steps([eventBody(1), eventBody(2), eventBody(3)]);
    const clickId = await makeClick(app, tenant, offerId);
    const send = (level: number) => post({ gk_click_id: clickId, cnv_event_id: `level_${level}` });
    const third = await send(3);
    expect([third.status, third.data]).toEqual([
      200,
      {
        accepted: false,
        conversionId: third.data.conversionId,
        status: 'Pending',
        reason: 'waiting_for_previous_event',
      },
    ]);
    expect((await send(3)).data).toEqual(third.data);
    const second = await send(2);
    expect(await rows('holds')).toEqual([]);
    expect((await send(1)).data.accepted).toBe(true);
    const conversions = await rows('conversions', 'revenue');
    expect(conversions.map(({ status, record_id: record }) => [status, record])).toEqual(
      Array.from({ length: 3 }, () => ['Success', conversions[0]?.['record_id']]),
    );
    expect((await send(2)).data).toEqual({ ...second.data, accepted: true, status: 'Success', reason: null });
    expect(await rows('attempts')).toMatchObject([
      { status: 'completed', completing_conversion_id: third.data.conversionId },
    ]);
    const outcomes = (await rows('raw_requests', 'id')).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['accepted', 'duplicate', 'accepted', 'accepted', 'duplicate']);
    const history = await rows('conversion_history', 'id');
    expect(history.filter(({ kind }) => kind === 'released')).toHaveLength(2);
  });

  it('keep to the terms of the click, also for a step that was archived since', async () => {
    const { tenant, post, steps } = await world();
    const offerId = await steps([eventBody(1), eventBody(2)]);
    const clickId = await makeClick(app, tenant, offerId, 'early');
    const { data } = await tenant.call('GET', `${offersPath}/${offerId}`);
    const first = { ...data.offerEvents[0], revenue: 99 };
    const put = await tenant.call('PUT', `${offersPath}/${offerId}`, {
      body: { ...data, offerEvents: [first] },
    });
    expect(put.messages).toEqual([]);
    const late = await makeClick(app, tenant, offerId, 'late');
    const send = (id: string, level: number) => post({ gk_click_id: id, cnv_event_id: `level_${level}` });
    expect((await send(clickId, 1)).data.accepted).toBe(true);
    expect((await send(clickId, 2)).data.accepted).toBe(true);
    expect((await send(late, 1)).data.accepted).toBe(true);
    expect((await send(late, 2)).data.reason).toBe('event_archived');
    const revenues = (await rowsOf(app, tenant, 'conversions', 'created_at')).map(({ revenue }) =>
      Number(revenue),
    );
    expect(revenues).toEqual([1, 2, 99]);
  });
});

describe('limits', () => {
  it('refuse what goes past a cap, give nothing, and close the links', async () => {
    const { tenant, post, single, counter } = await world();
    const offerId = await single({ dailyCap: 1 });
    const [first, second] = [
      await makeClick(app, tenant, offerId, 'm1'),
      await makeClick(app, tenant, offerId, 'm2'),
    ];
    expect((await post({ gk_click_id: first })).data.accepted).toBe(true);
    expect((await post({ gk_click_id: second })).data).toMatchObject({
      status: 'Rejected',
      reason: 'cap_reached',
    });
    expect(await counter(offerId, 'Daily')).toMatchObject({ count: 1 });
    await expect(makeClick(app, tenant, offerId, 'm3')).rejects.toThrow('409');
    await moveClock(app, tenant, 24);
    expect((await post({ gk_click_id: await makeClick(app, tenant, offerId, 'm3') })).data.accepted).toBe(
      true,
    );
  });

  it('let exactly as many through as there is room for, whoever comes at once', async () => {
    const { tenant, post, single, counter } = shared;
    const offerId = await single({ budgetAmount: 90 });
    const clicks = await Promise.all(
      Array.from({ length: 12 }, (_, index) => makeClick(app, tenant, offerId, `race ${index}`)),
    );
    const answers = await Promise.all(clicks.map((gk_click_id) => post({ gk_click_id })));
    const accepted = answers.filter(({ data }) => data.accepted);
    expect(accepted).toHaveLength(3);
    expect(answers.filter(({ data }) => data.reason === 'budget_exhausted')).toHaveLength(9);
    expect(await counter(offerId, 'Daily')).toMatchObject({ count: 3, amount: '90.000000' });
  });

  it('make one conversion of 200 identical postbacks at once, and answer all of them alike', async () => {
    const { tenant, post, single, rows } = shared;
    const offerId = await single();
    const gk_click_id = await makeClick(app, tenant, offerId, 'two hundred');
    const answers = await Promise.all(Array.from({ length: 200 }, () => post({ gk_click_id })));
    const bodies = new Set(
      answers.map(({ status, data, messages }) => JSON.stringify([status, data, messages])),
    );
    expect(bodies.size).toBe(1);
    expect(answers[0]?.data.accepted).toBe(true);
    const made = (await rows('conversions')).filter((row) => row['click_id'] === gk_click_id);
    expect(made).toHaveLength(1);
  });
});

describe('test clicks', () => {
  it('are decided in full, without holds, counters, ledger and sums', async () => {
    const { tenant, post, single, rows } = await world();
    const offerId = await single();
    const { data } = await tenant.call('POST', '/api/v1/tools/test-link', { body: { offerId } });
    const url = new URL(data.url);
    const click = await app.call('GET', url.pathname + url.search, { host: tenant.host });
    const gk_click_id = new URL(click.headers.get('location') ?? '').searchParams.get('gk_click_id') ?? '';
    expect((await post({ gk_click_id })).data).toMatchObject({ accepted: true, status: 'Success' });
    expect(await rows('conversions')).toMatchObject([{ is_test: true }]);
    for (const table of ['holds', 'counters', 'ledger_entries', 'daily_totals'])
      expect(await rows(table)).toEqual([]);
    expect(await rows('offer_totals')).toMatchObject([{ clicks: 0, conversions: 0, revenue: '0.000000' }]);
  });
});
