import type { Database } from '#database/connect.ts';
import type { Micros } from '#domain/time.ts';

/** The process's reading of the database's clock. */
export interface Clock {
  /** Now, by the database, as microseconds since 1970 UTC. */
  now(): Micros;
  /** Measures the distance to the database again. */
  synchronise(): Promise<void>;
}

/** Follows the database's clock by its distance from the process's own, which only steps in between. */
export function followDatabaseClock(
  database: Pick<Database, 'engine'>,
  processNow: () => number = Date.now,
): Clock {
  let distanceMicros = 0;
  return {
    now: () => processNow() * 1000 + distanceMicros,
    async synchronise() {
      const before = processNow();
      const { rows } = await database.engine.query<{ micros: string }>(
        "SELECT (extract(epoch FROM tenant_now('00000000-0000-0000-0000-000000000000')) * 1000000)::bigint::text AS micros",
      );
      const middle = (before + processNow()) / 2;
      distanceMicros = Math.round(Number(rows[0]?.micros) - middle * 1000);
    },
  };
}
