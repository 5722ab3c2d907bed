import type { Micros } from '../../time.ts';
import type { DeliveryFacts } from '../facts.ts';
import type { AcceptedAnswer } from '../request.ts';
import type { CreditTurn } from './turn.ts';

/** The digests that walls sign with, each in lower-case hexadecimal. The domain has none of its own. */
export interface Digests {
  md5(text: string): string;
  sha256(text: string): string;
  hmacSha1(key: string, text: string): string;
  hmacSha256(key: string, text: string): string;
}

/** One callback that is about to be written in the shape of another wall. */
export interface DialectCall {
  readonly facts: DeliveryFacts;
  readonly turn: CreditTurn;
  /** The delivery's id. */
  readonly id: string;
  /** When the delivery is written. */
  readonly at: Micros;
  /** The secret that the tenant's receiver knows from that wall; empty where it has none. */
  readonly secret: string;
  readonly digests: Digests;
}

/** What a dialect adds once the address is complete: a hash over it, or headers. */
export interface FinishedCall {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How another offer wall calls back, so that a receiver made for it works as it is. */
export interface Dialect {
  /** As the settings name it. */
  readonly name: string;
  readonly title: string;
  /** The public page that describes these calls. */
  readonly source: string;
  /** Whether its calls carry a hash that needs a secret. */
  readonly needsSecret: boolean;
  /** How a macro stands in an address: `{name}`, or `[%NAME%]`. */
  readonly macroForm: 'braces' | 'brackets';
  /** Whether it tells of conversions that may still be rejected. */
  readonly tellsPending: boolean;
  /** Whether it tells of rewards that are taken back. */
  readonly tellsReversals: boolean;
  /** The values of its macros, by name. A macro that is not among them becomes empty. */
  values(call: DialectCall): Readonly<Record<string, string>>;
  /** Parameters, as name and macro, that are appended to an address without any macro. */
  readonly usual: readonly (readonly [parameter: string, macro: string])[];
  finish?(url: string, call: DialectCall): FinishedCall;
  /** What counts as taken; every 2xx where null. */
  readonly accepts: AcceptedAnswer | null;
}
