import { createHash } from 'node:crypto';
import { iso31661, iso31662 } from 'iso-3166';
import type pg from 'pg';

/** A uuid of version 5 made from a code, so that a country has the same id on every installation. */
function idOf(code: string): string {
  const hex = createHash('sha1').update(`pitwall:iso-3166:${code}`).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Writes the countries of ISO 3166-1 and their subdivisions of ISO 3166-2. */
export async function up(client: pg.Client): Promise<void> {
  const countries = iso31661.filter(({ state }) => state === 'assigned');
  await client.query(
    `INSERT INTO countries (id, name, code2, code3, numeric)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])`,
    [
      countries.map(({ alpha2 }) => idOf(alpha2)),
      countries.map(({ name }) => name),
      countries.map(({ alpha2 }) => alpha2),
      countries.map(({ alpha3 }) => alpha3),
      countries.map(({ numeric }) => numeric),
    ],
  );
  const known = new Set(countries.map(({ alpha2 }) => alpha2));
  const states = iso31662.filter(({ code }) => known.has(code.slice(0, 2)));
  await client.query(
    `INSERT INTO states (id, country_id, name, code)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[])`,
    [
      states.map(({ code }) => idOf(code)),
      states.map(({ code }) => idOf(code.slice(0, 2))),
      states.map(({ name }) => name),
      states.map(({ code }) => code),
    ],
  );
}
