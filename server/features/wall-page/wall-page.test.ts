import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, type ApiAnswer } from '#support/app.ts';
import { wallWorld, type WallWorld } from '#support/wall.ts';
import { multiEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
let world: WallWorld;
beforeAll(async () => {
  world = await wallWorld(app, (lookups) => ({
    Lantern: { baselineEpc: 20, creatives: [{ order: 0, url: 'http://pictures.example.net/l.png' }] },
    'Orchard </script><b>': multiEventBody(lookups, { deviceTypes: 'All', countryIds: ['US'] }),
  }));
});

/** Opens a path of the wall's host. */
function open(path: string, headers: Record<string, string> = {}): Promise<ApiAnswer> {
  const { tenant } = world;
  return app.call('GET', path, { host: tenant.host.replace('api.', 'app.'), token: null, headers });
}

function directive(answer: ApiAnswer, name: string): string {
  const policy = answer.headers.get('content-security-policy') ?? '';
  return policy.split('; ').find((one) => one.startsWith(`${name} `)) ?? '';
}

describe('the page', () => {
  it('holds the first view as markup, best offer first', async () => {
    const answer = await open('/offer-wall?pub_member_id=m1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const names = [...answer.text.matchAll(/<h3 class="card-title">([^<]+)<\/h3>/g)].map(([, name]) => name);
    // The featured one stands in the hero first, and then in the list.
    expect(names).toEqual(['Orchard &lt;/script>&lt;b>', 'Lantern', 'Orchard &lt;/script>&lt;b>']);
    expect(answer.text).toContain('10 Points');
  });

  it('runs nothing that an offer brings along', async () => {
    const { text } = await open('/offer-wall?pub_member_id=%3C/script%3E%3Cscript%3Ealert(1)%3C/script%3E');
    expect(text).not.toContain('<script>alert');
    expect(text.match(/<\/script>/g)).toHaveLength(2);
  });

  it('is kept by nobody, tells no other site who looks, and loads from nowhere but itself and its pictures', async () => {
    const answer = await open('/offer-wall?pub_member_id=m1');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(directive(answer, 'default-src')).toBe("default-src 'none'");
    expect(directive(answer, 'script-src')).toBe("script-src 'self'");
    expect(directive(answer, 'connect-src')).toBe("connect-src 'self'");
    expect(directive(answer, 'img-src')).toBe(
      "img-src 'self' https: data: blob: http://pictures.example.net",
    );
  });

  it('may be framed by itself and by the origins that the tenant allows', async () => {
    const { tenant } = world;
    expect(directive(await open('/offer-wall'), 'frame-ancestors')).toBe("frame-ancestors 'self'");
    const frameOrigins = ['https://games.example.com', 'https://app.example.org:8443'];
    await tenant.call('PUT', '/api/v1/settings/wall', { body: { frameOrigins } });
    expect(directive(await open('/offer-wall'), 'frame-ancestors')).toBe(
      `frame-ancestors 'self' ${frameOrigins.join(' ')}`,
    );
  });

  it('wears the looks of the tenant', async () => {
    const { tenant } = world;
    const looks = {
      accentColour: '#5b21b6',
      accentTextColour: '#ffffff',
      theme: 'dark',
      currencyName: 'Gems',
      logoUrl: 'http://brand.example.net/logo.svg',
    };
    expect((await tenant.call('PUT', '/api/v1/settings/wall', { body: looks })).messages).toEqual([]);
    const answer = await open('/offer-wall?pub_member_id=m1');
    expect(answer.text).toContain('data-theme="dark"');
    expect(answer.text).toContain(':root{--accent:#5b21b6;--accent-text:#ffffff}');
    expect(answer.text).toContain('10 Gems');
    expect(answer.text).toContain('src="http://brand.example.net/logo.svg"');
    expect(directive(answer, 'img-src')).toContain('http://brand.example.net');
  });

  it.each([
    ['?pub_member_id=m1', 'de, es;q=0.8, en;q=0.9', 'en', 'ltr'],
    ['?pub_member_id=m1', 'es-MX, en;q=0.5', 'es', 'ltr'],
    ['?pub_member_id=m1', 'fr', 'en', 'ltr'],
    ['?pub_member_id=m1&lang=ar', 'es', 'ar', 'rtl'],
    ['?pub_member_id=m1&lang=xx', 'es', 'es', 'ltr'],
  ])('with %s and Accept-Language %s speaks %s', async (query, accepted, language, direction) => {
    const { text } = await open(`/offer-wall${query}`, { 'accept-language': accepted });
    expect(text).toContain(`<html lang="${language}" dir="${direction}"`);
  });

  it('without a member says why it is empty', async () => {
    for (const query of ['', '?pub_member_id=']) {
      const answer = await open(`/offer-wall${query}`);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('We do not know who you are');
    }
  });

  it('with a parameter that is too long says so, as a page', async () => {
    const answer = await open(`/offer-wall?pub_member_id=m1&pub_sub_1=${'x'.repeat(501)}`);
    expect(answer.status).toBe(400);
    expect(answer.text).toContain('This link cannot be used');
  });

  it('shows an open offer with its terms before the way to it', async () => {
    const id = world.ids['Orchard </script><b>'];
    const { text } = await open(`/offer-wall?pub_member_id=m1&offer=${id}`);
    const [steps, terms, start] = ['Level 1', 'New users only.', 'offer-link-redirect?viewId='].map((part) =>
      text.indexOf(part, text.indexOf('<dialog')),
    ) as [number, number, number];
    expect(steps).toBeGreaterThan(0);
    expect(terms).toBeGreaterThan(steps);
    expect(start).toBeGreaterThan(terms);
  });

  it('says that an offer is not there when it is not', async () => {
    const answer = await open(`/offer-wall?pub_member_id=m1&offer=${app.context.newId()}`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('This offer does not exist');
  });

  it('finds what an address asks for', async () => {
    const { text } = await open('/offer-wall?pub_member_id=m1&q=lantern&sort=name&device=All');
    expect(text).toContain('1 offer<');
    expect(text).toContain('value="lantern"');
    const none = await open('/offer-wall?pub_member_id=m1&q=nothing-like-it');
    expect(none.text).toContain('No offers match');
  });

  it('has no tenant at a host that names none of ours', async () => {
    const answer = await app.call('GET', '/offer-wall', { host: 'app.nobody.localhost', token: null });
    expect(answer.status).toBe(404);
  });
});

describe('what the page is made of', () => {
  it('never changes under its name, and stays below 40 KB in all', async () => {
    const { text } = await open('/offer-wall?pub_member_id=m1');
    const names = [...new Set(text.match(/\/offer-wall\/static\/[\w.-]+/g))];
    expect(names.length).toBeGreaterThanOrEqual(3);
    let bytes = 0;
    for (const name of names) {
      const answer = await open(name);
      expect(answer.status, name).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
      expect(answer.headers.get('content-type')).toMatch(/^text\/(javascript|css); charset=utf-8$/);
      bytes += gzipSync(answer.text).length;
    }
    expect(bytes).toBeLessThan(40_000);
  });

  it('names no other file', async () => {
    for (const name of ['manifest.json', 'wall.js', '..%2Fserver.js', 'no.css']) {
      expect((await open(`/offer-wall/static/${name}`)).status, name).toBe(404);
    }
  });
});

describe('for pages of others', () => {
  it('there is one script that shows the wall', async () => {
    const answer = await open('/offer-wall.js');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(answer.text).toContain('PitwallOfferWall');
  });

  it('there is an example that takes the name of a member as text', async () => {
    const answer = await open('/examples/embed?pub_member_id=%22%3E%3Cimg%3E');
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('<img>');
    expect(answer.text).toContain('/offer-wall.js');
  });
});
