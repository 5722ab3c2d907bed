import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { publisherSubs } from '../macros/names.ts';
import { decimal } from '../money.ts';
import { parseInstant } from '../time.ts';
import { callbackBody } from './callback-body.ts';
import { isReported } from './due.ts';
import { noTrackingFacts, type DeliveryFacts } from './facts.ts';
import { verdictOf } from './outcome.ts';
import { partnerPostbackRequest } from './partner-postback.ts';
import { pauseMs, retryAfterMs } from './schedule.ts';

const at = (text: string) => parseInstant(text) as number;

const sample: DeliveryFacts = {
  status: 'Success',
  rejectionReason: null,
  userCompletedAt: at('2026-05-04T09:30:00.125Z'),
  createdAt: at('2026-05-04T09:30:01Z'),
  clickedAt: at('2026-05-04T08:00:00Z'),
  viewId: '01970000-0000-7000-8000-000000000001',
  clickId: '01970000-0000-7000-8000-000000000002',
  conversionId: '01970000-0000-7000-8000-000000000003',
  offerId: '01970000-0000-7000-8000-000000000004',
  offerName: 'Castle Quest & Co',
  advertiser: { id: '01970000-0000-7000-8000-000000000005', name: 'Quest Studio' },
  category: { id: '01970000-0000-7000-8000-000000000006', name: 'Games' },
  country: { id: '01970000-0000-7000-8000-000000000007', code2: 'CA', code3: 'CAN' },
  step: {
    id: '01970000-0000-7000-8000-000000000008',
    eventId: 'level_5',
    name: 'Reach level 5',
    sequenceNumber: 2,
  },
  revenue: decimal('1.25'),
  payout: decimal('0.8'),
  reward: decimal('125'),
  pub: {
    pub_member_id: 'm-1',
    pub_click_id: 'pc 9/8',
    pub_sub_1: 'one',
    pub_sub_15: 'fifteen',
    pub_device: 'Android',
  },
  tracking: {
    eventId: 'level_5',
    conversionId: 'tx-77',
    amount: '1.2500',
    ipAddress: '198.51.100.7',
    email: 'player@example.com',
    userId: 'u-1',
    subs: ['s1', null, 's3', null, null],
  },
  partner: null,
  isTest: false,
};
const body = (facts: Partial<DeliveryFacts>) =>
  JSON.parse(callbackBody('d-1', at('2026-05-04T09:30:02Z'), { ...sample, ...facts }));

describe('the body of a callback', () => {
  it('has the published keys in the published order', () => {
    const subs = publisherSubs.map((_, index) => `pubSub${index + 1}`).join(' ');
    const trackSys = [1, 2, 3, 4, 5].map((sub) => `trackSysConversionSub${sub}`).join(' ');
    expect(Object.keys(body({}))).toEqual(['id', 'sentAt', 'conversion']);
    const published = `status rejectionReason userCompletedAt isRewardSent viewId clickId conversionId offerId offerName
      offerAdvertiserId offerEventId offerAdvertiserName offerCategoryId offerCategoryName offerCountryId
      offerCountryCode2 offerCountryCode3 eventId eventName rewardPoints revenue pubMemberId pubClickId pubSessionId
      pubGender pubAge pubGeoCountry pubGeoState pubPostalCode ${subs} pubDevice trackSysEventId trackSysConversionId
      trackSysConversionAmount trackSysConversionIpAddress trackSysConversionEmail trackSysConversionUserId ${trackSys}
      sequenceNumber partnerId partnerName createdAt clickTime`;
    expect(Object.keys(body({}).conversion)).toEqual([...published.split(/\s+/), 'isTest']);
  });

  it('carries every value where it belongs', () => {
    expect(body({})).toMatchObject({
      id: 'd-1',
      sentAt: '2026-05-04T09:30:02+00:00',
      conversion: {
        status: 'Success',
        isRewardSent: true,
        userCompletedAt: '2026-05-04T09:30:00.125+00:00',
        offerCountryCode2: 'CA',
        offerCountryCode3: 'CAN',
        eventId: 'level_5',
        eventName: 'Reach level 5',
        rewardPoints: 125,
        revenue: 1.25,
        pubMemberId: 'm-1',
        pubSub1: 'one',
        pubSub2: null,
        pubSub15: 'fifteen',
        trackSysConversionAmount: '1.2500',
        trackSysConversionSub3: 's3',
        sequenceNumber: 2,
        partnerId: null,
        clickTime: '2026-05-04T08:00:00+00:00',
      },
    });
  });

  it('has no reward for a conversion that a partner sent', () => {
    const partner = { id: '01970000-0000-7000-8000-000000000009', name: 'Traffic House' };
    expect(body({ partner }).conversion).toMatchObject({
      rewardPoints: 0,
      partnerId: partner.id,
      partnerName: 'Traffic House',
    });
  });

  it('says nothing where there is nothing', () => {
    const facts = {
      step: null,
      revenue: null,
      reward: null,
      tracking: noTrackingFacts,
      clickedAt: null,
      pub: {},
    };
    expect(body({ ...facts, category: null, country: null, viewId: null }).conversion).toMatchObject({
      rewardPoints: 0,
      revenue: null,
      offerEventId: null,
      eventId: null,
      eventName: null,
      sequenceNumber: null,
      offerCategoryId: null,
      offerCountryCode2: null,
      viewId: null,
      clickTime: null,
      pubMemberId: null,
      trackSysConversionAmount: null,
      trackSysConversionSub5: null,
    });
  });

  it('gives a reason only when the conversion is rejected', () => {
    const rejectionReason = 'cap_reached';
    expect(body({ rejectionReason }).conversion.rejectionReason).toBeNull();
    expect(body({ rejectionReason, status: 'Rejected' }).conversion).toMatchObject({
      rejectionReason,
      isRewardSent: false,
    });
  });
});

