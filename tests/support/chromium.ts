import { existsSync } from 'node:fs';

/**
 * The browser that page tests run in: `CHROMIUM_PATH`, else the system's Chromium.
 *
 * @throws Error that says how to get one
 */
export function findChromium(): string {
  const candidates = [
    process.env.CHROMIUM_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const found = candidates.find((path) => path && existsSync(path));
  if (!found) {
    throw new Error(
      'The page tests need Chromium: install it (Debian, Ubuntu: apt-get install chromium) ' +
        'or set CHROMIUM_PATH to the program.',
    );
  }
  return found;
}
