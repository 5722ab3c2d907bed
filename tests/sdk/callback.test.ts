import { expect, test } from 'vitest';
import { Callback, CallbackConversion } from '#contract/callback.ts';
import { callbackBody } from '#domain/delivery/callback-body.ts';
import { noTrackingFacts, type DeliveryFacts } from '#domain/delivery/facts.ts';
import { decimal } from '#domain/money.ts';
import { faultsOf } from '#server/http/check.ts';

const id = (number: number) => `01970000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const instant = 1_777_886_400_000_000;

const bare: DeliveryFacts = {
  status: 'Rejected',
  rejectionReason: null,
  userCompletedAt: instant,
  createdAt: instant,
  clickedAt: null,
  viewId: null,
  clickId: id(1),
  conversionId: id(2),
  offerId: id(3),
  offerName: 'Castle Quest',
  advertiser: { id: id(4), name: 'Quest Studio' },
  category: null,
  country: null,
  step: null,
  revenue: null,
  payout: null,
  reward: null,
  pub: {},
  tracking: noTrackingFacts,
  partner: null,
  isTest: false,
};

const full: DeliveryFacts = {
  ...bare,
  status: 'Success',
  clickedAt: instant,
  viewId: id(5),
  category: { id: id(6), name: 'Games' },
  country: { id: id(7), code2: 'CA', code3: 'CAN' },
  step: { id: id(8), eventId: 'level_5', name: 'Reach level 5', sequenceNumber: 2 },
  revenue: decimal('1.25'),
  reward: decimal('125'),
  pub: { pub_member_id: 'm-1', pub_sub_15: 'fifteen' },
  tracking: { ...noTrackingFacts, amount: '1.2500', subs: ['a', null, 'c', null, 'e'] },
  partner: { id: id(9), name: 'Partner' },
  isTest: true,
};

test.each([
  ['that knows little', bare],
  ['that knows all', full],
])('a callback about a conversion %s has the described shape, key by key in its order', (_, facts) => {
  const body: unknown = JSON.parse(callbackBody(id(10), instant, facts));
  expect(faultsOf(Callback, body)).toEqual([]);
  expect(Object.keys((body as { conversion: object }).conversion)).toEqual(
    Object.keys(CallbackConversion.properties),
  );
});
