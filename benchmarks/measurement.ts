/** A figure that was measured, and what it is held against. */
export interface Measurement {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The most that it may be; absent for a figure that is only told. */
  readonly atMost?: number;
}

/** Whether a figure keeps to its goal; one without a goal always does. */
export function isMet({ value, atMost }: Measurement): boolean {
  return atMost === undefined || value <= atMost;
}

/** One line for a figure, its goal, and whether it was met. */
export function lineOf(measurement: Measurement): string {
  const { name, value, unit, atMost } = measurement;
  const figure = `${value.toFixed(unit === 's' ? 2 : 0)} ${unit}`.padStart(10);
  const goal =
    atMost === undefined ? '' : `  at most ${atMost} ${unit}  ${isMet(measurement) ? 'met' : 'MISSED'}`;
  return `  ${name.padEnd(56)}${figure}${goal}`;
}
