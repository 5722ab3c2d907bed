import type { Endpoint } from '#contract/endpoint.ts';

interface Shape {
  properties?: Record<string, Shape>;
  items?: Shape;
}

/** The columns of a list as CSV: the fields of its items, in the order of their schema. */
export function csvColumns(endpoint: Endpoint): string[] {
  const page: Shape | undefined = endpoint.data;
  return Object.keys(page?.properties?.['items']?.items?.properties ?? {});
}

/** One line of CSV: lists and objects as JSON, null as nothing, texts that a spreadsheet would run made harmless. */
export function csvRecord(columns: readonly string[], item: unknown): unknown[] {
  return columns.map((column) => csvCell((item as Record<string, unknown>)[column]));
}

/** A value as a cell. A leading `=`, `+`, `-`, `@`, tab or return makes a spreadsheet compute; an apostrophe stops it. */
export function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string')
    return /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return typeof value === 'object' ? JSON.stringify(value) : `${value as number}`;
}
