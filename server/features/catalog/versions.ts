import { sql } from 'kysely';
import { compareOfferVersions, listOfferVersions, type OfferVersion } from '#contract/offer-versions.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { OfferContent } from '#domain/offer.ts';
import { formatInstant } from '#domain/time.ts';
import { notFound, ok, Refusal, refused } from '../../http/answer.ts';
import { list } from '../../http/list.ts';
import { read, type TenantCall } from '../../http/route.ts';
import { differencesOf } from './differences.ts';
import { offerBody } from './offer-body.ts';
import { instant } from './stored-offer.ts';

/** Lists the versions of an offer, newest first. */
export const listOfferVersionsRoute = list(listOfferVersions, {
  check: requireOffer,
  select: ({ tx, tenant, params }) =>
    tx.kysely
      .selectFrom('offer_versions as v')
      .select(['v.id', 'v.number', 'v.valid_from', 'v.created_at', 'v.actor', 'v.content'])
      .select(
        sql<OfferContent | null>`(SELECT w.content FROM offer_versions w WHERE w.tenant_id = v.tenant_id
          AND w.offer_id = v.offer_id AND w.number < v.number ORDER BY w.number DESC LIMIT 1)`.as(
          'content_before',
        ),
      )
      .select(sql<boolean>`v.valid_from > tenant_now(${tenant.id})`.as('is_scheduled'))
      .select(
        sql<boolean>`v.number = (SELECT max(w.number) FROM offer_versions w WHERE w.tenant_id = v.tenant_id
          AND w.offer_id = v.offer_id AND w.valid_from <= tenant_now(${tenant.id}))`.as('is_current'),
      )
      .where('v.tenant_id', '=', tenant.id)
      .where('v.offer_id', '=', params.id),
  order: { Number: 'v.number' },
  tieBreak: 'v.id',
  filters: {},
  items: (rows) =>
    rows.map((row): OfferVersion => ({
      id: row['id'],
      number: row['number'],
      validFrom: formatInstant(instant(row['valid_from'])),
      isCurrent: row['is_current'],
      isScheduled: row['is_scheduled'],
      createdAt: formatInstant(instant(row['created_at'])),
      actor: row['actor'],
      changedFields:
        row['content_before'] === null
          ? []
          : differencesOf(offerBody(row['content_before']), offerBody(row['content'])).map(
              ({ path }) => path,
            ),
    })),
});

/** Compares two versions of an offer. */
export const compareOfferVersionsRoute = read(compareOfferVersions, async ({ tx, params, query }) => {
  if (!(await hasOffer(tx, params.id))) return notFound('offer');
  const { rows } = await tx.query<{ number: number; content: OfferContent }>(
    'SELECT number, content FROM offer_versions WHERE tenant_id = $1 AND offer_id = $2 AND number = ANY ($3::integer[])',
    [tx.tenantId, params.id, [query.from, query.to]],
  );
  const contents = new Map(rows.map(({ number, content }) => [number, content]));
  const from = contents.get(query.from);
  const to = contents.get(query.to);
  if (from && to)
    return ok({ from: query.from, to: query.to, differences: differencesOf(offerBody(from), offerBody(to)) });
  return refused(
    'ValidationError',
    ...(from ? [] : [`from: the offer has no version ${query.from}`]),
    ...(to ? [] : [`to: the offer has no version ${query.to}`]),
  );
});

/**
 * Refuses to list what belongs to an offer that the tenant doesn't have.
 *
 * @throws Refusal: 404
 */
export async function requireOffer({
  context,
  tenant,
  params,
}: Pick<TenantCall<unknown>, 'context' | 'tenant'> & {
  readonly params: { readonly id: string };
}): Promise<void> {
  const isKnown = await inTenant(context.database, tenant.id, (tx) => hasOffer(tx, params.id), {
    readOnly: true,
  });
  if (!isKnown) throw new Refusal(notFound('offer'));
}

async function hasOffer(tx: TenantTransaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT 1 FROM offers WHERE tenant_id = $1 AND id = $2', [
    tx.tenantId,
    id,
  ]);
  return rowCount > 0;
}
