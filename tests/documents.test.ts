import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { projectFiles, root } from './tidy/source-files.ts';

const documents = projectFiles().filter(({ path }) => path.endsWith('.md'));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** The first column of a table of code words: `| `NAME` | …`. */
function tabled(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(/^\| ([^|]*) \|/gm)].flatMap(([, cell]) =>
    [...(cell as string).matchAll(pattern)].map(([, word]) => word as string),
  );
}

test('every link from one document to another file leads somewhere', () => {
  const broken = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\(([^)\s#:]+)(#[^)]*)?\)/g)]
      .map(([, target]) => target as string)
      .filter((target) => !existsSync(join(root, dirname(path), target)))
      .map((target) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('every page of the guide can be reached from its first page', () => {
  const reached = new Set(['docs/README.md']);
  for (const path of reached) {
    for (const [, target] of read(path).matchAll(/\]\(([^)\s#:]+\.md)(?:#[^)]*)?\)/g))
      reached.add(join(dirname(path), target as string));
  }
  const pages = documents.map(({ path }) => path).filter((path) => path.startsWith('docs/'));
  expect(pages.filter((path) => !reached.has(path))).toEqual([]);
});

test('the README names every command that there is, and no other', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const there = Object.keys(scripts).filter((name) => existsSync(join(root, `scripts/${name}.ts`)));
  const named = tabled(read('README.md'), /`npm (?:run )?([a-z-]+)/g);
  expect(new Set(named)).toEqual(new Set(there));
});

test('the README and the page of settings name every setting that is read, and no other', () => {
  const source = read('server/config.ts');
  const settings = source.matchAll(/(?:check|value|environment)[([]'([A-Z_]+)'/g).map(([, name]) => name);
  const wanted = new Set(settings);
  expect(wanted.size).toBeGreaterThan(15);
  const names = /`([A-Z][A-Z_]+)`/g;
  const section = read('README.md').split('## Settings')[1]?.split('\n## ')[0] ?? '';
  expect(new Set(tabled(section, names))).toEqual(wanted);
  expect(new Set(tabled(read('docs/reference/settings.md'), names))).toEqual(wanted);
});
