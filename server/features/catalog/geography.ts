import type { Transaction } from '#database/transaction.ts';
import type { Geography } from '#domain/targeting/audience.ts';

/** A country as offers and answers name it. */
export interface CountryEntry {
  readonly id: string;
  readonly name: string;
  /** ISO 3166-1 alpha-2, alpha-3 and numeric. */
  readonly code2: string;
  readonly code3: string;
  readonly numeric: string;
}

/** A state or province; its code is that of ISO 3166-2, `US-CA`. */
export interface StateEntry {
  readonly id: string;
  readonly name: string;
  readonly code: string;
  readonly countryId: string;
}

/** All countries and states. Keys are in lower case: countries by id and by each of their codes, states by id and code. */
export interface World extends Geography {
  readonly countries: ReadonlyMap<string, CountryEntry>;
  readonly states: ReadonlyMap<string, StateEntry>;
}

const worlds = new WeakMap<object, World>();

/**
 * Loads the countries and states of ISO 3166, once for each process: they change by migration only.
 *
 * @param owner what the copy belongs to: the process's database
 */
export async function loadWorld(owner: object, tx: Pick<Transaction, 'query'>): Promise<World> {
  const known = worlds.get(owner);
  if (known) return known;
  const countries = await tx.query<CountryEntry>('SELECT id, name, code2, code3, numeric FROM countries');
  const states = await tx.query<StateEntry>('SELECT id, name, code, country_id AS "countryId" FROM states');
  const world: World = {
    countries: new Map(
      countries.rows.flatMap((country) =>
        [country.id, country.code2, country.code3, country.numeric].map(
          (key) => [key.toLowerCase(), country] as const,
        ),
      ),
    ),
    states: new Map(
      states.rows.flatMap((state) =>
        [state.id, state.code].map((key) => [key.toLowerCase(), state] as const),
      ),
    ),
  };
  worlds.set(owner, world);
  return world;
}
