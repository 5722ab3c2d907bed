import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import {
  measureBesideHanging,
  measureBesideWaiting,
  measureDeliveries,
  measureFlakyReceiver,
} from '#benchmarks/deliveries/measure.ts';
import { isMet, lineOf, type Measurement } from '#benchmarks/measurement.ts';
import { measureCustomOffers } from '#benchmarks/offers/custom-offers.ts';
import { measureExports } from '#benchmarks/offers/exports.ts';
import { measureUploads } from '#benchmarks/offers/uploads.ts';
import { writeSection } from '#benchmarks/results.ts';
import { measurePaths, paths } from '#benchmarks/run.ts';
import { measureStart } from '#benchmarks/start.ts';
import { setUpEngine } from '#server/platform/engine.ts';

/** What is measured by itself, by the name that `--only` takes. */
const alone: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  start: measureStart,
  'flaky-receiver': measureFlakyReceiver,
  deliveries: measureDeliveries,
  'custom-offers': measureCustomOffers,
  exports: measureExports,
  uploads: measureUploads,
  'deliveries-beside-hanging': measureBesideHanging,
  'deliveries-beside-waiting': measureBesideWaiting,
};

/** Sections of the results, by what is measured alone. */
const titles: Readonly<Record<string, string>> = {
  start: 'Start',
  deliveries: 'Deliveries',
  'deliveries-beside-hanging': 'Deliveries beside a receiver that hangs',
  'deliveries-beside-waiting': 'Deliveries beside a million that wait',
  'flaky-receiver': 'Deliveries to a receiver that fails a third of its calls',
};
/** Takes minutes by itself, so that only a full run has it. */
const long = ['deliveries-beside-hanging', 'deliveries-beside-waiting', 'flaky-receiver'];

// What of the server is measured inside this process runs as it does in one that serves.
setUpEngine();

const known = [...Object.keys(alone), ...paths.map(({ name }) => name)];
const { values } = parseArgs({ options: { only: { type: 'string' }, full: { type: 'boolean' } } });
const usual = [
  ...Object.keys(titles).filter((name) => !long.includes(name)),
  ...paths.filter(({ isLong }) => !isLong).map(({ name }) => name),
];
const names = values.only === undefined ? (values.full ? known : usual) : values.only.split(',');
const unknown = names.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark "${unknown.join(', ')}". There are: ${known.join(', ')}`);
  process.exit(2);
}

console.log(`${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}`);
const chosen = paths.filter(({ name }) => names.includes(name));
if (chosen.length > 0) {
  const figures = await measurePaths(chosen, console.log, report);
  const isAll = chosen.length >= paths.filter(({ isLong }) => !isLong).length;
  // A part of the paths is measured to look into it; only all of them together make a run that is kept.
  if (isAll) writeSection('Paths', figures, new Date());
}
for (const name of names.filter((one) => Object.hasOwn(alone, one))) {
  console.log(name);
  const figures = (await alone[name]?.()) ?? [];
  report(figures);
  const title = titles[name];
  if (title !== undefined) writeSection(title, figures, new Date());
}

function report(measurements: readonly Measurement[]): void {
  for (const measurement of measurements) console.log(lineOf(measurement));
  // A goal that is missed is a failure for whatever runs this.
  if (!measurements.every(isMet)) process.exitCode = 1;
}
