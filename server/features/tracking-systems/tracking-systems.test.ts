import { describe, expect, test } from 'vitest';
import { trackingSystems } from '#domain/offer.ts';
import { testApp } from '#support/app.ts';
import { offerLookups, offersPath } from '#support/offers.ts';
import { singleEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const lookups = await offerLookups(tenant);

type ReadyUrl = {
  trackingSystem: string | null;
  url: string;
  securitySegment: string;
  signature: string;
  domain: string;
  isBound: boolean;
  asksForThreeValues: boolean;
};

async function readyUrls(): Promise<ReadyUrl[]> {
  const { status, data } = await tenant.call<ReadyUrl[]>('GET', '/api/v1/settings/postback-urls');
  expect(status).toBe(200);
  return data;
}

describe('GET /settings/postback-urls', () => {
  test('200: the general address first, then a ready URL for every tracking system', async () => {
    const [general, ...systems] = await readyUrls();
    expect(systems.map(({ trackingSystem }) => trackingSystem)).toEqual([...trackingSystems]);
    expect(general?.trackingSystem).toBeNull();
    expect(general?.url).toBe(
      `http://${general?.domain}/api/v1/${general?.securitySegment}/?signature=${general?.signature}`,
    );
    for (const { url, isBound } of systems) {
      expect(isBound).toBe(false);
      expect(url.startsWith(`${general?.url}&gk_click_id=`)).toBe(true);
    }
    const adjust = systems.find(({ trackingSystem }) => trackingSystem === 'Adjust');
    expect(adjust?.url).toContain('&cnv_event_id={event}&cnv_amount={revenue_float}');
    expect(
      systems.filter(({ asksForThreeValues }) => asksForThreeValues).map((one) => one.trackingSystem),
    ).toEqual(expect.arrayContaining(['AppsFlyer', 'Adjust', 'Singular']));
  });

  test('200: a system with a pair of its own shows that one', async () => {
    const rotated = await tenant.call('POST', '/api/v1/settings/postback/rotate', {
      body: { trackingSystem: 'impact' },
    });
    expect(rotated.status).toBe(200);
    const impact = (await readyUrls()).find(({ trackingSystem }) => trackingSystem === 'Impact');
    expect(impact).toMatchObject({ isBound: true, signature: rotated.data.signature });
    expect(impact?.url).toContain(
      `/api/v1/${rotated.data.securitySegment}/?signature=${rotated.data.signature}&`,
    );
  });

  test('401: a token is needed', async () => {
    expect((await tenant.call('GET', '/api/v1/settings/postback-urls', { token: null })).status).toBe(401);
  });
});

describe('POST /tools/check-link', () => {
  const check = (body: unknown) => tenant.call('POST', '/api/v1/tools/check-link', { body });

  test('200: a tracking link is diagnosed and corrected', async () => {
    const { status, data } = await check({
      text: 'http://app.appsflyer.com/com.example?pid=p_int&clickid={{click_id}}',
      trackingSystem: 'appsflyer',
    });
    expect(status).toBe(200);
    expect(data.problems.map(({ code }: { code: string }) => code)).toEqual([
      'insecure_scheme',
      'wrong_braces',
      'misspelt_macro',
    ]);
    expect(data.corrected).toBe('https://app.appsflyer.com/com.example?pid=p_int&clickid={gk_click_id}');
  });

  test('200: a postback URL is compared with the true address and signature', async () => {
    const tune = (await readyUrls()).find(({ trackingSystem }) => trackingSystem === 'TUNE');
    const broken = (tune?.url ?? '')
      .replace(/signature=[^&]*/, 'signature=old')
      .replace('{aff_click_id}', '{gk_click_id}');
    const { data } = await check({ text: broken, trackingSystem: 'TUNE', kind: 'postback-url' });
    const codes = data.problems.map(({ code }: { code: string }) => code);
    expect(codes).toEqual(['wrong_macro', 'wrong_signature']);
    expect(data.corrected).toBe(tune?.url);
  });

  test('400: the text is required, and the system must be one of the list', async () => {
    const { status, messages } = await check({ trackingSystem: 'Nobody' });
    expect(status).toBe(400);
    expect(messages.map((message) => message.split(':')[0])).toEqual(
      expect.arrayContaining(['text', 'trackingSystem']),
    );
  });
});

describe('an offer that is saved', () => {
  const save = (trackingSystemLink: string) =>
    tenant.call('POST', offersPath, {
      body: singleEventBody(lookups, { trackingSystem: 'AppsFlyer', trackingSystemLink }),
    });

  test('201: tells in its details what is odd about its link, which was saved as it was sent', async () => {
    const link = 'http://app.appsflyer.com/com.example?pid=p_int&af_sub1={gk_click_id}';
    const { status, data } = await save(link);
    expect(status).toBe(201);
    const read = await tenant.call('GET', `${offersPath}/${data.id}`);
    expect(read.data.trackingSystemLink).toBe(link);
    expect(read.data.linkAdvice).toEqual([
      { code: 'insecure_scheme', severity: 'warning', message: expect.any(String), at: 'http://' },
      {
        code: 'wrong_parameter',
        severity: 'error',
        message: 'AppsFlyer brings the click id back from clickid, not from af_sub1.',
        at: 'af_sub1={gk_click_id}',
      },
    ]);
    const again = await tenant.call('PUT', `${offersPath}/${data.id}`, { body: read.data });
    expect([again.status, again.messages]).toEqual([200, []]);
  });

  test('201: has no advice for a sound link, to which the click parameter was added', async () => {
    const { data } = await save('https://app.appsflyer.com/com.example?pid=p_int');
    expect((await tenant.call('GET', `${offersPath}/${data.id}`)).data.linkAdvice).toEqual([]);
  });

  test('400: a link that leads nowhere is refused', async () => {
    for (const link of [
      'ask Anna',
      'market://details',
      'https://{gk_click_id}.example/',
      'https://a.example/{x}',
    ]) {
      const { status, messages } = await save(link);
      expect([status, messages]).toEqual([400, [expect.stringMatching(/^trackingSystemLink: /)]]);
    }
  });
});

describe('POST /tools/simulate-postback', () => {
  test('404: a click that is not there', async () => {
    const body = { clickId: '0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f10' };
    expect((await tenant.call('POST', '/api/v1/tools/simulate-postback', { body })).status).toBe(404);
  });

  test('400: the behaviour is one of the list', async () => {
    const body = { clickId: '0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f10', behaviour: 'explode' };
    const { status, messages } = await tenant.call('POST', '/api/v1/tools/simulate-postback', { body });
    expect(status).toBe(400);
    expect(messages[0]).toMatch(/^behaviour: /);
  });
});
