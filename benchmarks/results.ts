import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { figureOf, isMet, type Measurement } from './measurement.ts';

const file = join(import.meta.dirname, 'results.md');
const heading =
  '# Results\n\nWritten by `npm run bench`; each section is of the last run that measured it.\n';

/** Writes a section of the results anew and leaves the others as they are. */
export function writeSection(title: string, measurements: readonly Measurement[], at: Date): void {
  const known = existsSync(file) ? readFileSync(file, 'utf8') : heading;
  const [before = heading, ...sections] = known.split(/^## /m);
  const rows = measurements.map(rowOf).join('\n');
  const section = `${title}\n\n${machine(at)}\n\n| Figure | Measured | Goal | | Beside it |\n|---|---|---|---|---|\n${rows}\n`;
  const others = sections.map((text) => text.trim()).filter((text) => !text.startsWith(`${title}\n`));
  const all = [...others, section.trim()].toSorted();
  writeFileSync(file, `${before.trim()}\n\n${all.map((text) => `## ${text}\n`).join('\n')}`);
}

function machine(at: Date): string {
  const [processor] = cpus();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  const day = at.toISOString().slice(0, 16).replace('T', ' ');
  return `${day} UTC, ${cpus().length} × ${processor?.model.trim() ?? 'unknown processor'}, ${gigabytes} GB, Node ${process.versions.node}.`;
}

function rowOf(measurement: Measurement): string {
  const { name, unit, atMost, atLeast, notes } = measurement;
  const limit =
    atMost === undefined ? (atLeast === undefined || atLeast === 0 ? '' : `≥ ${atLeast}`) : `≤ ${atMost}`;
  const verdict = limit === '' ? '' : isMet(measurement) ? 'met' : '**not met**';
  return `| ${name} | ${figureOf(measurement)} | ${limit === '' ? '' : `${limit} ${unit}`} | ${verdict} | ${notes ?? ''} |`;
}
