import type { SelectQueryBuilder } from 'kysely';
import {
  listDeliveries,
  listPartnerDeliveries,
  readDelivery,
  readPartnerDelivery,
} from '#contract/deliveries.ts';
import type { Tables } from '#database/rows.ts';
import { notFound, ok } from '../../http/answer.ts';
import { list } from '../../http/list.ts';
import { read } from '../../http/route.ts';
import {
  deliveryItems,
  firstIdOf,
  itemColumns,
  loadDeliveryDetails,
  storedKind,
  written,
  type ItemRow,
} from './delivery-item.ts';

/** In microseconds: ids are cut to it. */
const MILLISECOND = 1_000;

type Select = SelectQueryBuilder<Tables, 'deliveries', ItemRow>;

// Ids carry the time of their creation: the order of the one is that of the other, and the primary key has it.
const order = { CreatedAt: 'id', ModifiedAt: 'modified_at', NextTryAt: 'next_try_at' };
const filters = {
  status: (select: Select, statuses: string[]) => select.where('status', 'in', statuses),
  conversion_id: (select: Select, ids: string[]) => select.where('conversion_id', 'in', ids),
  offer_id: (select: Select, ids: string[]) => select.where('offer_id', 'in', ids),
  test: (select: Select, isTest: boolean) => select.where('is_test', '=', isTest),
  from: (select: Select, at: string) =>
    select.where('created_at', '>=', written(at)).where('id', '>=', firstIdOf(at)),
  to: (select: Select, at: string) =>
    select.where('created_at', '<', written(at)).where('id', '<', firstIdOf(at, MILLISECOND)),
};

/** Lists deliveries, the newest first unless asked otherwise. */
export const listDeliveriesRoute = list(listDeliveries, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('deliveries').select(itemColumns).where('tenant_id', '=', tenant.id),
  order,
  filters: {
    ...filters,
    kind: (select, kinds: Parameters<typeof storedKind>[0][]) =>
      select.where('kind', 'in', kinds.map(storedKind)),
    partner_id: (select, ids: string[]) => select.where('partner_id', 'in', ids),
    endpoint_id: (select, ids: string[]) => select.where('endpoint_id', 'in', ids),
  },
  items: (rows, { tx }) => deliveryItems(tx, rows as ItemRow[]),
});

/** Lists what was sent to the partner of the token. */
export const listPartnerDeliveriesRoute = list(listPartnerDeliveries, {
  select: ({ tx, tenant, principal }) =>
    tx.kysely
      .selectFrom('deliveries')
      .select(itemColumns)
      .where('tenant_id', '=', tenant.id)
      .where('kind', '=', 'partner_postback')
      .where('partner_id', '=', principal.partnerId),
  order,
  filters,
  items: (rows, { tx }) => deliveryItems(tx, rows as ItemRow[]),
});

/** Reads one delivery with its request and its tries. */
export const readDeliveryRoutes = [
  read(readDelivery, async ({ tx, params }) => {
    const found = await loadDeliveryDetails(tx, params.id, null);
    return found ? ok(found) : notFound('delivery');
  }),
  read(readPartnerDelivery, async ({ tx, params, principal }) => {
    const found = await loadDeliveryDetails(tx, params.id, principal.partnerId);
    return found ? ok(found) : notFound('delivery');
  }),
];
