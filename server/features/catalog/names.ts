import type { Transaction } from '#database/transaction.ts';
import type { OfferContent } from '#domain/offer.ts';

/** The names and ranges behind the ids of offers. */
export interface OfferNames {
  readonly categories: ReadonlyMap<string, string>;
  readonly genders: ReadonlyMap<string, string>;
  readonly ages: ReadonlyMap<string, { name: string; from: number | null; to: number | null }>;
}

/** Loads the names behind the categories, genders and age ranges of some offers. */
export async function loadOfferNames(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  contents: readonly Pick<OfferContent, 'categoryIds' | 'genderIds' | 'ageId'>[],
): Promise<OfferNames> {
  const { rows } = await tx.query<{
    kind: string;
    id: string;
    name: string;
    from: number | null;
    to: number | null;
  }>(
    `SELECT 'category' AS kind, id, name, NULL::integer AS from, NULL::integer AS to
     FROM categories WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
     UNION ALL SELECT 'gender', id, name, NULL, NULL FROM genders WHERE tenant_id = $1 AND id = ANY ($3::uuid[])
     UNION ALL SELECT 'age', id, name, value_from, value_to FROM age_ranges WHERE tenant_id = $1 AND id = ANY ($4::uuid[])`,
    [
      tenantId,
      distinct(contents.flatMap(({ categoryIds }) => categoryIds)),
      distinct(contents.flatMap(({ genderIds }) => genderIds)),
      distinct(contents.map(({ ageId }) => ageId)),
    ],
    'catalog-load-names',
  );
  const namesOf = (kind: string) =>
    new Map(rows.filter((row) => row.kind === kind).map(({ id, name }) => [id, name]));
  return {
    categories: namesOf('category'),
    genders: namesOf('gender'),
    ages: new Map(
      rows.filter(({ kind }) => kind === 'age').map(({ id, name, from, to }) => [id, { name, from, to }]),
    ),
  };
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
