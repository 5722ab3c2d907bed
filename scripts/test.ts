import { globSync } from 'node:fs';
import { runTests, sum, type Counts } from './checking/test-run.ts';
import { runChecks } from './checking/tools.ts';

/**
 * Runs everything that has to hold before a change is taken: the checks of the source, then the tests on the embedded
 * database, the data tests once more on a server over TCP, and the tests of pages in Chromium. With arguments, only
 * vitest with these arguments (`npm test -- server/features/wall`).
 */
async function test(args: readonly string[]): Promise<Counts> {
  if (args.length > 0) return runTests(args);
  const checks = await runChecks();
  const counts = checks.map(({ isPassed }) => ({
    passed: Number(isPassed),
    failed: Number(!isPassed),
    skipped: 0,
  }));
  counts.push(await runTests(['--project=embedded', '--project=server']));
  // Tests of pages have the processor to themselves: they measure time as people do.
  if (hasPageTests()) counts.push(await runTests(['--project=browser']));
  return sum(counts);
}

function hasPageTests(): boolean {
  const files = globSync('**/*.browser.test.ts', {
    exclude: (path) => /(^|\/)(node_modules|dist|data)$/.test(path),
  });
  return files.length > 0;
}

const startedAt = performance.now();
const { passed, failed, skipped } = await test(process.argv.slice(2));
console.log(`Took ${Math.round((performance.now() - startedAt) / 1_000)} s`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 ? 0 : 1;
