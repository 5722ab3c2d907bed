import { afterAll, describe, expect, it } from 'vitest';
import { senderBehaviours, type SenderBehaviour } from '#domain/tracking-systems/simulate.ts';
import { testApp } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { openReceiver } from '#support/receiver.ts';
import { followLink, rowsOf } from '#support/tracking.ts';
import { eventBody, multiEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { deliveryWorker } from '../deliveries/sender.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });
const worker = deliveryWorker(app.context, { pollMs: 50 });
worker.start();
afterAll(() => worker.stop());
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);

const makeOffer = (trackingSystem: string) =>
  createOffer(
    tenant,
    multiEventBody(lookups, {
      trackingSystem,
      trackingSystemLink: 'https://track.example.net/c?offer=1',
      conversionType: 'RevShare',
      offerEvents: [eventBody(1, { revenue: 50, reward: 10 })],
    }),
  );

async function click(offerId: string, member: string, values = {}): Promise<string> {
  expect((await followLink(app, tenant, { offerId, pub_member_id: member, ...values })).status).toBe(302);
  const clicks = await rowsOf(app, tenant, 'clicks', 'id DESC');
  const own = clicks.find(({ params }) => (params as Record<string, string>)['pub_member_id'] === member);
  return own?.['id'] as string;
}

const simulate = (clickId: string, body: object) =>
  tenant.call('POST', '/api/v1/tools/simulate-postback', {
    body: { clickId, eventId: 'level_1', amount: '5', currency: 'USD', conversionId: 'c1', ...body },
  });

type Outcome = readonly [status: number, accepted: boolean | null, reason: string | null];
const outcomes: Readonly<Record<SenderBehaviour, readonly Outcome[]>> = {
  success: [[200, true, null]],
  unfilled_macro: [[202, false, 'unknown_click']],
  unknown_click: [[202, false, 'unknown_click']],
  missing_click: [[202, false, 'unknown_click']],
  unknown_event: [[202, false, 'unknown_event']],
  missing_amount: [[202, false, 'amount_missing']],
  unreadable_amount: [[202, false, 'amount_invalid']],
  negative_amount: [[202, false, 'amount_invalid']],
  wrong_signature: [[401, null, null]],
  wrong_address: [[401, null, null]],
  duplicate: [
    [200, true, null],
    [200, true, null],
  ],
};

describe('a simulated sender', () => {
  it.each([
    ['AppsFlyer', 'ready-url'],
    ['AppsFlyer', 'own-names'],
    ['Adjust', 'own-names'],
    ['Everflow', 'ready-url'],
    ['Impact', 'own-names'],
    ['TUNE', 'ready-url'],
  ] as const)(
    'makes the mistakes of senders as %s by %s, and shows what came of each',
    async (system, naming) => {
      const offerId = await makeOffer(system);
      for (const behaviour of senderBehaviours) {
        const clickId = await click(offerId, `${system} ${naming} ${behaviour}`);
        const { status, data } = await simulate(clickId, { behaviour, naming });
        expect(status).toBe(200);
        const seen = data.sent.map(
          (one: { status: number; answer: { accepted: boolean; reason: string } | null }) => [
            one.status,
            one.answer?.accepted ?? null,
            one.answer?.reason ?? null,
          ],
        );
        expect([behaviour, seen]).toEqual([behaviour, outcomes[behaviour]]);
        if (seen[0]?.[1] !== true) expect(data.sent[0].messages).toEqual([expect.any(String)]);
      }
    },
  );

  it('calls the pair that is bound to the system, and shows the decision although it answers plain text', async () => {
    const offerId = await makeOffer('TUNE');
    await tenant.call('POST', '/api/v1/settings/postback/rotate', { body: { trackingSystem: 'TUNE' } });
    const { data } = await simulate(await click(offerId, 'bound'), {});
    expect(data.sent).toMatchObject([{ status: 200, answer: { accepted: true, status: 'Success' } }]);
  });

  it('shows the callback that followed, of a test click too', async () => {
    const receiver = await openReceiver();
    await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: receiver.url } } });
    const offerId = await makeOffer('Singular');
    const { data: link } = await tenant.call('POST', '/api/v1/tools/test-link', {
      body: { offerId, pub_member_id: 'tester' },
    });
    const marks = Object.fromEntries(new URL(link.url).searchParams);
    const { data } = await simulate(await click(offerId, 'tester', marks), {});
    expect(data.deliveries).toMatchObject([
      { kind: 'callback', status: 'Delivered', url: receiver.url, tries: 1, lastStatus: 200 },
    ]);
    expect(JSON.parse(data.deliveries[0].body)).toMatchObject({
      conversion: { isTest: true, revenue: 2.5, trackSysConversionAmount: '5' },
    });
  });
});
