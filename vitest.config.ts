import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const folders = '{domain,contract,database,server,simulator,benchmarks,scripts,sdk,web,tests}';
const everyTest = `${folders}/**/*.test.{ts,tsx}`;
const dataTests = `${folders}/**/*.data.test.ts`;
const browserTests = `${folders}/**/*.browser.test.ts`;
const neverTests = ['**/node_modules/**', '**/dist/**', 'tests/canaries/**'];

/**
 * Three runs of the tests:
 *
 * - `embedded`: everything but pages, on the embedded PostgreSQL;
 * - `server`: the data tests (`*.data.test.ts`) once more, on a PostgreSQL reached over TCP with a password, the oldest
 *   installed one from 15 on where there is one;
 * - `browser`: pages (`*.browser.test.ts`) in Chromium.
 *
 * The files of one worker share their modules (`isolate: false`); each has a database of its own, see
 * `tests/support/database.ts`.
 */
export default defineConfig({
  test: {
    projects: [
      project('embedded', [everyTest], [browserTests], ['tests/setup/embedded.ts']),
      project('server', [dataTests], [], ['tests/setup/server.ts']),
      project('browser', [browserTests], [], ['tests/setup/embedded.ts', 'tests/setup/browser.ts']),
    ],
  },
});

function project(
  name: string,
  include: string[],
  exclude: string[],
  globalSetup: string[],
): TestProjectInlineConfiguration {
  return {
    test: {
      name,
      include,
      exclude: [...neverTests, ...exclude],
      globalSetup,
      pool: 'forks',
      isolate: false,
      testTimeout: 20_000,
      expect: { poll: { timeout: 10_000 } },
      hookTimeout: 60_000,
    },
  };
}
