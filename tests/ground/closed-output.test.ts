import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const program = `
  const { openLog } = await import(${JSON.stringify(new URL('../../server/platform/log.ts', import.meta.url).href)});
  const log = openLog('info');
  process.stdin.once('data', () => {
    for (let line = 0; line < 1000; line += 1) log.info({ line }, 'a line that nobody reads');
    process.exit(7);
  });
  process.stderr.write('listening');
`;

test('a process whose output nobody reads any more drops its log lines and still ends as it wants', async () => {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' });
  await once(child.stderr, 'data');
  child.stdout.destroy();
  child.stdin.write('go');
  expect(await once(child, 'exit')).toEqual([7, null]);
});
