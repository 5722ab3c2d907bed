import { sql, type SelectQueryBuilder } from 'kysely';
import { listAudit, type actorKinds } from '#contract/audit.ts';
import type { Tables } from '#database/rows.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';
import { containing, list, type ListRow } from '../../http/list.ts';

type Select = SelectQueryBuilder<Tables, 'audit', object>;

const columns = [
  'id',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'object_kind',
  'object_id',
  'before',
  'after',
  'request_id',
] as const;

/** Lists who changed what. */
export const listAuditRoute = list(listAudit, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('audit').select(columns).where('tenant_id', '=', tenant.id),
  order: { CreatedAt: 'at' },
  filters: {
    object_kind: (select: Select, kinds: string[]) =>
      select.where(sql`lower(object_kind)`, 'in', lower(kinds)),
    object_id: (select: Select, ids: string[]) => select.where('object_id', 'in', ids.flatMap(spellings)),
    actor_kind: (select: Select, kinds: (typeof actorKinds)[number][]) =>
      select.where('actor_kind', 'in', kinds),
    actor_id: (select: Select, ids: string[]) => select.where('actor_id', 'in', ids),
    actor: (select: Select, text: string) => select.where('actor_name', 'ilike', containing(text)),
    action: (select: Select, actions: string[]) => select.where(sql`lower(action)`, 'in', lower(actions)),
    request_id: (select: Select, ids: string[]) => select.where('request_id', 'in', ids),
    from: (select: Select, at: string) => select.where('at', '>=', written(at)),
    to: (select: Select, at: string) => select.where('at', '<', written(at)),
  },
  items: (rows) => rows.map(entryOf),
});

function entryOf(row: ListRow) {
  return {
    id: row['id'] as string,
    createdAt: written(row['at'] as string),
    actorKind: row['actor_kind'] as (typeof actorKinds)[number],
    actorId: row['actor_id'] as string | null,
    actorName: row['actor_name'] as string,
    action: row['action'] as string,
    objectKind: row['object_kind'] as string,
    objectId: row['object_id'] as string | null,
    before: row['before'] as unknown,
    after: row['after'] as unknown,
    requestId: row['request_id'] as string | null,
  };
}

function written(text: string): string {
  return formatInstant(parseInstant(text) as Micros);
}

function lower(texts: readonly string[]): string[] {
  return texts.map((text) => text.toLowerCase());
}

/** Ids are stored in lower case, while names such as that of a tracking system keep theirs. */
function spellings(id: string): string[] {
  return [id, id.toLowerCase()];
}
