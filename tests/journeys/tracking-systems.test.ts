import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inEngine } from '#database/transaction.ts';
import { decimal, multiply, toText } from '#domain/money.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import { allTrackingSystems } from '#domain/tracking-systems/registry.ts';
import { callApi, testApp } from '#support/app.ts';
import { createOffer, offerLookups } from '#support/offers.ts';
import { followLink, postbackPath, rowsOf } from '#support/tracking.ts';
import { eventBody, multiEventBody, singleEventBody } from '../fixtures/offer-bodies.ts';

/** A recorded request of a tracking system, in its own parameter names, and what it says. */
interface Recorded {
  readonly postback: {
    readonly method: string;
    readonly url: string;
    readonly contentType?: string;
    readonly body?: string;
  };
  readonly understood: {
    readonly clickId: string;
    readonly eventId?: string | null;
    readonly amountText?: string;
    readonly currency?: string;
    readonly conversionId?: string;
  };
}

const app = await testApp();
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);
const address = await postbackPath(tenant);
const rates = { EUR: '1.1', GBP: '1.25' };
await inEngine(app.context.database, async (tx) => {
  for (const [currency, rate] of Object.entries(rates))
    await tx.query(
      `INSERT INTO currency_rates (tenant_id, currency, rate, valid_from, created_at)
       VALUES ($1, $2, $3, tenant_now($1) - interval '1 day', tenant_now($1))`,
      [tenant.id, currency, rate],
    );
});

const folder = join(import.meta.dirname, '../../domain/tracking-systems');
const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());

/** The folder of a system is its name in lower case, with hyphens between words. */
function exampleOf(name: TrackingSystem, file: string): unknown {
  const own = folders.find((entry) => entry.name.replaceAll('-', '') === name.toLowerCase());
  return JSON.parse(readFileSync(join(folder, own?.name ?? '', 'exemplary', file), 'utf8'));
}

/** An offer of the advertiser's own link that earns half of what a conversion brings. */
async function makeOffer(name: TrackingSystem, { eventId, amountText }: Recorded['understood']) {
  const { trackingLink } = exampleOf(name, 'tracking-link.json') as { trackingLink: { given: string } };
  const shares = amountText === undefined ? {} : { conversionType: 'RevShare' };
  const over = {
    name: `Offer of ${name}`,
    trackingSystem: name,
    trackingSystemLink: trackingLink.given,
    allowRepetitions: true,
    ...shares,
  };
  const id = await createOffer(
    tenant,
    eventId == null
      ? singleEventBody(lookups, { ...over, revenue: 50, reward: 10 })
      : multiEventBody(lookups, {
          ...over,
          offerEvents: [eventBody(1, { eventId, revenue: 50, reward: 10 })],
        }),
  );
  return { id, host: new URL(trackingLink.given).host };
}

async function click(offerId: string, member: string) {
  const answer = await followLink(app, tenant, { offerId, pub_member_id: member });
  expect(answer.status).toBe(302);
  const clicks = await rowsOf(app, tenant, 'clicks', 'id DESC LIMIT 1');
  return { clickId: clicks[0]?.['id'] as string, location: new URL(answer.headers.get('location') ?? '') };
}

function send({ postback, understood }: Recorded, clickId: string) {
  const url = new URL(postback.url.replaceAll(understood.clickId, clickId));
  url.searchParams.delete('signature');
  return callApi(app.baseUrl, postback.method, `${address}&${url.search.slice(1)}`, {
    ...(postback.contentType && { headers: { 'content-type': postback.contentType } }),
    ...(postback.body && { body: postback.body.replaceAll(understood.clickId, clickId) }),
  });
}

describe.each(allTrackingSystems.map(({ name, clickOut }) => [name, clickOut.parameter] as const))(
  '%s',
  (name, parameter) => {
    it(`takes the click id out as ${parameter} and brings it back under its own names`, async () => {
      const recorded = exampleOf(name, 'postback.json') as Recorded;
      const { understood } = recorded;
      const offer = await makeOffer(name, understood);

      const first = await click(offer.id, `${name}-1`);
      expect(first.location.host).toBe(offer.host);
      expect(first.location.searchParams.get(parameter)).toBe(first.clickId);
      const answer = await send(recorded, first.clickId);
      expect([answer.status, answer.data]).toMatchObject([200, { accepted: true, status: 'Success' }]);

      const [conversion] = (await rowsOf(app, tenant, 'conversions')).filter(
        ({ id }) => id === answer.data.conversionId,
      );
      const [request] = (await rowsOf(app, tenant, 'raw_requests')).filter(
        ({ click_id: clickId }) => clickId === first.clickId,
      );
      const { eventId, amountText, currency = 'USD', conversionId } = understood;
      expect(request?.['fields']).toMatchObject({
        ...(eventId && { eventId }),
        ...(amountText && { amountText }),
        ...(conversionId && { conversionId }),
      });
      const rate = rates[currency as keyof typeof rates] ?? '1';
      const half = multiply(multiply(decimal(amountText ?? '100'), decimal(rate)), decimal('0.5'));
      expect(Number(conversion?.['revenue'])).toBe(Number(toText(half)));

      const second = await click(offer.id, `${name}-2`);
      const { data } = await tenant.call('POST', '/api/v1/tools/simulate-postback', {
        body: {
          clickId: second.clickId,
          eventId: eventId ?? undefined,
          amount: '7.5',
          currency: 'USD',
          conversionId: 'simulated',
        },
      });
      expect(data.trackingSystem).toBe(name);
      expect(data.sent).toMatchObject([{ status: 200, answer: { accepted: true, status: 'Success' } }]);
    });
  },
);
