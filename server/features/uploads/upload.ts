import type { Actor } from '../../http/audit.ts';

/** The kinds of job that uploads are. */
export const CONVERSION_UPLOAD = 'conversion-upload';
export const STATUS_UPLOAD = 'status-upload';

/** What is known of an upload from its start. */
export interface UploadInput {
  readonly fileName: string;
  /** False while the file is still on its way; a job that stays so lost its sender. */
  readonly isComplete: boolean;
  readonly actor: Actor;
  readonly requestId: string;
}

/** One row of a file: its place as a spreadsheet counts, and its cells by the names of the columns in lower case. */
export interface TableRow {
  readonly row: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** What became of one row. */
export interface RowOutcome {
  readonly row: number;
  readonly outcome: 'accepted' | 'failed';
  readonly id: string | null;
  readonly messages: readonly string[];
}

/** A row that is refused. */
export function refusedRow(row: number, ...messages: string[]): RowOutcome {
  return { row, outcome: 'failed', id: null, messages };
}
