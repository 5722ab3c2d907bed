import type { CustomOperation } from '#contract/custom-offers.ts';
import type { Actor, AuditEntry } from '../../http/audit.ts';

/** The kind of job that a synchronisation is. */
export const CUSTOM_OFFERS = 'custom-offers';

/** What a synchronisation was asked for, beside its offers. */
export interface SynchronisationInput {
  readonly operation: CustomOperation;
  /** Who is written down as having made the changes. */
  readonly actor: Actor;
  readonly requestId: string;
}

/** An offer of a call that waits for its turn. */
export interface WaitingRow {
  readonly row: number;
  readonly externalId: string;
  /** What the source says of it, by the published names. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** What became of one offer. */
export interface Saved {
  readonly row: number;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'failed';
  readonly id: string | null;
  readonly messages: readonly string[];
  readonly audit?: AuditEntry;
}
