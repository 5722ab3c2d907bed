import { expect, test } from 'vitest';
import { linkAdvice, type AdvisedOffer } from './link-advice.ts';

const sound: AdvisedOffer = {
  trackingSystemLink: 'https://app.appsflyer.com/com.x?pid=p_int&clickid={gk_click_id}',
  trackingSystem: 'AppsFlyer',
  shouldSendCostData: false,
  offerCostReportInfo: [],
  offerType: 'SingleEvent',
  conversionType: 'FlatRate',
  revenue: '2.5',
};
const costly: AdvisedOffer = {
  ...sound,
  shouldSendCostData: true,
  offerCostReportInfo: [{ costType: 'CPA', appName: 'X', storeId: 'com.x' }],
};
const withCost = `${sound.trackingSystemLink}&af_cost_model=cpa&af_cost_value=2.5&af_cost_currency=EUR`;

test.each<[about: string, offer: AdvisedOffer, codes: string[]]>([
  ['a sound link', sound, []],
  [
    'http',
    { ...sound, trackingSystemLink: sound.trackingSystemLink.replace('https', 'http') },
    ['insecure_scheme'],
  ],
  [
    'a click id that goes out where it does not come back from',
    { ...sound, trackingSystemLink: 'https://app.appsflyer.com/com.x?af_sub1={gk_click_id}' },
    ['wrong_parameter'],
  ],
  [
    'a click parameter that stands there twice',
    { ...sound, trackingSystemLink: `${sound.trackingSystemLink}&clickid=fixed` },
    ['duplicate_parameter'],
  ],
  ['cost that is sent but stands nowhere', costly, ['missing_cost']],
  ['cost on the link', { ...costly, trackingSystemLink: withCost }, []],
  ['cost that differs from step to step', { ...costly, offerType: 'MultiEvent', revenue: null }, []],
  ['cost that differs from sale to sale', { ...costly, conversionType: 'RevShare' }, []],
  [
    'a system that takes no cost on the click',
    { ...costly, trackingSystem: 'CAKE', trackingSystemLink: 'https://t.example/?a=1&s2={gk_click_id}' },
    [],
  ],
])('%s', (_about, offer, codes) => {
  expect(linkAdvice(offer, 'EUR').map(({ code }) => code)).toEqual(codes);
});

test('the cost to add is written out', () => {
  expect(linkAdvice(costly, 'EUR')[0]?.message).toContain(
    'add af_cost_model=cpa&af_cost_value=2.5&af_cost_currency=EUR.',
  );
});
