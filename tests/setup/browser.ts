import { findChromium } from '#support/chromium.ts';

/** Stops the run of the page tests early, with the way out, when there is no browser. */
export default function setup(): void {
  findChromium();
}
