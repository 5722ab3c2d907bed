import { describe, expect, test } from 'vitest';
import { decimal } from '../money.ts';
import type { OfferEvent, OfferTerms } from '../offer.ts';
import { noCaps } from '../offer.ts';
import { termsOf } from './terms-of.ts';

const event: OfferEvent = {
  ...noCaps,
  id: 'e1',
  name: 'Install',
  eventId: 'install',
  showOnOfferWall: false,
  displayOrder: 1,
  sequenceNumber: 2,
  minTimeFromPreviousEvent: 4,
  deadlineDays: 5,
  pendingTime: null,
  hasRevenue: true,
  revenue: '2.5',
  hasReward: true,
  useDefaultRatio: true,
  reward: '250',
  allowRepetitions: true,
};

const content: OfferTerms = {
  offerType: 'MultiEvent',
  conversionType: 'FlatRate',
  rewardingType: 'Manual',
  allowRepetitions: false,
  revenue: '9',
  reward: '8',
  pendingTime: 7,
  offerEvents: [event],
  rewardRatio: '100',
};

const version = { offerId: 'o1', offerVersionId: 'v1', addedAt: new Map([['e1', 17]]) };
const share = { shareVersionId: 'sv1', payout: '1', events: [{ offerEventId: 'e1', payout: '1.25' }] };

describe('the terms of a version', () => {
  test('a MultiEvent offer has the terms of its events', () => {
    expect(termsOf({ ...version, content, share })).toEqual({
      offerVersionId: 'v1',
      shareVersionId: 'sv1',
      offerType: 'MultiEvent',
      allowRepetitions: false,
      steps: [
        {
          stepId: 'e1',
          eventId: 'install',
          sequenceNumber: 2,
          isShown: false,
          conversionType: 'FlatRate',
          rewardingType: 'Manual',
          revenue: decimal('2.5'),
          reward: decimal('250'),
          rewardRatio: null,
          payout: decimal('1.25'),
          pendingDays: 0,
          minHoursFromPrevious: 4,
          deadlineDays: 5,
          allowRepetitions: true,
          addedAt: 17,
        },
      ],
    });
  });

  test('a SingleEvent offer is its own only step, repeatable with the offer', () => {
    const single = { ...content, offerType: 'SingleEvent' as const, allowRepetitions: true, offerEvents: [] };
    expect(termsOf({ ...version, content: single, share }).steps).toMatchObject([
      {
        stepId: 'o1',
        eventId: null,
        sequenceNumber: null,
        isShown: true,
        revenue: decimal('9'),
        reward: decimal('8'),
        payout: decimal('1'),
        pendingDays: 7,
        allowRepetitions: true,
      },
    ]);
  });

  test.each([
    [{}, decimal('100')],
    [{ useDefaultRatio: false }, null],
    [{ hasReward: false, reward: null }, null],
    [{ hasRevenue: false, revenue: null }, null],
  ])('RevShare with %j uses the ratio %j', (change, rewardRatio) => {
    const offer = { ...content, conversionType: 'RevShare' as const, offerEvents: [{ ...event, ...change }] };
    expect(termsOf({ ...version, content: offer, share: null }).steps[0]).toMatchObject({
      rewardRatio,
      payout: null,
    });
  });

  test('a share that does not name a step leaves its payout open', () => {
    const terms = termsOf({ ...version, content, share: { ...share, events: [] } });
    expect(terms.steps[0]?.payout).toBeNull();
  });
});
