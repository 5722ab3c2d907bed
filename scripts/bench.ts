import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { measureDeliveries, measureFlakyReceiver } from '#benchmarks/deliveries/measure.ts';
import { isMet, lineOf, type Measurement } from '#benchmarks/measurement.ts';
import { measureStart } from '#benchmarks/start.ts';

/** What can be measured, by the name that `--only` takes. */
const benchmarks: Readonly<Record<string, () => Promise<Measurement[]>>> = {
  start: measureStart,
  'flaky-receiver': measureFlakyReceiver,
  deliveries: measureDeliveries,
};

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = values.only === undefined ? Object.keys(benchmarks) : values.only.split(',');
const unknown = names.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark "${unknown.join(', ')}". There are: ${Object.keys(benchmarks).join(', ')}`,
  );
  process.exit(2);
}

console.log(`${cpus().length} processors, load ${loadavg()[0]?.toFixed(1)}, Node ${process.versions.node}`);
for (const name of names) {
  console.log(name);
  const measurements = (await benchmarks[name]?.()) ?? [];
  for (const measurement of measurements) console.log(lineOf(measurement));
  // A goal that is missed is a failure for whatever runs this.
  if (!measurements.every(isMet)) process.exitCode = 1;
}
