import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inTenant } from '#database/transaction.ts';
import { testApp } from '#support/app.ts';
import { writeAttempt } from '#support/member-state.ts';
import { rowsOf } from '#support/tracking.ts';
import { wallWorld, type WallWorld } from '#support/wall.ts';
import {
  accessibilityFaults,
  contrastFaults,
  openBrowser,
  sidewaysScroll,
  watchedPage,
  type WatchedPage,
} from '#support/wall-browser.ts';
import { eventBody, multiEventBody } from '../../../tests/fixtures/offer-bodies.ts';
import { storeAsset } from '../assets/exports.ts';

const app = await testApp();
const browser = await openBrowser();
const { port } = new URL(app.baseUrl);
const svg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path fill="teal" d="M0 0h2v1H0z"/></svg>';

let world: WallWorld;
let origin: string;
beforeAll(async () => {
  world = await wallWorld(app, (lookups, tenant) => {
    origin = `http://${tenant.host.replace('api.', 'app.')}:${port}`;
    const ours = {
      trackingSystem: 'CustomTracking',
      trackingSystemLink: 'https://ads.example.net/go?m={pub_member_id}',
      creatives: [{ order: 0, url: `${origin}/assets/picture.svg`, metadata: 'icon' }],
      deviceTypes: 'All',
      lockBaselineEpc: true,
    };
    const steps = [
      eventBody(1, { name: 'Install' }),
      eventBody(2, { name: 'Reach level 5', deadlineDays: 7 }),
      eventBody(3, { name: 'Reach level 9', pendingTime: 10 }),
      eventBody(4, { name: 'Buy a pack', sequenceNumber: null }),
    ];
    const many = Array.from({ length: 30 }, (_, index) => [
      `Survey ${index + 10}`,
      { ...ours, baselineEpc: 2, isFeatured: index < 4 },
    ]);
    return {
      'Orchard Story': multiEventBody(lookups, { ...ours, baselineEpc: 90, offerEvents: steps }),
      'Lantern stream': {
        ...ours,
        baselineEpc: 80,
        categoryIds: [lookups.categoryIds[1]],
        rewardingType: 'Manual',
      },
      'Harbor trial': { ...ours, baselineEpc: 70, reward: 500 },
      'Phone only': { ...ours, baselineEpc: 60, deviceTypes: 'IOS' },
      'Small share': { ...ours, baselineEpc: 50, conversionType: 'RevShare', reward: 5, revenue: 10 },
      ...Object.fromEntries(many),
    };
  });
  const { tenant, ids } = world;
  await inTenant(app.context.database, tenant.id, (tx) =>
    storeAsset(app.context, tx, { name: 'picture.svg', mediaType: 'image/svg+xml', bytes: Buffer.from(svg) }),
  );
  const orchard = ids['Orchard Story'] as string;
  const { data } = await tenant.call('GET', `/api/v1/sdk-offer-management/publisher/offers/${orchard}`);
  const [install, levelFive] = data.offerEvents as { id: string }[];
  const today = new Date().toISOString();
  await writeAttempt(app, tenant, {
    member: 'busy',
    offerId: orchard,
    clickedAt: today,
    conversions: [
      { stepId: install?.id ?? '', status: 'Success', completedAt: today },
      { stepId: levelFive?.id ?? '', status: 'Rejected', reason: 'too_early', completedAt: today },
    ],
  });
  await writeAttempt(app, tenant, {
    member: 'busy',
    offerId: ids['Harbor trial'] as string,
    clickedAt: today,
    status: 'completed',
    conversions: [{ status: 'Success', completedAt: today, isCompleting: true }],
  });
});

let watched: WatchedPage | undefined;
afterEach(async () => {
  const faults = watched?.faults ?? [];
  await watched?.page.context().close();
  watched = undefined;
  if (faults.length > 0) throw new Error(`The page made faults: ${faults.join('; ')}`);
});

async function open(query: string, options: Parameters<typeof watchedPage>[1] = {}): Promise<Page> {
  const page = await look(query, options);
  // The scripts have taken over once nothing is loaded any more.
  await page.waitForLoadState('networkidle');
  return page;
}

