/** A figure that was measured, and what it is held against. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The most that it may be; absent for a figure that is only told. */
  readonly atMost?: number;
  /** The least that it may be; absent for a figure that is only told. */
  readonly atLeast?: number;
  /** What else is worth knowing: rates, times, rounds. */
  readonly notes?: string;
}

/** Whether a figure keeps to its goal; one without a goal always does. */
export function isMet({ value, atMost, atLeast }: Measurement): boolean {
  return (atMost === undefined || value <= atMost) && (atLeast === undefined || value >= atLeast);
}

/** One line for a figure, its goal, and whether it was met. */
export function lineOf(measurement: Measurement): string {
  const { name, value, unit, atMost, atLeast, notes } = measurement;
  const figure = `${value.toFixed(unit === 's' || unit === '×' || unit === 'ms' ? 2 : 0)} ${unit}`.padStart(
    10,
  );
  const limit =
    atMost === undefined ? (atLeast === undefined ? '' : `at least ${atLeast}`) : `at most ${atMost}`;
  const goal = limit === '' ? '' : `  ${limit} ${unit}  ${isMet(measurement) ? 'met' : 'MISSED'}`;
  return `  ${name.padEnd(56)}${figure}${goal}${notes === undefined ? '' : `  (${notes})`}`;
}
