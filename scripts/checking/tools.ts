import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A tool of development: a JavaScript program of an installed package, run by the Node that runs us. */
export interface Tool {
  /** What it looks after, in one word. */
  readonly name: string;
  /** Path from the root of the project. */
  readonly program: string;
  readonly args: readonly string[];
}

/** The root of the project. */
const root = fileURLToPath(new URL('../../', import.meta.url));

/** What looks at the source without running it, the quickest first. */
export const checks: readonly Tool[] = [
  { name: 'format', program: 'node_modules/oxfmt/bin/oxfmt', args: ['--check'] },
  { name: 'types', program: 'node_modules/typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'types of pages', program: 'node_modules/typescript/bin/tsc', args: ['-p', 'web'] },
  { name: 'lint', program: 'node_modules/oxlint/bin/oxlint', args: ['--deny-warnings'] },
  { name: 'unused', program: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
];

/** Formats the whole tree. */
export const formatter: Tool = { name: 'format', program: 'node_modules/oxfmt/bin/oxfmt', args: [] };

/** Runs a tool with the terminal of this process. Answers whether it was content. */
export async function runTool(tool: Tool, furtherArgs: readonly string[] = []): Promise<boolean> {
  const child = spawn(process.execPath, [tool.program, ...tool.args, ...furtherArgs], {
    cwd: root,
    stdio: 'inherit',
  });
  const stop = () => child.kill('SIGTERM');
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code === 0));
    });
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

/** Runs the checks one after the other, all of them, and says how each went. */
export async function runChecks(): Promise<{ name: string; isPassed: boolean }[]> {
  const outcomes = [];
  for (const check of checks) {
    const isPassed = await runTool(check);
    console.log(`${check.name}: ${isPassed ? 'passed' : 'FAILED'}`);
    outcomes.push({ name: check.name, isPassed });
  }
  return outcomes;
}
