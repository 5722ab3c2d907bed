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

/** The blocks that a reader pastes, from the heading of the walk to the next one, as one script. */
function walkOf(readme: string): string {
  const section = /^## The walk\n(.*?)^## /ms.exec(readme)?.[1] ?? '';
  return [...section.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block]) => block).join('');
}

beforeAll(async () => {
  server = spawn(process.execPath, [join(root, 'scripts/start.ts')], { env: environment, stdio: 'pipe' });
  const printed = await outputUntil(server, 'Pitwall is ready');
  expect(printed).toContain('Pitwall is ready');
}, 120_000);

afterAll(async () => {
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
});

test('the walk of the README, pasted into a shell, leads from an offer to the member who completed it', async () => {
  const walk = walkOf(readFileSync(join(root, 'README.md'), 'utf8'));
  const shell = spawn('bash', ['-euo', 'pipefail'], { cwd: dataDir, env: environment, stdio: 'pipe' });
  shell.stdin.end(walk);
  const printed = await outputUntil(shell);
  expect(shell.exitCode, printed).toBe(0);
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
