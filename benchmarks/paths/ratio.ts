import type { Comparison, SideResult } from '../harness/compare.ts';
import type { Measurement } from '../measurement.ts';

/**
 * A comparison as a figure: the reference's CPU time for a request divided by ours, 1 being as cheap as the reference.
 * Failed requests on either side make it worth nothing; where the client never kept the reference at work, nothing was
 * measured.
 */
export function ratioOf(
  name: string,
  atLeast: number,
  { ours, reference, ratio, rounds, discarded }: Comparison,
): Measurement {
  const errors = ours.errors + reference.errors;
  return {
    name,
    value: errors === 0 ? ratio : 0,
    unit: '×',
    atLeast,
    notes: [
      ...(rounds > 0 ? [`ours ${inWords(ours)}`, `reference ${inWords(reference)}`] : []),
      `${rounds} rounds${discarded > 0 ? `, ${discarded} discarded` : ''}`,
      ...(errors > 0 ? [`${errors} failed requests`] : []),
    ].join('; '),
  };
}

function inWords({ cpuMicrosPerRequest, requestsPerSecond, p50Ms, p99Ms }: SideResult): string {
  const cpu = `${cpuMicrosPerRequest.toFixed(0)} µs of CPU`;
  return `${cpu}, ${requestsPerSecond.toFixed(0)}/s, p50 ${p50Ms.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms`;
}
