import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ENGINE_MODULES } from '#database/engine-modules.ts';
import { ENGINE_USE, laws } from './tidy/laws.ts';
import { lockfileFaults } from './tidy/lockfile.ts';
import { CANARIES, projectFiles, root, textFiles, type SourceFile } from './tidy/source-files.ts';
import { takeApart } from './tidy/tokens.ts';

/** A few files that break one law, named in their first line. */
interface Canary {
  readonly name: string;
  readonly files: readonly SourceFile[];
  /** `tidy:` or `lint:` and the name of the law. */
  readonly breaks: string;
}

const files = projectFiles();
const canaryFolder = join(root, CANARIES);
const canaries: Canary[] = readdirSync(canaryFolder).map((name) => {
  const parts = textFiles(join(canaryFolder, name));
  const breaks = parts.map(({ text }) => /^\/\/ breaks: (.+)$/m.exec(text)?.[1]).find(Boolean);
  return { name, files: parts, breaks: breaks ?? '' };
});

describe.each(laws.map((law) => ({ ...law, toString: () => law.name })))('law: $name', ({ name, faults }) => {
  test('holds in the whole project', () => {
    expect(files.flatMap((file) => faults(file))).toEqual([]);
  });

  test('has a canary', () => {
    expect(canaries.map(({ breaks }) => breaks)).toContain(`tidy:${name}`);
  });
});

describe('canaries', () => {
  test.each(canaries.filter(({ breaks }) => breaks.startsWith('tidy:')))('$name is caught', (canary) => {
    const law = laws.find(({ name }) => `tidy:${name}` === canary.breaks);
    expect(canary.files.flatMap((file) => law?.faults(file) ?? [])).not.toEqual([]);
  });

  test('each one that breaks a rule of the linter is caught by it, by that rule', () => {
    const wanted = canaries.filter(({ breaks }) => breaks.startsWith('lint:'));
    const spoken = lint(wanted);
    const silent = wanted.filter(
      ({ name, breaks }) => !spoken.has(`${name} ${breaks.slice('lint:'.length)}`),
    );
    expect(wanted.length).toBeGreaterThan(15);
    expect(silent.map(({ name }) => name)).toEqual([]);
  });

  test('each one says which law it breaks', () => {
    expect(canaries.filter(({ breaks }) => !/^(tidy|lint):./.test(breaks)).map(({ name }) => name)).toEqual(
      [],
    );
  });
});

test('every module allowed to work across tenants exists and does', () => {
  const idle = Object.keys(ENGINE_MODULES).filter((path) => {
    const file = files.find((one) => one.path === path);
    return !file || takeApart(file.text).code.match(ENGINE_USE) === null;
  });
  expect(idle).toEqual([]);
});

test('the lockfile is complete for every platform, with checksums and without addresses', () => {
  expect(lockfileFaults()).toEqual([]);
});

/**
 * Lints canaries as if they lay in the project, each in a folder of its own name below the folder it pretends to be in.
 * Answers who was caught by which rule, as `name rule`.
 */
function lint(birds: readonly Canary[]): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-canaries-'));
  try {
    const paths = birds.flatMap(({ name, files: parts }) =>
      parts.map(({ path, text }) => {
        const own = join(dirname(path), name);
        mkdirSync(join(folder, own), { recursive: true });
        writeFileSync(join(folder, own, basename(path)), text);
        return join(own, basename(path));
      }),
    );
    for (const file of ['.oxlintrc.json', 'tsconfig.json', 'package.json'])
      copyFileSync(join(root, file), join(folder, file));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    const linter = join(root, 'node_modules/oxlint/bin/oxlint');
    const { stdout } = spawnSync(process.execPath, [linter, '--format=json', ...paths], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code?: string; filename: string }[] };
    return new Set(diagnostics.map(({ code, filename }) => `${basename(dirname(filename))} ${code}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
