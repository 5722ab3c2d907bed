/** What a difference is about. */
export type Subject =
  | 'conversion'
  | 'attempt'
  | 'ledger'
  | 'hold'
  | 'counter'
  | 'limit'
  | 'delivery'
  | 'request'
  | 'total'
  | 'chain';

/** One place where what is stored is not what the rules make of the requests and decisions behind it. */
export interface Difference {
  readonly subject: Subject;
  /** The id of what differs, or the name of its place. */
  readonly id: string;
  readonly text: string;
}

/** How far a verification has come. */
export interface Progress {
  readonly done: number;
  readonly total: number;
}

/** What a verification of one tenant found. */
export interface TenantReport {
  readonly conversions: number;
  readonly ledgerLines: number;
  /** Lines of the ledger that are not sealed yet. */
  readonly unsealed: number;
  /** Conversions whose request was erased or has outlived its retention: only their later life is verified. */
  readonly withoutRequest: number;
  readonly differences: number;
}

/** Told about each difference as it is found, and now and then about the progress. */
export interface Listener {
  difference(found: Difference): void;
  progress(reached: Progress): void;
}
