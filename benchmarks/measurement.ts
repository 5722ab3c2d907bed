/** A figure that was measured, and what it is held against. */
export interface Measurement {
  readonly name: string;
  /** Not a number where nothing could be measured. */
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

/** A figure with its unit; what is usually small has two decimals. */
export function figureOf({ value, unit }: Measurement): string {
  if (Number.isNaN(value)) return 'not measured';
  return `${value.toFixed(unit === 's' || unit === '×' || unit === 'ms' ? 2 : 0)} ${unit}`;
}

/** One line for a figure, its goal, and whether it was met. */
export function lineOf(measurement: Measurement): string {
  const { name, unit, atMost, atLeast, notes } = measurement;
  const figure = figureOf(measurement).padStart(10);
  const limit =
    atMost === undefined ? (atLeast === undefined ? '' : `at least ${atLeast}`) : `at most ${atMost}`;
  const goal = limit === '' ? '' : `  ${limit} ${unit}  ${isMet(measurement) ? 'met' : 'MISSED'}`;
  return `  ${name.padEnd(56)}${figure}${goal}${notes === undefined ? '' : `  (${notes})`}`;
}
