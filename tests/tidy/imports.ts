import { posix } from 'node:path';
import { isTest, type SourceFile } from './source-files.ts';
import { lineAt } from './tokens.ts';

interface Import {
  readonly specifier: string;
  readonly line: number;
}

type TopFolder = string;

/** Which top folders a top folder may import from; tests may import everything, and nobody may import tests. */
const ALLOWED: Readonly<Record<TopFolder, readonly TopFolder[]>> = {
  domain: ['domain'],
  contract: ['contract', 'domain'],
  database: ['database', 'domain'],
  server: ['server', 'database', 'contract', 'domain'],
  simulator: ['simulator', 'server', 'database', 'contract', 'domain'],
  benchmarks: ['benchmarks', 'simulator', 'server', 'database', 'contract', 'domain', 'sdk'],
  scripts: ['scripts', 'benchmarks', 'simulator', 'server', 'database', 'contract', 'domain', 'sdk'],
  sdk: ['sdk'],
  web: ['web', 'contract', 'sdk'],
};

/** Packages that the folders without I/O may use. */
const PACKAGES: Readonly<Record<TopFolder, RegExp>> = {
  domain: /^big\.js$/,
  contract: /^typebox(\/|$)/,
  sdk: /^$/,
};

const IMPORT = /(?:\bfrom|\bimport|\bimport\()\s*'([^'\n]+)'/g;

/** Says which imports of a file break a law of the house. */
export function importFaults(file: SourceFile): string[] {
  if (!/\.(ts|tsx|mts)$/.test(file.path)) return [];
  return importsOf(file.text).flatMap(({ specifier, line }) =>
    faultsOf(file.path, specifier).map((fault) => `${file.path}:${line} imports ${specifier}: ${fault}`),
  );
}

function importsOf(text: string): Import[] {
  return [...text.matchAll(IMPORT)].map((match) => ({
    specifier: match[1] ?? '',
    line: lineAt(text, match.index),
  }));
}

function faultsOf(path: string, specifier: string): string[] {
  const from = topFolder(path);
  const target = resolve(path, specifier);
  if (target === undefined) return packageFaults(path, from, specifier);
  const faults: string[] = [];
  const to = topFolder(target);
  if (!/\.(ts|tsx|mts|mjs|json|css|sql)$/.test(target)) faults.push('the file is not named with its ending');
  const isRelative = specifier.startsWith('.');
  if (from !== to && isRelative && !['scripts', 'tests'].includes(to))
    faults.push('another top folder is named with #');
  if (from === to && !isRelative && from !== 'tests')
    faults.push('inside a top folder an import is relative');
  if (isTest(path)) return faults;
  if (isTest(target)) faults.push('nobody imports tests');
  else if (ALLOWED[from]?.includes(to) === false) faults.push(`${from} must not import ${to}`);
  return [...faults, ...featureFaults(path, target), ...webFaults(path, target)];
}

/** A feature has one door; the layers below it do not know it. */
function featureFaults(path: string, target: string): string[] {
  const feature = featureOf(target);
  if (feature === undefined) return [];
  const own = featureOf(path);
  if (own === feature) return [];
  if (path.startsWith('server/http/')) return ['the HTTP layer knows no feature'];
  // The files that put the application together mount routes and start workers; they are no feature.
  if (own === undefined && /^server\/(features\/)?[^/]+$/.test(path)) return [];
  return target === `server/features/${feature}/exports.ts`
    ? []
    : [`the only door of ${feature} is its exports.ts`];
}

function webFaults(path: string, target: string): string[] {
  if (topFolder(path) !== 'web' || topFolder(target) !== 'web') return [];
  const [own, other] = [path.split('/')[1], target.split('/')[1]];
  return own === other || other === 'ui' || other === 'api'
    ? []
    : [`web/${own} must not import web/${other}`];
}

function packageFaults(path: string, from: TopFolder, specifier: string): string[] {
  const allowed = PACKAGES[from];
  if (!allowed || isTest(path) || allowed.test(specifier)) return [];
  return [`${from} must not use it`];
}

/** The path from the root that a specifier names; undefined for a package. */
function resolve(path: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(path), specifier));
  if (specifier.startsWith('#support/')) return specifier.replace('#support/', 'tests/support/');
  return specifier.startsWith('#') ? specifier.slice(1) : undefined;
}

function featureOf(path: string): string | undefined {
  return /^server\/features\/([^/]+)\//.exec(path)?.[1];
}

function topFolder(path: string): TopFolder {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : '';
}
