import { sql, type RawBuilder } from 'kysely';
import { listClicks, listViews, type Click, type View } from '#contract/visits.ts';
import { uuidV7Floor } from '#domain/ids.ts';
import { formatInstant, minute, parseInstant, type Micros } from '#domain/time.ts';
import { list, type ListRow, type ListSelect } from '../../http/list.ts';
import type { ReadCall } from '../../http/route.ts';

/** What is listed where nobody says from when on: ids carry time, so that only the newest partitions are read. */
const RECENT = "interval '31 days'";

/** Lists views and clicks. */
export const visitRoutes = [
  list(listViews, {
    select: (call) => withNames(recent(call.tx.kysely.selectFrom('views as visit'), call)),
    order: { CreatedAt: 'visit.created_at' },
    tieBreak: 'visit.id',
    filters: filters(),
    items: (rows) => rows.map(viewOf),
  }),
  list(listClicks, {
    select: (call) =>
      withNames(recent(call.tx.kysely.selectFrom('clicks as visit'), call))
        .leftJoin('partners as partner', (join) =>
          join
            .onRef('partner.tenant_id', '=', 'visit.tenant_id')
            .onRef('partner.id', '=', 'visit.partner_id'),
        )
        .select([
          'visit.view_id',
          'visit.partner_id',
          'partner.name as partner_name',
          'visit.kind',
          'visit.is_test',
          'visit.country_code2',
        ])
        .where('visit.is_test', '=', call.query['filter.test'] ?? false),
    order: { CreatedAt: 'visit.created_at' },
    tieBreak: 'visit.id',
    filters: {
      ...filters(),
      partner_id: (select, ids: string[]) => select.where('visit.partner_id', 'in', ids),
      kind: (select, kinds: string[]) => select.where('visit.kind', 'in', kinds),
    },
    items: (rows) => rows.map(clickOf),
  }),
];

function recent(select: ListSelect, { tenant, query }: ReadCall<unknown>): ListSelect {
  const ofTenant = select.where('visit.tenant_id', '=', tenant.id);
  if ((query as Record<string, unknown>)['filter.from'] !== undefined) return ofTenant;
  return ofTenant
    .where('visit.id', '>=', floorOf(tenant.id))
    .where('visit.created_at', '>=', sql`tenant_now(${tenant.id}) - ${sql.raw(RECENT)}`);
}

/** A little below the time itself, since ids hold it cut to the millisecond. */
function floorOf(tenantId: string): RawBuilder<string> {
  return sql<string>`uuid_v7_floor(tenant_now(${tenantId}) - ${sql.raw(RECENT)} - interval '1 minute')`;
}

function withNames(select: ListSelect): ListSelect {
  return select
    .innerJoin('offers as offer', (join) =>
      join.onRef('offer.tenant_id', '=', 'visit.tenant_id').onRef('offer.id', '=', 'visit.offer_id'),
    )
    .innerJoin('members as member', (join) =>
      join.onRef('member.tenant_id', '=', 'visit.tenant_id').onRef('member.id', '=', 'visit.member_id'),
    )
    .select([
      'visit.id',
      'visit.created_at',
      'visit.offer_id',
      'offer.name as offer_name',
      'member.pub_member_id',
      'visit.params',
      'visit.ip',
      'visit.user_agent',
    ]);
}

function filters() {
  return {
    offer_id: (select: ListSelect, ids: string[]) => select.where('visit.offer_id', 'in', ids),
    pub_member_id: (select: ListSelect, wanted: string, { tenant }: ReadCall<unknown>) =>
      select.where(
        sql<boolean>`visit.member_id IN (
          SELECT m.id FROM members m WHERE m.tenant_id = ${tenant.id} AND m.pub_member_id = ${wanted})`,
      ),
    from: (select: ListSelect, at: string) =>
      select.where('visit.created_at', '>=', written(at)).where('visit.id', '>=', idAround(at, -minute)),
    to: (select: ListSelect, at: string) =>
      select.where('visit.created_at', '<', written(at)).where('visit.id', '<', idAround(at, minute)),
  };
}

function viewOf(row: ListRow): View {
  return {
    id: row['id'] as string,
    createdAt: written(row['created_at'] as string),
    offerId: row['offer_id'] as string,
    offerName: row['offer_name'] as string,
    pubMemberId: row['pub_member_id'] as string | null,
    parameters: (row['params'] ?? {}) as Record<string, string>,
    ip: row['ip'] as string | null,
    userAgent: row['user_agent'] as string | null,
  };
}

function clickOf(row: ListRow): Click {
  return {
    ...viewOf(row),
    viewId: row['view_id'] as string | null,
    partnerId: row['partner_id'] as string | null,
    partnerName: row['partner_name'] as string | null,
    kind: row['kind'] as Click['kind'],
    isTest: row['is_test'] as boolean,
    countryCode2: row['country_code2'] as string | null,
  };
}

function written(text: string): string {
  return formatInstant(parseInstant(text) as Micros);
}

function idAround(text: string, by: Micros): string {
  return uuidV7Floor(Math.max(0, (parseInstant(text) as Micros) + by));
}
