import type { TenantTransaction } from '#database/transaction.ts';
import { mentionedIds, type OfferReferences } from '#domain/offer-rules.ts';
import type { World } from './geography.ts';

/** Loads what the ids and codes of offers' bodies can refer to. */
export async function loadReferences(
  tx: TenantTransaction,
  world: World,
  bodies: readonly unknown[],
): Promise<OfferReferences> {
  const mentioned = bodies.map((body) => mentionedIds(body));
  const all = (kind: keyof ReturnType<typeof mentionedIds>) => [
    ...new Set(mentioned.flatMap((ids) => ids[kind])),
  ];
  const { rows } = await tx.query<{ kind: string; id: string; name: string }>(
    `SELECT 'advertiser' AS kind, id, name FROM advertisers WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
     UNION ALL SELECT 'category', id, name FROM categories WHERE tenant_id = $1 AND id = ANY ($3::uuid[])
     UNION ALL SELECT 'age', id, name FROM age_ranges WHERE tenant_id = $1 AND id = ANY ($4::uuid[])
     UNION ALL SELECT 'placement', id, name FROM placements WHERE tenant_id = $1 AND id = ANY ($5::uuid[])
     UNION ALL SELECT 'gender', id, name FROM genders WHERE tenant_id = $1`,
    [tx.tenantId, all('advertiserIds'), all('categoryIds'), all('ageIds'), all('placementIds')],
    'catalog-load-references',
  );
  const ids = (kind: string) => new Set(rows.filter((row) => row.kind === kind).map(({ id }) => id));
  const genders = rows.filter(({ kind }) => kind === 'gender');
  return {
    advertiserIds: ids('advertiser'),
    categoryIds: ids('category'),
    ageIds: ids('age'),
    placementIds: ids('placement'),
    countries: world.countries,
    states: world.states,
    genders: new Map(
      genders.flatMap(({ id, name }) => [
        [id, { id, name }] as const,
        [name.toLowerCase(), { id, name }] as const,
      ]),
    ),
  };
}
