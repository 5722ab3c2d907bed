import { randomBytes } from 'node:crypto';
import type { Database } from '#database/connect.ts';
import type { Micros } from '#domain/time.ts';
import type { Config } from './config.ts';
import type { ChangeFeed } from './platform/changes.ts';
import type { Clock } from './platform/clock.ts';
import { openEgress, type Egress } from './platform/egress.ts';
import type { Logger } from './platform/log.ts';
import { orderedIds } from './platform/ordered-ids.ts';
import type { Vault } from './platform/vault.ts';

/** What the whole process shares; made once at its start and passed to everything that needs it. */
export interface Context {
  readonly config: Config;
  readonly database: Database;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly log: Logger;
  readonly vault: Vault;
  /** The only way out to addresses that others gave us. */
  readonly egress: Egress;
  /** Random bytes; a test passes its own. */
  readonly random: (size: number) => Uint8Array;
  /** A new version-7 uuid, of now by the database or of the instant given; later ones of an instant sort later. */
  newId(at?: Micros): string;
  /** Whether the process has begun to stop and takes no further work. */
  isDraining: boolean;
}

/** Puts a context together from its parts. */
export function makeContext(
  parts: Omit<Context, 'newId' | 'isDraining' | 'random' | 'egress'> &
    Partial<Pick<Context, 'random' | 'egress'>>,
): Context {
  const random = parts.random ?? randomBytes;
  const nextId = orderedIds(random);
  return {
    ...parts,
    random,
    egress: parts.egress ?? openEgress({ allow: parts.config.egressAllow }),
    newId: (at) => nextId(at ?? parts.clock.now()),
    isDraining: false,
  };
}
