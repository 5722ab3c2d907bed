import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decimal } from '#domain/money.ts';
import type { OfferContent } from '#domain/offer.ts';
import { uploadsOf, type OfferDay } from './request.ts';

const fixture = JSON.parse(readFileSync(new URL('upload.fixture.json', import.meta.url), 'utf8')) as {
  path: string;
  body: object[];
};
const sender = { mediaSource: 'pitwall_int', currency: 'EUR' };
const offerId = '0193a1f2-7c40-7b1e-9c55-3a1fb4f9bd20';

function offerDay(cost: string, content: Partial<OfferContent> = {}, day = '2026-02-27', id = offerId) {
  const whole = {
    name: 'Lantern',
    advertiserCampaignName: 'lantern_q1',
    trackingSystemLink: 'https://app.appsflyer.com/id1?clickid={gk_click_id}',
    offerCostReportInfo: [{ costType: 'CPA', appName: 'Lantern', storeId: '1234567890' }],
    ...content,
  } as OfferContent;
  return { day, offerId: id, content: whole, cost: decimal(cost) } satisfies OfferDay;
}

const app = (storeId: string) => ({
  offerCostReportInfo: [{ costType: 'CPI' as const, appName: 'x', storeId }],
});

describe('an upload to AppsFlyer', () => {
  it('is the fixture, to the letter', () => {
    const second = {
      advertiserCampaignName: '',
      name: 'Second lantern',
      trackingSystemLink: 'https://app.appsflyer.com/id1?af_c_id=winter%207&clickid={gk_click_id}',
    };
    const days = [
      offerDay('12.345678', {}, '2026-02-26'),
      offerDay('0'),
      offerDay('1', second),
      // Another offer of the same campaign: AppsFlyer would keep the later row alone.
      offerDay('2.5', second, '2026-02-27', '0193a1f2-7c40-7b1e-9c55-3a1fb4f9bd21'),
    ];
    const [upload, ...others] = uploadsOf(days, sender);
    expect(others).toEqual([]);
    expect(upload).toMatchObject({ appId: 'id1234567890', path: fixture.path, rowCount: 3 });
    expect(JSON.parse(upload?.body ?? '')).toEqual(fixture.body);
  });

  it.each([
    ['1234567890', 'id1234567890'],
    ['id1234567890', 'id1234567890'],
    [' com.example.app ', 'com.example.app'],
    ['a/b?c', 'a/b?c'],
  ])('of the app %j goes to %s', (storeId, appId) => {
    const [upload] = uploadsOf([offerDay('1', app(storeId))], sender);
    expect(upload).toMatchObject({ appId, path: expect.stringContaining(`/${encodeURIComponent(appId)}`) });
  });

  it.each([[[]], [app('').offerCostReportInfo], [app('x'.repeat(251)).offerCostReportInfo]])(
    'is not made without an app that AppsFlyer could know: %j',
    (offerCostReportInfo) => {
      expect(uploadsOf([offerDay('1', { offerCostReportInfo })], sender)).toEqual([]);
    },
  );

  it.each([
    ['https://x.example/?af_c_id=summer', 'summer'],
    ['https://x.example/?a=1&af_c_id=a+b', 'a b'],
    ['https://x.example/?af_c_id={gk_offer_id}', base64url(offerId)],
    ['https://x.example/?af_c_id=', base64url(offerId)],
    ['https://x.example/?af_c_id=%ff', base64url(offerId)],
    [`https://x.example/?af_c_id=${'x'.repeat(25)}`, base64url(offerId)],
    ['https://x.example/', base64url(offerId)],
  ])('names the campaign of the link %s', (trackingSystemLink, campaignId) => {
    const [upload] = uploadsOf([offerDay('1', { trackingSystemLink })], sender);
    const [row] = JSON.parse(upload?.body ?? '') as { campaign_id: string }[];
    expect(row?.campaign_id).toBe(campaignId);
    expect(campaignId.length).toBeLessThanOrEqual(24);
  });

  it('stays under a megabyte, and keeps the newest days', () => {
    const days = Array.from({ length: 9_000 }, (_, index) =>
      offerDay('1', { name: 'n'.repeat(200) }, `2026-02-${10 + Math.floor(index / 1_000)}`, idOf(index)),
    );
    const [upload] = uploadsOf(days, sender);
    expect(upload?.body.length).toBeLessThan(1_000_000);
    const rows = JSON.parse(upload?.body ?? '') as { date: string }[];
    expect(rows.length).toBeGreaterThan(3_000);
    expect(rows.at(-1)?.date).toBe('2026-02-18');
    expect(rows.length).toBe(upload?.rowCount);
  });
});

function base64url(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

function idOf(index: number): string {
  return `0193a1f2-7c40-7b1e-9c55-${index.toString(16).padStart(12, '0')}`;
}
