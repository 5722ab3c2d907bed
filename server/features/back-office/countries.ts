import { sql } from 'kysely';
import { countries, states } from '#contract/back-office.ts';
import { notFound, ok } from '../../http/answer.ts';
import { containing, list } from '../../http/list.ts';
import { read, type Route } from '../../http/route.ts';

const countryColumns = ['id', 'name', 'code2', 'code3', 'numeric'] as const;
const stateColumns = ['id', 'name', 'code', 'country_id'] as const;

/** Countries and states of ISO 3166. They are the same for every tenant and can only be read. */
export const countryRoutes: readonly Route[] = [
  list(countries.list, {
    select: ({ tx }) => tx.kysely.selectFrom('countries').select(countryColumns),
    // A standard has no dates of creation, so both orders go by the name.
    order: { CreatedAt: sql`lower(name)`, Name: sql`lower(name)` },
    filters: {
      search: (select, text: string) =>
        select.where(({ or, eb }) =>
          or([
            eb('name', 'ilike', containing(text)),
            eb('code2', '=', text.toUpperCase()),
            eb('code3', '=', text.toUpperCase()),
          ]),
        ),
    },
    items: (rows) => rows.map(({ id, name, code2, code3, numeric }) => ({ id, name, code2, code3, numeric })),
  }),
  read(countries.read, async ({ tx, params }) => {
    const row = await tx.kysely
      .selectFrom('countries')
      .select(countryColumns)
      .where('id', '=', params.id)
      .executeTakeFirst();
    return row
      ? ok({ id: row.id, name: row.name, code2: row.code2, code3: row.code3, numeric: row.numeric })
      : notFound('country');
  }),
  list(states.list, {
    select: ({ tx }) => tx.kysely.selectFrom('states').select(stateColumns),
    order: { CreatedAt: 'code', Name: sql`lower(name)` },
    filters: {
      search: (select, text: string) =>
        select.where(({ or, eb }) =>
          or([eb('name', 'ilike', containing(text)), eb('code', '=', text.toUpperCase())]),
        ),
      countryId: (select, id: string) => select.where('country_id', '=', id),
    },
    items: (rows) => rows.map(({ id, name, code, country_id: countryId }) => ({ id, name, code, countryId })),
  }),
  read(states.read, async ({ tx, params }) => {
    const row = await tx.kysely
      .selectFrom('states')
      .select(stateColumns)
      .where('id', '=', params.id)
      .executeTakeFirst();
    return row
      ? ok({ id: row.id, name: row.name, code: row.code, countryId: row.country_id })
      : notFound('state');
  }),
];
