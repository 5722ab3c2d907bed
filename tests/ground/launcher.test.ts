import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts/', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'pitwall-launcher-'));
const launcher = join(project, 'scripts/run.mjs');
// A command of an earlier test may still be writing while it ends.
let notes = '';
const children: ChildProcess[] = [];

// A project of its own, with the real launcher and commands that write down what happens to them.
mkdirSync(join(project, 'scripts'));
cpSync(join(scripts, 'run.mjs'), launcher);
cpSync(join(scripts, 'launcher'), join(project, 'scripts/launcher'), { recursive: true });
writeFileSync(
  join(project, 'package.json'),
  '{"type":"module","dependencies":{},"devDependencies":{},"optionalDependencies":{}}',
);
writeFileSync(join(project, 'scripts/end.ts'), 'process.exitCode = Number(process.argv[2] as string);');
writeFileSync(
  join(project, 'scripts/stay.ts'),
  `import { appendFileSync } from 'node:fs';
   const note = (line: string) => appendFileSync(process.env.NOTES as string, line + '\\n');
   process.on('SIGINT', () => note('SIGINT'));
   process.on('SIGTERM', () => { note('SIGTERM'); process.exit(3); });
   setInterval(() => {}, 60_000);
   note('pid ' + process.pid);`,
);

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const noted = () => (existsSync(notes) ? readFileSync(notes, 'utf8').trim().split('\n') : []);
const happenings = () => noted().filter((line) => !line.startsWith('pid'));

async function stay(program = process.execPath, args = [launcher, 'stay']): Promise<ChildProcess> {
  // Without npm around it: its absence must not be mistaken for its end.
  const { npm_lifecycle_event: _, ...environment } = process.env;
  notes = join(project, `notes-${randomUUID()}`);
  const child = spawn(program, args, {
    stdio: 'ignore',
    detached: true,
    env: { ...environment, NOTES: notes },
  });
  children.push(child);
  await expect.poll(noted).toHaveLength(1);
  return child;
}

test('a command that does not exist is refused with the list of those that do', () => {
  const { status, stderr } = spawnSync(process.execPath, [launcher, 'nothing'], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(stderr).toContain('Commands: end, stay');
});

test.each([0, 1, 42])('it ends as its command ends: %i', (code) => {
  expect(spawnSync(process.execPath, [launcher, 'end', String(code)]).status).toBe(code);
});

test('Ctrl-C reaches the command once, though the terminal signals the whole group', async () => {
  const child = await stay();
  process.kill(-(child.pid as number), 'SIGINT');
  await expect.poll(happenings).toEqual(['SIGINT']);
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(happenings()).toEqual(['SIGINT']);
});

test('SIGTERM is passed on, and the exit code comes back', async () => {
  const child = await stay();
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([3, null]);
  expect(happenings()).toEqual(['SIGTERM']);
});

test('the command is asked to stop when its launcher is killed by kill -9', async () => {
  const child = await stay();
  child.kill('SIGKILL');
  await expect.poll(happenings).toEqual(['SIGTERM']);
});

test('the command is asked to stop when npm, which started its launcher, is gone', async () => {
  const script = `npm_lifecycle_event=stay "${process.execPath}" "${launcher}" stay & wait`;
  const shell = await stay('/bin/sh', ['-c', script]);
  shell.kill('SIGKILL');
  await expect.poll(happenings, { timeout: 5_000 }).toEqual(['SIGTERM']);
});