/** Opens the wall as the server wrote it, whether or not the scripts have taken over. */
async function look(query: string, options: Parameters<typeof watchedPage>[1] = {}): Promise<Page> {
  watched = await watchedPage(browser, options);
  await watched.page.goto(`${origin}/offer-wall?${query}`);
  return watched.page;
}

const card = (page: Page, name: string) =>
  page.getByRole('listitem').getByRole('link', { name: new RegExp(name) });
const names = (page: Page) => page.locator('.cards h3').allTextContents();

describe('the list', () => {
  test('shows what can be done, best first, with its reward', async () => {
    const page = await open('pub_member_id=new&pub_device=Browser');
    expect((await names(page)).slice(0, 3)).toEqual(['Orchard Story', 'Lantern stream', 'Harbor trial']);
    expect(await page.getByRole('status').textContent()).toBe('34 offers');
    expect(await card(page, 'Harbor trial').textContent()).toContain('500 Points');
    expect(await card(page, 'Small share').textContent()).toContain('5% back');
    expect(await page.locator('.hero').textContent()).toContain('Up to 2.5 Points');
  });

  test('is searched while one types, and the address and the back button follow', async () => {
    const page = await open('pub_member_id=new');
    await page.getByRole('searchbox', { name: 'Search offers' }).fill('lantern');
    await expect.poll(() => names(page)).toEqual(['Lantern stream']);
    expect(new URL(page.url()).searchParams.get('q')).toBe('lantern');
    await page.reload();
    expect(await names(page)).toEqual(['Lantern stream']);
    await page.getByRole('link', { name: 'In progress' }).click();
    await page.getByRole('heading', { name: 'No offers match' }).waitFor();
    await page.goBack();
    await expect.poll(() => names(page)).toEqual(['Lantern stream']);
    await page.getByRole('searchbox').fill('zzz');
    await page.getByRole('link', { name: 'Clear filters' }).click();
    await expect.poll(async () => (await names(page)).length).toBeGreaterThan(20);
    expect(await page.getByRole('searchbox').inputValue()).toBe('');
  });

  test('is narrowed by category, device and order', async () => {
    const page = await open('pub_member_id=new&pub_device=Browser');
    await page.getByLabel('Device').selectOption('iPhone and iPad');
    await page.getByRole('heading', { name: 'Phone only' }).waitFor();
    await page.getByLabel('Device').selectOption('This device');
    await expect.poll(() => names(page)).not.toContain('Phone only');
    await page.getByLabel('Sort by').selectOption('Highest reward');
    await expect.poll(async () => (await names(page))[0]).toBe('Harbor trial');
    const { data } = await world.tenant.call(
      'GET',
      '/api/v1/sdk-back-office-management/categories?page_size=100',
    );
    const id = world.lookups.categoryIds[1];
    const category = (data.items as { id: string; name: string }[]).find((one) => one.id === id)?.name ?? '';
    await page.getByRole('navigation', { name: 'Categories' }).getByRole('link', { name: category }).click();
    await expect.poll(() => names(page)).toEqual(expect.arrayContaining(['Lantern stream']));
    expect(new URL(page.url()).searchParams.get('category')).toBe(category);
  });

  test('shows more when asked, each offer once', async () => {
    const page = await open('pub_member_id=new');
    expect((await names(page)).length).toBe(24);
    await page.getByRole('link', { name: 'Show more offers' }).click();
    await expect.poll(async () => (await names(page)).length).toBe(34);
    expect(new Set(await names(page)).size).toBe(34);
    expect(await page.getByRole('link', { name: 'Show more offers' }).count()).toBe(0);
  });

  test('says why it is empty and what to do', async () => {
    const page = await open('pub_member_id=new&tab=completed');
    await page.getByRole('heading', { name: 'Nothing completed yet' }).waitFor();
    await page.getByRole('link', { name: 'See available offers' }).click();
    await page.getByRole('heading', { name: 'Harbor trial' }).waitFor();
  });

  test('says when it cannot be loaded, and tries again', async () => {
    const page = await open('pub_member_id=new');
    await page.route('**/api/v1/offer-wall/**', (route) => route.abort());
    await page.getByRole('link', { name: 'In progress' }).click();
    await page.getByRole('alert').getByText('Check your connection').waitFor();
    await page.unroute('**/api/v1/offer-wall/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Nothing in progress' }).waitFor();
    // The browser itself writes the refused request down.
    watched?.faults.splice(0);
  });
});

