import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-walk-'));
const environment = {
  ...process.env,
  PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
  DATA_DIR: dataDir,
  PORT: '0',
};
let server: ChildProcess;

/** The blocks that a reader pastes, as one script. */
function blocksOf(text: string): string {
  return [...text.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block]) => block).join('');
}

/** What a shell prints that is given a script, stopping at the first fault. */
async function paste(script: string): Promise<string> {
  const shell = spawn('bash', ['-euo', 'pipefail'], { cwd: dataDir, env: environment, stdio: 'pipe' });
  shell.stdin.end(script);
  const printed = await outputUntil(shell);
  expect(shell.exitCode, printed).toBe(0);
  return printed;
}

function document(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

beforeAll(async () => {
  server = spawn(process.execPath, [join(root, 'scripts/start.ts')], { env: environment, stdio: 'pipe' });
  await outputUntil(server, 'Pitwall is ready');
}, 120_000);

afterAll(async () => {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
});

test('the walk of the README, pasted into a shell, leads from an offer to the member who completed it', async () => {
  const section = /^## The walk\n(.*?)^## /ms.exec(document('README.md'))?.[1] ?? '';
  const printed = await paste(blocksOf(section));
  const [offerId] = /(?<=^Offer )[0-9a-f-]{36}$/m.exec(printed) ?? [];
  const [clickId] = /(?<=gk_click_id=)[0-9a-f-]{36}$/m.exec(printed) ?? [];
  expect(printed).toContain('Walk the dog: 250');
  expect(printed).toMatch(/"accepted":true,"conversionId":"[0-9a-f-]{36}","status":"Success","reason":null/);
  expect(printed).toContain(`clickId: '${clickId}'`);
  expect(printed).toContain(`offerId: '${offerId}'`);
  expect(printed).toContain('Walk the dog: Completed');
  expect(printed).toMatch(/"payoutId":"[0-9a-f-]{36}"/);
  expect(printed).toContain(`"items":[{"id":"${offerId}"`);
  expect(printed).toMatch(/\/api\/v1\/offer-link\/redirect\/[0-9a-f-]{36}\n$/);
}, 60_000);

test('the tutorial leads through mistakes, held steps, limits and reasons as it says', async () => {
  const printed = await paste(blocksOf(document('docs/tutorials/first-offer.md')));
  expect(printed).toContain('offerEvents: is required for a MultiEvent offer');
  const outcomes = printed.matchAll(
    /accepted: (\w+),\s+conversionId: '[^']+',\s+status: '(\w+)',\s+reason: (\S+)/g,
  );
  expect([...outcomes].map(([, ...outcome]) => outcome.join(' '))).toEqual([
    "false Pending 'waiting_for_previous_event'",
    'true Success null',
    'true Success null',
    'true Success null',
    "false Rejected 'cap_reached'",
  ]);
  expect(printed).toContain("'Install: Success',");
  expect(printed).toContain("'First purchase: null'");
  expect(printed).toContain("smallestChange: 'add DE to countryIds'");
  expect(printed).toMatch(/'2 from .*\n.*'1 from /);
  expect(printed).toMatch(/^204$/m);
}, 60_000);

test.each([
  ['docs/how-to/share-with-a-partner.md', /^302 https:\/\//m],
  ['docs/how-to/connect-a-tracking-system.md', /test_signature=/],
  ['docs/reference/lists.md', /^id,name,headline,/m],
])(
  'what %s says to type works',
  async (page, shown) => {
    const printed = await paste(blocksOf(document(page)));
    expect(printed).toMatch(shown);
    // A call that was refused answers null, and what is picked out of it is missing.
    expect(printed).not.toMatch(/^(null|undefined)$/m);
  },
  60_000,
);

/** What a program prints until it says something, or until it ends. */
function outputUntil(program: ChildProcess, word?: string): Promise<string> {
  return new Promise((resolve) => {
    let printed = '';
    const read = (chunk: Buffer) => {
      printed += chunk.toString('utf8');
      if (word !== undefined && printed.includes(word)) resolve(printed);
    };
    program.stdout?.on('data', read);
    program.stderr?.on('data', read);
    program.on('close', () => resolve(printed));
  });
}
