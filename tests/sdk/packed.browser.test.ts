import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium, type Frame, type Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testApp } from '#support/app.ts';
import { findChromium } from '#support/chromium.ts';
import { packedSdk } from './packed-sdk.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const { sdk } = await packedSdk();
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
afterAll(() => browser.close());

const html = (body: string) => `<!doctype html><title>Test</title>${body}`;
/** What stands for the hosted wall: it only talks when a test makes it. */
const standIn = html('<p>Wall</p>');
const pages = new Map<string, string>();
const scripts = new Map(
  readdirSync(join(sdk, 'dist')).map((name) => [`/${name}`, readFileSync(join(sdk, 'dist', name), 'utf8')]),
);
const server = createServer(({ url = '/' }, response) => {
  const path = url.replace(/\?.*/, '');
  const page = ['/offer-wall', '/other'].includes(path) ? standIn : pages.get(path);
  const script = page === undefined ? scripts.get(path) : undefined;
  response.writeHead((page ?? script) ? 200 : 404, {
    'content-type': page ? 'text/html' : 'text/javascript',
  });
  response.end(page ?? script);
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const { port } = server.address() as AddressInfo;
const pageOrigin = `http://page.localhost:${port}`;
const wallOrigin = `http://app.acme.localhost:${port}`;

let page: Page;
let faults: string[];
beforeEach(async () => {
  page = await browser.newPage();
  faults = [];
  page.on('pageerror', (error) => faults.push(String(error)));
});
afterEach(async () => {
  await page.close();
  if (faults.length > 0) throw new Error(`The page threw ${faults.join(', ')}`);
});

async function open(body: string): Promise<void> {
  pages.set('/page', html(body));
  await page.goto(`${pageOrigin}/page`);
}

async function wallFrame(): Promise<Frame> {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  if (!frame) throw new Error('The wall has no frame');
  await frame.waitForLoadState();
  return frame;
}

/** Lets the page of a frame send a message to the page around it, as the wall would. */
async function say(frame: Frame, message: object): Promise<void> {
  const data = JSON.stringify({ source: 'pitwall-offer-wall', ...message });
  await frame.evaluate(`parent.postMessage(${data}, '*')`);
}

const told = () => page.evaluate<unknown[]>('window.told');
const heightOf = () => page.evaluate<number>('document.querySelector("iframe")?.clientHeight');

describe('an embedded wall', () => {
  const mount = (options = '') => `
    <div id="offers" style="width: 300px"></div>
    <script type="module">
      import { mountOfferWall } from '/embed.js';
      window.told = [];
      window.wall = mountOfferWall(document.querySelector('#offers'), {
        origin: '${wallOrigin}',
        parameters: { pub_member_id: 'a&b=c', pub_sub_1: undefined, pub_age: 30, other: 'x' },
        onOpened: () => told.push('opened'),
        onOfferClicked: (event) => told.push(event),
        onClosed: () => told.push('closed'),
        ${options}
      });
    </script>`;

  test('is given the member and the origin of the page, and nothing else', async () => {
    await open(mount());
    const url = new URL((await wallFrame()).url());
    expect(url.origin + url.pathname).toBe(`${wallOrigin}/offer-wall`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      pub_member_id: 'a&b=c',
      pub_age: '30',
      embed_origin: pageOrigin,
    });
    expect(await page.getByTitle('Offers').count()).toBe(1);
  });

  test('is told when it may be closed, and has the title it is given', async () => {
    await open(mount("isClosable: true, title: 'Earn coins',"));
    expect(new URL((await wallFrame()).url()).searchParams.get('embed_closable')).toBe('1');
    expect(await page.getByTitle('Earn coins').count()).toBe(1);
  });

  test('is as high as its content, within reason', async () => {
    await open(mount('minHeight: 200,'));
    const frame = await wallFrame();
    const heights: [unknown, number][] = [
      [900.2, 901],
      [50, 200],
      [1_200, 1_200],
      [-5, 200],
      ['3000px', 200],
      [1e9, 200],
    ];
    for (const [height, expected] of heights) {
      await say(frame, { type: 'height', height });
      await expect.poll(heightOf).toBe(expected);
    }
    expect(await page.evaluate('document.querySelector("iframe").clientWidth')).toBe(300);
  });

  test('tells what happens in it, and is gone once it was closed', async () => {
    await open(mount());
    const frame = await wallFrame();
    await say(frame, { type: 'opened' });
    await say(frame, { type: 'offerClicked', offerId: 'o-1', more: 'x' });
    await say(frame, { type: 'offerClicked', offerId: 7 });
    await say(frame, { type: 'unheard-of' });
    await say(frame, { type: 'closed' });
    await expect.poll(told).toEqual(['opened', { offerId: 'o-1' }, 'closed']);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  test('hears no other frame, no other origin and no other sender', async () => {
    await open(`${mount()}<iframe id="same" src="${wallOrigin}/other"></iframe>
      <iframe id="foreign" src="http://evil.localhost:${port}/other"></iframe>`);
    const wall = page.frames().find((frame) => frame.url().includes('/offer-wall'));
    for (const other of page.frames().filter((frame) => frame.url().includes('/other')))
      await say(other, { type: 'closed' });
    await page.evaluate("postMessage({ source: 'pitwall-offer-wall', type: 'closed' }, '*')");
    await wall?.evaluate(
      "parent.postMessage({ type: 'closed' }, '*'); parent.postMessage(null, '*'); parent.postMessage('closed', '*')",
    );
    // The frame's own page went elsewhere: same frame, other origin.
    await wall?.goto(`http://evil.localhost:${port}/other`);
    if (wall) await say(wall, { type: 'closed' });
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 50))');
    expect(await told()).toEqual([]);
    expect(await page.locator('#offers iframe').count()).toBe(1);
  });

  test('can be taken off without being told', async () => {
    await open(mount());
    await wallFrame();
    await page.evaluate('wall.unmount()');
    expect(await page.locator('iframe').count()).toBe(0);
    expect(await told()).toEqual([]);
  });

  test.each(['ftp://example.com', 'data:text/html,x', 'example.com', ''])(
    'refuses the origin "%s"',
    async (origin) => {
      await open('');
      const outcome = await page.evaluate(
        `import('/embed.js').then(({ mountOfferWall }) => mountOfferWall(document.body, { origin: '${origin}', parameters: {} }))
        .then(() => 'mounted', ({ name }) => name)`,
      );
      expect(outcome).toBe('TypeError');
      expect(await page.locator('iframe').count()).toBe(0);
    },
  );
});

describe('a script tag', () => {
  const tag = (attributes: string) =>
    `<script src="/offer-wall.js" data-origin="${wallOrigin}" data-pub-member-id="m-1" data-pub-sub-1="spring" ${attributes}></script>`;
  const listen = `<script>
    window.told = [];
    for (const name of ['opened', 'offerClicked', 'closed'])
      document.addEventListener('pitwall:' + name, ({ target, detail }) => told.push([name, target.id, detail]));
  </script>`;

  test('shows the wall in the element that it names, and tells the element what happens', async () => {
    await open(
      `${listen}<main id="offers"></main>${tag('data-target="#offers" data-title="Earn" data-min-height="321" data-closable')}`,
    );
    const frame = await wallFrame();
    expect(Object.fromEntries(new URL(frame.url()).searchParams)).toEqual({
      pub_member_id: 'm-1',
      pub_sub_1: 'spring',
      embed_origin: pageOrigin,
      embed_closable: '1',
    });
    expect(await page.locator('#offers').getByTitle('Earn').count()).toBe(1);
    expect(await heightOf()).toBe(321);
    for (const message of [{ type: 'opened' }, { type: 'offerClicked', offerId: 'o-1' }, { type: 'closed' }])
      await say(frame, message);
    await expect.poll(told).toEqual([
      ['opened', 'offers', {}],
      ['offerClicked', 'offers', { offerId: 'o-1' }],
      ['closed', 'offers', {}],
    ]);
  });

  test('is followed by the wall when it names no element', async () => {
    await open(`<p>Before</p>${tag('')}<p>After</p>`);
    await wallFrame();
    expect(
      await page.evaluate(
        'document.querySelector("script[data-origin]").nextElementSibling.children[0].tagName',
      ),
    ).toBe('IFRAME');
  });

  test('without an origin mounts nothing, and gives the function to mount walls with', async () => {
    await open('<script src="/offer-wall.js"></script>');
    expect(await page.locator('iframe').count()).toBe(0);
    await page.evaluate(
      `PitwallOfferWall.mount(document.body, { origin: '${wallOrigin}', parameters: {} }) && null`,
    );
    expect(await page.locator('iframe').count()).toBe(1);
  });
});

describe('the client in Chromium', () => {
  const apiPort = new URL(app.baseUrl).port;

  test('reads the wall of a tenant from a page of another origin', async () => {
    await open('');
    const offers = await page.evaluate(
      `import('/index.js').then(({ createClient }) =>
        createClient({ baseUrl: 'http://localhost:${apiPort}', tenant: '${tenant.name}' }).listWallOffers())`,
    );
    expect(offers).toMatchObject({ offers: { items: [], totalCount: 0 } });
  });

  test('is refused by the browser what is not for pages of another origin', async () => {
    await open('');
    const name = await page.evaluate(
      `import('/index.js').then(({ createClient }) =>
        createClient({ baseUrl: '${app.baseUrl}', token: '${tenant.token}', retries: 0 }).readSettings())
        .catch((error) => error.name)`,
    );
    expect(name).toBe('ConnectionError');
  });

  test('checks callbacks', async () => {
    await open('');
    const secret = `whsec_${Buffer.from('any thirty-two characters of text').toString('base64')}`;
    const now = new Date();
    const headers = {
      'webhook-id': 'd-1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('d-1', now, '{"id":"d-1"}'),
    };
    const outcomes = await page.evaluate(
      `import('/index.js').then(({ verifyCallback }) => Promise.all(['{"id":"d-1"}', '{"id":"d-2"}'].map((body) =>
        verifyCallback(body, ${JSON.stringify(headers)}, { secret: '${secret}' }).then(({ id }) => id, ({ fault }) => fault))))`,
    );
    expect(outcomes).toEqual(['d-1', 'signature_mismatch']);
  });
});
