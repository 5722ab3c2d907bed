import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';

const root = fileURLToPath(new URL('../', import.meta.url));
const pictures = join(root, 'docs/pictures');
const PORT = '3170';
const LONGEST_START_MS = 300_000;

const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 800 };

/** A picture of a page of the demo world. */
interface Picture {
  readonly name: string;
  /** What follows the member in the wall's address. */
  readonly query: string;
  readonly size: { readonly width: number; readonly height: number };
  readonly colours: 'light' | 'dark';
}

const wanted: readonly Picture[] = [
  { name: 'wall-phone-light', query: '&pub_device=IOS', size: phone, colours: 'light' },
  { name: 'wall-phone-dark', query: '&pub_device=IOS', size: phone, colours: 'dark' },
  { name: 'wall-desktop-light', query: '&device=All', size: desktop, colours: 'light' },
  { name: 'wall-desktop-dark', query: '&pub_device=Browser', size: desktop, colours: 'dark' },
  { name: 'wall-progress-phone', query: '&tab=in-progress', size: phone, colours: 'light' },
  { name: 'wall-offer-phone', query: '&tab=in-progress&offer=FIRST', size: phone, colours: 'light' },
  { name: 'wall-offer-desktop', query: '&tab=in-progress&offer=FIRST', size: desktop, colours: 'dark' },
  { name: 'wall-arabic-phone', query: '&pub_device=IOS&lang=ar', size: phone, colours: 'light' },
];

/** Takes the pictures of the guide from a demo world of their own. */
async function main(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-pictures-'));
  const server = spawn(process.execPath, [join(root, 'scripts/start.ts')], {
    env: { ...process.env, DATA_DIR: dataDir, PORT, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await untilReady(server);
    const { baseUrl } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as { baseUrl: string };
    const browser = await chromium.launch({
      executablePath: findBrowser(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    try {
      await takePictures(browser, baseUrl);
    } finally {
      await browser.close();
    }
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const timer = setTimeout(
      () => reject(new Error('The demo world did not start in time')),
      LONGEST_START_MS,
    );
    server.stdout?.on('data', (part: Buffer) => {
      printed += String(part);
      if (!printed.includes('Pitwall is ready')) return;
      clearTimeout(timer);
      resolve();
    });
    server.once('exit', (code) => reject(new Error(`The demo world ended with ${code}: ${printed}`)));
  });
}

function findBrowser(): string {
  const found = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error('Pictures need Chromium: install it, or set CHROMIUM_PATH to the program');
  return found;
}

async function takePictures(browser: Browser, baseUrl: string): Promise<void> {
  mkdirSync(pictures, { recursive: true });
  const { member, offerId } = await busiestMember(baseUrl);
  for (const { name, query, size, colours } of wanted) {
    const context = await browser.newContext({ viewport: size, colorScheme: colours, locale: 'en-US' });
    const page = await context.newPage();
    const shown = query.includes('in-progress') ? member : 'you';
    const address = `${baseUrl}/offer-wall?pub_member_id=${shown}${query.replace('FIRST', offerId)}`;
    await page.goto(address, { waitUntil: 'networkidle' });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
    await context.close();
    console.log(`docs/pictures/${name}.png`);
  }
}

interface Begun {
  readonly items: readonly {
    readonly id: string;
    readonly events: readonly { readonly isUserCompleted: boolean }[];
  }[];
}

/** The demo member with the most under way, and the offer that they are furthest with. */
async function busiestMember(baseUrl: string): Promise<{ member: string; offerId: string }> {
  let best = { member: 'you', offerId: '', steps: -1 };
  for (let number = 1_000; number < 1_080; number++) {
    const member = `member-${number}`;
    const query = `pub_member_id=${member}&filter.Progress=InProgress&page_size=50`;
    const answer = await fetch(`${baseUrl}/api/v1/offer-wall/pub-member/offers?${query}`);
    const { items } = ((await answer.json()) as { data: Begun }).data;
    for (const { id, events } of items) {
      const steps = events.filter(({ isUserCompleted }) => isUserCompleted).length * 10 + items.length;
      if (steps > best.steps && steps < events.length * 10 + items.length)
        best = { member, offerId: id, steps };
    }
  }
  return best;
}

await main();
