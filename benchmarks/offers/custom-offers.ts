import { randomUUID } from 'node:crypto';
import type { Measurement } from '../measurement.ts';
import { onGround, type Ground } from './ground.ts';
import { riseDuring } from './memory.ts';

const OFFERS = 5_000;
const MOST_SECONDS = 20;
const MOST_MEGABYTES = 400;
const path = '/integrations/offer-providers/custom/offers';

/** What a call answers, as far as it is looked at here. */
interface Answer {
  readonly createdOffers: readonly unknown[];
  readonly updatedOffers: readonly unknown[];
  readonly notChangedOffers: readonly unknown[];
}

/** One call with thousands of offers: new ones, the same again, and all of them changed. */
export function measureCustomOffers(): Promise<Measurement[]> {
  return onGround(async (ground) => {
    // What is compiled and connected by a first call is not what is measured.
    await send(ground, 100, 'warm', 1);
    const figures: Measurement[] = [];
    for (const [what, revenue, list] of [
      ['new', 1, 'createdOffers'],
      ['the same', 1, 'notChangedOffers'],
      ['changed', 2, 'updatedOffers'],
    ] as const) {
      let count = 0;
      const rise = await riseDuring(ground.server.pid, async () => {
        count = (await send(ground, OFFERS, 'offer', revenue))[list].length;
      });
      if (count !== OFFERS) throw new Error(`${count} of ${OFFERS} offers were ${what}`);
      const name = `${OFFERS} offers in one call, ${what}`;
      figures.push(
        { name, value: rise.seconds, unit: 's', atMost: MOST_SECONDS },
        { name: `${name}: more memory`, value: rise.megabytes, unit: 'MB', atMost: MOST_MEGABYTES },
      );
    }
    return figures;
  });
}

function send(ground: Ground, count: number, prefix: string, revenue: number): Promise<Answer> {
  const { advertiserId, ageId, categoryId } = ground;
  const offers = Array.from({ length: count }, (_, index) => ({
    externalId: `${prefix}-${index}`,
    offerData: {
      offerLink: `https://track.example.com/click?offer=${index}`,
      trackingSystem: 'CustomTracking',
      name: `Harbor Tycoon ${index}`,
      headline: 'Build your harbor',
      offerDetails: `Install the app and reach the levels shown. ${'Every level pays. '.repeat(20)}`,
      creativeFileExternalUrl: 'https://cdn.example.com/icon.png',
      offerType: 'SingleEvent',
      conversionType: 'FlatRate',
      advertiserId,
      budgetType: 'Daily',
      budgetAmount: 1_000,
      launchDate: '2026-01-01T00:00:00Z',
      ageId,
      categoryIds: [categoryId],
      countryIds: ['US', 'CAN', '276'],
      revenue,
      reward: 1,
      rewardingType: 'Automatic',
      pendingTime: 0,
    },
  }));
  const body = { concurrencyRequestId: randomUUID(), operation: 'Insert', offers };
  return ground.call<Answer>('POST', path, body);
}
