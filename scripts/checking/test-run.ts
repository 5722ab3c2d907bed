import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTool } from './tools.ts';

/** How many tests ended how. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Report {
  readonly numPassedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Runs tests and counts them.
 *
 * @param args for vitest: projects, files
 */
export async function runTests(args: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-report-'));
  try {
    const report = join(folder, 'report.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const vitest = { name: 'tests', program: 'node_modules/vitest/vitest.mjs', args: ['run', ...reporters] };
    const isContent = await runTool(vitest, args);
    return countTests(
      existsSync(report) ? (JSON.parse(readFileSync(report, 'utf8')) as Report) : undefined,
      isContent,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Adds up several runs. */
export function sum(counts: readonly Counts[]): Counts {
  const add = (name: keyof Counts) => counts.reduce((total, one) => total + one[name], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

/** A file that could not be read and a run that broke off are failures too, though no test of theirs failed. */
function countTests(report: Report | undefined, isContent: boolean): Counts {
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.testResults.reduce((total, file) => {
    const tests = file.assertionResults.filter(({ status }) => status === 'failed').length;
    return total + (tests === 0 && file.status === 'failed' ? 1 : tests);
  }, 0);
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && !isContent ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