describe('an offer', () => {
  test('opens over the list by keyboard, closes with Escape, and gives the focus back', async () => {
    const page = await open('pub_member_id=new&pub_device=Browser');
    await card(page, 'Harbor trial').last().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').getByRole('heading', { name: 'Harbor trial' }).waitFor();
    expect(new URL(page.url()).searchParams.get('offer')).toBe(world.ids['Harbor trial']);
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    expect(new URL(page.url()).searchParams.has('offer')).toBe(false);
    expect(await page.evaluate('document.activeElement.dataset.offer')).toBe(world.ids['Harbor trial']);
    await page.goForward();
    await page.getByRole('dialog').waitFor();
    await page.goBack();
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('shows its terms, and starts in place with the member in the tracking link', async () => {
    const page = await open(`pub_member_id=starter&offer=${world.ids['Orchard Story']}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('New users only.').waitFor();
    expect(await dialog.getByRole('listitem').first().textContent()).toContain('Install');
    await dialog.getByRole('link', { name: 'Start offer' }).click();
    await page.waitForURL('https://ads.example.net/**');
    expect(new URL(page.url()).searchParams.get('m')).toBe('starter');
    await page.goBack({ waitUntil: 'networkidle' });
    await page.getByRole('dialog').getByRole('link', { name: 'Continue offer' }).waitFor();
    expect((await rowsOf(app, world.tenant, 'clicks')).length).toBeGreaterThan(0);
  });

  test('tells how far one is: paid, refused with the reason, time left, what comes later', async () => {
    const page = await open('pub_member_id=busy&tab=in-progress');
    expect(await card(page, 'Orchard Story').textContent()).toContain('1 of 4 steps done');
    await card(page, 'Orchard Story').click();
    const steps = page.getByRole('dialog').locator('.step');
    await expect.poll(() => steps.count()).toBe(4);
    const texts = await steps.allTextContents();
    expect(texts[0]).toContain('Paid');
    expect(texts[1]).toContain('It was done too soon after the step before.');
    expect(texts[2]).toContain('After the step before');
    expect(texts[2]).toContain('Paid 10 days after it is done');
    expect(texts[3]).toContain('Any time');
  });

  test('that is completed stands among the completed and cannot be started again', async () => {
    const page = await open('pub_member_id=busy&tab=completed');
    await card(page, 'Harbor trial').click();
    await page.getByText('You have completed this offer. It can be done once only.').waitFor();
    expect(await page.getByRole('link', { name: /Start|Do it again|Continue offer/ }).count()).toBe(0);
  });

  test('whose reward is missing is explained at once, else claimed, and the answer is read there', async () => {
    const { tenant, ids } = world;
    await writeAttempt(app, tenant, { member: 'patient', offerId: ids['Harbor trial'] as string });
    const page = await open(`pub_member_id=patient&tab=in-progress&offer=${ids['Harbor trial']}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Missing a reward?').click();
    await dialog.getByText('It has not been reported to us.').waitFor();
    await dialog.getByRole('button', { name: 'Send claim' }).click();
    await dialog.getByRole('alert').getByText('Please tell us what you did.').waitFor();
    await dialog.getByLabel('What did you do, and when?').fill('Signed up on Monday as zoe');
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(64)]);
    const proof = { name: 'proof.png', mimeType: 'image/png', buffer: png };
    await dialog.getByLabel('Picture as proof').setInputFiles(proof);
    expect(await accessibilityFaults(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Send claim' }).click();
    await dialog.getByText('Being looked into').waitFor();
    const claims = await tenant.call('GET', '/api/v1/claims?filter.search=patient');
    const [claim] = claims.data.items;
    expect(claim).toMatchObject({ message: 'Signed up on Monday as zoe', hasProof: true });
    await tenant.call('PUT', `/api/v1/claims/${claim.id}/answer`, {
      body: { outcome: 'Accepted', answer: 'We have added your points.' },
    });
    await page.reload();
    await dialog.getByText('Missing a reward?').click();
    await dialog.getByText('We have added your points.').waitFor();
  }, 60_000);

  test('goes on on the phone by a code that is drawn here', async () => {
    const page = await open(`pub_member_id=new&offer=${world.ids['Harbor trial']}`);
    await page.getByText('Continue on your phone').click();
    await page.getByRole('img', { name: 'QR code that opens this offer on your phone' }).waitFor();
  });
});

describe('for everyone', () => {
  const states: [name: string, query: () => string][] = [
    ['the list', () => 'pub_member_id=new'],
    ['the progress', () => 'pub_member_id=busy&tab=in-progress'],
    ['an empty list', () => 'pub_member_id=new&tab=completed'],
    ['an offer', () => `pub_member_id=busy&offer=${world.ids['Orchard Story']}`],
    ['no member', () => ''],
    ['the list from right to left', () => 'pub_member_id=new&lang=ar'],
    ['an offer from right to left', () => `pub_member_id=busy&lang=ar&offer=${world.ids['Orchard Story']}`],
  ];
  test.each(states)(
    '%s is accessible, light and dark, and never scrolls sideways',
    async (_name, query) => {
      const page = await look(query());
      expect(await accessibilityFaults(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await contrastFaults(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await sidewaysScroll(page)).toBe(0);
    },
    60_000,
  );

  test('without scripts it can be read, searched and followed', async () => {
    const page = await open('pub_member_id=new&pub_device=Browser', { javaScriptEnabled: false });
    await page.getByRole('searchbox').fill('harbor');
    await page.getByRole('button', { name: 'Apply' }).click();
    expect(await names(page)).toEqual(['Harbor trial']);
    await card(page, 'Harbor trial').click();
    await page.getByRole('dialog').getByRole('link', { name: 'Start offer' }).waitFor();
    await page.getByRole('link', { name: 'Back to the offers' }).click();
    expect(await names(page)).toEqual(['Harbor trial']);
  });

  test('nothing is stored in the browser, and nothing moves while it loads', async () => {
    const page = await open('pub_member_id=new');
    const kept = await page.evaluate('localStorage.length + sessionStorage.length + document.cookie.length');
    expect(kept).toBe(0);
    const moved = `new Promise((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
        .observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => resolve(sum), 300);
    })`;
    expect(await page.evaluate(moved)).toBeLessThan(0.01);
  });

  test('Arabic runs from right to left, with its own words and numbers', async () => {
    const page = await open('pub_member_id=busy&lang=ar');
    expect(await page.getByRole('link', { name: 'قيد التنفيذ' }).count()).toBe(1);
    const edge = (index: number) => page.locator('.tab').nth(index).boundingBox();
    const [first, last] = [await edge(0), await edge(2)];
    expect(first?.x).toBeGreaterThan(last?.x ?? 0);
  });
});

describe('in a frame', () => {
  beforeEach(async () => {
    const frameOrigins = [`http://page.localhost:${port}`];
    await world.tenant.call('PUT', '/api/v1/settings/wall', { body: { frameOrigins } });
  });

  test('the example shows the wall as high as it is, and an offer opens a window of its own', async () => {
    watched = await watchedPage(browser, { viewport: { width: 800, height: 700 } });
    const { page } = watched;
    await page.goto(`${origin}/examples/embed?pub_member_id=framed`, { waitUntil: 'networkidle' });
    const frame = page.frameLocator('iframe');
    await frame.getByRole('heading', { name: 'Harbor trial' }).first().waitFor();
    await expect
      .poll(() => page.locator('iframe').evaluate((one) => one.clientHeight))
      .toBeGreaterThan(1_000);
    await page.evaluate(
      "window.told = []; document.querySelector('main').addEventListener('pitwall:offerClicked', (e) => told.push(e.detail))",
    );
    await frame
      .getByRole('link', { name: /Harbor trial/ })
      .first()
      .click();
    const start = frame.getByRole('link', { name: 'Start offer' });
    await start.waitFor();
    const popup = page.context().waitForEvent('page');
    await start.click();
    await (await popup).waitForURL('https://ads.example.net/**');
    expect(await page.evaluate('told')).toEqual([{ offerId: world.ids['Harbor trial'] }]);
    await frame.getByRole('link', { name: 'Back to the offers' }).click();
    await frame.getByRole('heading', { name: 'Orchard Story' }).first().waitFor();
  });
});
