import { ENGINE_MODULES } from '#database/engine-modules.ts';
import { importFaults } from './imports.ts';
import { isProduct, isTest, type SourceFile } from './source-files.ts';
import { lineAt, takeApart } from './tokens.ts';

/** A law of the house that reading one file can show to be broken. */
export interface Law {
  readonly name: string;
  /** One sentence for each place where the file breaks it. */
  readonly faults: (file: SourceFile) => string[];
}

/** Reads of time that do not go through `tenant_now`, each with the reason why it must not. */
const OWN_CLOCK: Readonly<Record<string, string>> = {
  'database/migrations/20261121T1001-tenants.sql': 'makes tenant_now',
  'database/migrations/20261121T1005-tracking.sql':
    'the first partitions are made for the months around the migration',
  'database/migrations/20261121T1008-deliveries.sql':
    'the first partitions are made for the months around the migration',
  'database/migrations/20261121T1009-operations.sql':
    'the first partitions are made for the months around the migration',
  'database/backup.ts': 'says when the backup of the whole installation was taken',
  'database/migrate.ts': 'a migration belongs to no tenant',
  'server/features/system/upkeep.ts':
    'partitions are made for the months of the database, which all tenants share',
  'server/platform/clock.ts': 'measures the distance of this process to the database',
};

/** Files that are long for a reason. */
const LONG_FILES: Readonly<Record<string, string>> = {
  'simulator/demo/offers.ts': 'a table of sixty offers, which reads best in one piece',
};

const LONGEST_FILE = 300;

/** All laws that are checked file by file. */
export const laws: readonly Law[] = [
  { name: 'imports', faults: importFaults },
  { name: 'environment', faults: environmentFaults },
  { name: 'time', faults: timeFaults },
  { name: 'engine', faults: engineFaults },
  { name: 'length', faults: lengthFaults },
  { name: 'names', faults: nameFaults },
  { name: 'places', faults: placeFaults },
];

/** Only `server/config.ts` reads the environment; commands, tests and configuration files of tools may too. */
function environmentFaults(file: SourceFile): string[] {
  if (!isProduct(file.path) || file.path === 'server/config.ts') return [];
  return found(
    file,
    takeApart(file.text).code,
    /\bprocess\s*\.\s*env\b/g,
    'only server/config.ts reads the environment',
  );
}

/** SQL reads time through `tenant_now` alone. */
function timeFaults(file: SourceFile): string[] {
  if (Object.hasOwn(OWN_CLOCK, file.path) || isTest(file.path)) return [];
  const clock =
    /(?<![\w.])now\(\)|\b(current_timestamp|current_date|current_time|localtimestamp|localtime|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\b/gi;
  const message = 'SQL reads time through tenant_now';
  if (file.path.endsWith('.sql') && file.path.startsWith('database/migrations/')) {
    return found(
      file,
      file.text.replace(/--[^\n]*/g, (comment) => ' '.repeat(comment.length)),
      clock,
      message,
    );
  }
  return isProduct(file.path) ? found(file, takeApart(file.text).texts, clock, message) : [];
}

/** The pools that see all tenants are for the modules that say so in one list. */
function engineFaults(file: SourceFile): string[] {
  const inside = /^(server|simulator)\//.test(file.path) && isProduct(file.path);
  if (!inside || Object.hasOwn(ENGINE_MODULES, file.path)) return [];
  return found(
    file,
    takeApart(file.text).code,
    ENGINE_USE,
    'not among the modules of database/engine-modules.ts',
  );
}

/** How a module takes a connection that sees all tenants. */
export const ENGINE_USE = /\b(inEngine|inOwner)\b|\.engine\b(?!-)|\.owner\(\)/g;

/** When a file gets long, a concept is missing. */
function lengthFaults(file: SourceFile): string[] {
  const isMeasured = isProduct(file.path) || /^(scripts|benchmarks)\/.*\.ts$/.test(file.path);
  if (!isMeasured || GENERATED.has(file.path) || Object.hasOwn(LONG_FILES, file.path)) return [];
  const lines = file.text.trimEnd().split('\n').length;
  return lines > LONGEST_FILE ? [`${file.path}: ${lines} lines, at most ${LONGEST_FILE}`] : [];
}

const GENERATED = new Set(['database/rows.ts', 'sdk/src/generated.ts']);

/** A name says what something is; these words say nothing. */
function nameFaults(file: SourceFile): string[] {
  if (!/\.(ts|tsx|mjs)$/.test(file.path)) return [];
  const faults: string[] = [];
  const empty = /(^|[-/.])(utils?|helpers?|managers?|misc|common|stuff)(?=[-/.]|$)/i.exec(file.path);
  if (empty) faults.push(`${file.path}: the name "${empty[2]}" says nothing`);
  const exported =
    /\bexport\s+(?:async\s+)?(?:class|function|const|interface|type)\s+\w*(Utils?|Helpers?|Manager)\b/g;
  return [...faults, ...found(file, takeApart(file.text).code, exported, 'the name says nothing')];
}

/** No folder of somebody's machine and no package registry is written down. */
function placeFaults(file: SourceFile): string[] {
  const place = new RegExp(
    [
      '(?<![\\w.-])/(?:work|Users|home)/[\\w.-]+',
      '\\bregistry\\.[a-z]+js\\.',
      '\\bregistry\\.yarnpkg\\.',
    ].join('|'),
    'g',
  );
  return found(file, file.text, place, 'names a place outside the project');
}

function found(file: SourceFile, text: string, pattern: RegExp, message: string): string[] {
  return [...text.matchAll(pattern)].map(
    (match) => `${file.path}:${lineAt(text, match.index)} "${match[0].trim()}": ${message}`,
  );
}