describe('a partner postback', () => {
  const url = (template: string, facts: Partial<DeliveryFacts> = {}) =>
    partnerPostbackRequest(template, { ...sample, ...facts })?.url;

  it('fills every macro, encoded by its place', () => {
    expect(
      url(
        'https://partner.example/{pub_click_id}?m={pub_member_id}&o={gk_offer_id}&n={gk_offer_name}&e={cnv_event_id}&a={cnv_amount}&p={payout}&c={gk_conversion_id}&s={cnv_status}&s1={pub_sub_1}&s2={pub_sub_2}',
      ),
    ).toBe(
      'https://partner.example/pc%209%2F8?m=m-1&o=01970000-0000-7000-8000-000000000004&n=Castle%20Quest%20%26%20Co&e=level_5&a=1.2500&p=0.8&c=01970000-0000-7000-8000-000000000003&s=Success&s1=one&s2=',
    );
  });

  it('names the event that the tracking system sent where the offer has no steps', () => {
    expect(url('https://p.example/?e={cnv_event_id}&p={payout}', { step: null, payout: null })).toBe(
      'https://p.example/?e=level_5&p=',
    );
  });

  it('is not sent to an address that cannot be read', () => {
    expect(partnerPostbackRequest('https://{pub_sub_1}/', sample)).toBeNull();
  });
});

test.each([
  ['Success', false, false, true],
  ['Success', true, true, true],
  ['Pending', false, true, false],
  ['Pending', true, false, true],
  ['Rejected', true, false, false],
  ['Rejected', false, true, true],
] as const)(
  '%s with pending %s and rejected %s is reported: %s',
  (status, sendPending, sendRejected, expected) => {
    expect(isReported(status, { sendPending, sendRejected })).toBe(expected);
  },
);

describe('one try', () => {
  const answered = (status: number, answer = '') => ({ status, answer, retryAfter: null });

  it.each([
    [answered(200), null, 'delivered'],
    [answered(204), null, 'delivered'],
    [answered(299), null, 'delivered'],
    [answered(199), null, 'retry'],
    [answered(301), null, 'retry'],
    [answered(302), null, 'retry'],
    [answered(304), null, 'retry'],
    [answered(400), null, 'retry'],
    [answered(404), null, 'retry'],
    [answered(410), null, 'gone'],
    [answered(429), null, 'retry'],
    [answered(500), null, 'retry'],
    [answered(503), null, 'retry'],
    [{ error: 'other side closed' }, null, 'retry'],
    [answered(200, ' OK\n'), { bodies: ['ok'] }, 'delivered'],
    [answered(200, 'not ok'), { bodies: ['ok'] }, 'retry'],
    [answered(200, 'ok and more'), { bodies: ['ok'] }, 'retry'],
    [answered(201), { statuses: [200] }, 'retry'],
    [answered(403, 'duplicate'), { statuses: [200, 403] }, 'delivered'],
    [answered(410), { statuses: [410] }, 'gone'],
  ] as const)('%j under %j is %s', (result, accepts, verdict) => {
    expect(verdictOf(result, accepts)).toBe(verdict);
  });
});

describe('the pause before the next try', () => {
  it('doubles from 2 to 64 minutes and stays at 2 hours', () => {
    const minutes = [1, 2, 3, 4, 5, 6, 7, 8, 50].map((tries) => pauseMs(tries, 0) / 60_000);
    expect(minutes).toEqual([2, 4, 8, 16, 32, 64, 120, 120, 120]);
  });

  it('is spread by at most a tenth, and never shorter', () => {
    const jitter = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), jitter, (tries, spread) => {
        const plain = pauseMs(tries, 0);
        const spreadOut = pauseMs(tries, spread);
        expect(spreadOut).toBeGreaterThanOrEqual(plain);
        expect(spreadOut).toBeLessThanOrEqual(plain * 1.1);
      }),
    );
  });

  const now = Date.UTC(2026, 4, 4, 9, 0, 0);
  it.each([
    [null, 0],
    ['', 0],
    ['soon', 0],
    ['-5', 0],
    ['1.5', 0],
    ['120', 120_000],
    [' 7 ', 7_000],
    ['Mon, 04 May 2026 09:10:00 GMT', 600_000],
    ['Mon, 04 May 2026 08:00:00 GMT', 0],
    ['Mon, 04 Foo 2026 08:00:00 GMT', 0],
  ])('reads Retry-After "%s" as %d ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });

  it('counts the time until a date in whole milliseconds, never too few', () => {
    expect(retryAfterMs('Mon, 04 May 2026 09:10:00 GMT', now + 0.382)).toBe(600_000);
  });

  it('reads every date that HTTP writes', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(now), max: new Date(4_102_444_800_000), noInvalidDate: true }),
        (date) => {
          const whole = Math.floor(date.getTime() / 1_000) * 1_000;
          expect(retryAfterMs(date.toUTCString(), now)).toBe(whole - now);
        },
      ),
    );
  });
});
