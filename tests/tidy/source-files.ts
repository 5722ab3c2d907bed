import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file of the project, or a canary that pretends to be one. */
export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** The root of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the files lie that break a law on purpose: `tests/canaries/<name>/<path as if from the root>`. */
export const CANARIES = 'tests/canaries';

const NOT_OURS = new Set(['node_modules', '.git', 'dist', 'data', 'coverage', '.cache']);
const BINARY = /\.(png|jpg|jpeg|gif|webp|ico|woff2?|mmdb|gz|zip|tgz)$/;

/** All text files of the project, canaries left out. */
export function projectFiles(): SourceFile[] {
  return textFiles(root).filter(({ path }) => !path.startsWith(`${CANARIES}/`));
}

/** All text files below a folder, with paths from that folder, in order of their paths. */
export function textFiles(folder: string, below = ''): SourceFile[] {
  return readdirSync(join(folder, below))
    .toSorted()
    .flatMap((name) => {
      const path = below ? `${below}/${name}` : name;
      const found = statSync(join(folder, path), { throwIfNoEntry: false });
      if (NOT_OURS.has(name) || !found) return [];
      if (found.isDirectory()) return textFiles(folder, path);
      return BINARY.test(name) ? [] : [{ path, text: readFileSync(join(folder, path), 'utf8') }];
    });
}

/** True for what runs in production: no tests, nothing that supports them. */
export function isProduct(path: string): boolean {
  return /^(domain|contract|database|server|simulator|sdk|web)\/.*\.(ts|tsx)$/.test(path) && !isTest(path);
}

/** True for tests and what only tests use. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || path.startsWith('tests/');
}
