import { expect, it } from 'vitest';
import { testApp, type Loose } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { customTracking, makeClick, postbackSender, rowsOf } from '#support/tracking.ts';
import { singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const path = '/api/v1/currency-rates';

it('keeps dated rates, one for each currency and day, and audits every change', async () => {
  const tenant = await app.makeTenant();
  const post = (body: object) => tenant.call('POST', path, { body });
  const made = await post({ currency: 'eur', validFrom: '2026-02-01', rate: 1.083_4 });
  expect([made.status, made.data]).toMatchObject([
    201,
    { currency: 'EUR', validFrom: '2026-02-01', rate: 1.0834 },
  ]);
  expect(made.headers.get('location')).toBe(`${path}/EUR/2026-02-01`);
  expect((await post({ currency: 'EUR', validFrom: '2026-02-01', rate: 2 })).status).toBe(409);
  await post({ currency: 'GBP', validFrom: '2026-01-01', rate: 1.25 });
  for (const [body, message] of [
    [
      { currency: 'USD', validFrom: '2026-02-01', rate: 1 },
      'currency: USD is the currency of the tenant itself',
    ],
    [{ currency: 'EUR', validFrom: '2026-02-02', rate: 0 }, 'rate: must be more than 0'],
    [
      { currency: 'EURO', validFrom: '2026-02-02', rate: 1 },
      'currency: must be an ISO 4217 code such as EUR',
    ],
    [{ currency: 'EUR', validFrom: '2026-02-30', rate: 1 }, 'validFrom: must be a date such as 2026-02-27'],
    [
      { currency: 'EUR', validFrom: '2026-03-01', rate: 0.1234567890123 },
      'rate: must have at most 12 decimals',
    ],
  ] as const) {
    const refused = await post(body);
    expect([refused.status, refused.messages]).toEqual([400, [message]]);
  }
  const put = await tenant.call('PUT', `${path}/EUR/2026-02-01`, { body: { rate: 1.1 } });
  expect(put.data.rate).toBe(1.1);
  for (const key of ['EUR/2026-13-01', 'Points/2026-02-01', '978/2026-02-01', 'EUR/x'])
    expect((await tenant.call('PUT', `${path}/${key}`, { body: { rate: 1.1 } })).status).toBe(404);
  const listed = await tenant.call('GET', `${path}?filter.currency=eur,gbp&orderby=ValidFrom`);
  expect(listed.data.items.map(({ currency, rate }: Loose) => [currency, rate])).toEqual([
    ['EUR', 1.1],
    ['GBP', 1.25],
  ]);
  const stranger = await app.makeTenant();
  expect((await stranger.call('GET', path)).data.totalCount).toBe(0);
  expect((await stranger.call('DELETE', `${path}/EUR/2026-02-01`)).status).toBe(404);
  expect((await tenant.call('DELETE', `${path}/EUR/2026-02-01`)).status).toBe(204);
  expect((await tenant.call('DELETE', `${path}/EUR/2026-02-01`)).status).toBe(404);
  const audited = (await rowsOf(app, tenant, 'audit', 'id')).filter(
    (row) => row['object_kind'] === 'currency rate',
  );
  expect(audited.map(({ action }) => String(action)).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'change',
    'create',
    'create',
    'delete',
  ]);
});

it('converts an amount by the newest rate valid on its day, exactly, and leaves the own currency alone', async () => {
  const tenant = await app.makeTenant();
  const send = await postbackSender(app, tenant);
  const body = singleEventBody(await offerLookups(tenant), {
    ...customTracking,
    conversionType: 'RevShare',
    revenue: 10,
    reward: 5,
  });
  const offerId = await createOffer(tenant, body);
  const rate = (validFrom: string, value: number) =>
    tenant.call('POST', path, { body: { currency: 'CHF', validFrom, rate: value } });
  await rate('2020-01-01', 9);
  await rate('2021-01-01', 1.234_567_890_123);
  await rate('2999-01-01', 7);
  const convert = async (member: string, currency: string) => {
    const clickId = await makeClick(app, tenant, offerId, member);
    return send({ gk_click_id: clickId, cnv_amount: '100', cnv_currency: currency });
  };
  expect((await convert('a', 'CHF')).data.accepted).toBe(true);
  expect((await convert('b', 'usd')).data.accepted).toBe(true);
  expect([(await convert('c', 'JPY')).status]).toEqual([202]);
  const money = (await rowsOf(app, tenant, 'conversions', 'id')).map(({ revenue, reward }) => [
    revenue,
    reward,
  ]);
  expect(money).toEqual([
    ['12.345679', '6.172839'],
    ['10.000000', '5.000000'],
  ]);
});
