import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import { findChromium } from './chromium.ts';

/** A browser that closes after the file's last test. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  afterAll(() => browser.close());
  return browser;
}

/** A page with all that went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts and of the console, and requests to hosts that are none of ours. */
  readonly faults: string[];
}

/** Opens a page that notes every error and every request to a host other than `*.localhost` and the advertiser's. */
export async function watchedPage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
    ...options,
  });
  const page = await context.newPage();
  const faults: string[] = [];
  await context.route(`https://${advertiserHost}/**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Advertiser</title>' }),
  );
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    const isOurs = /(^|\.)localhost$/.test(hostname) || hostname === advertiserHost;
    if (!isOurs && /^https?:$/.test(protocol)) faults.push(`asked ${request.url()}`);
  });
  return { page, faults };
}

/** Where the tests' tracking links lead. */
export const advertiserHost = 'ads.example.net';

/** What axe finds on a page that breaks WCAG 2.2 AA, one line for each fault and place. */
export function accessibilityFaults(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  return faultsIn(new AxeBuilder({ page }).withTags(tags));
}

/** The texts of a page that are hard to read, one line for each. */
export function contrastFaults(page: Page): Promise<string[]> {
  return faultsIn(new AxeBuilder({ page }).withRules(['color-contrast']));
}

async function faultsIn(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}

/** How many pixels the content is wider than the screen. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
