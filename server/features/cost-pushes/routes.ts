import type { SelectQueryBuilder } from 'kysely';
import { listCostPushes, type CostPush } from '#contract/cost-pushes.ts';
import type { CostPushesRow, Tables } from '#database/rows.ts';
import { formatInstant, formatInstantOrNull, parseInstant, type Micros } from '#domain/time.ts';
import { list } from '../../http/list.ts';
import type { Route } from '../../http/route.ts';
import { costPushSettingsRoutes } from './settings.ts';

type Select = SelectQueryBuilder<Tables, 'cost_pushes', CostPushesRow>;

const listPushes = list(listCostPushes, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('cost_pushes').selectAll().where('tenant_id', '=', tenant.id),
  order: { DueAt: 'due_at', CreatedAt: 'created_at', AppId: 'app_id' },
  filters: {
    status: (select: Select, statuses: string[]) => select.where('status', 'in', statuses),
    app_id: (select: Select, ids: string[]) => select.where('app_id', 'in', ids),
    from: (select: Select, at: string) => select.where('due_at', '>=', written(at)),
    to: (select: Select, at: string) => select.where('due_at', '<', written(at)),
  },
  items: (rows) => rows.map((row) => costPushItem(row as CostPushesRow)),
});

function written(at: string): string {
  return formatInstant(parseInstant(at) as Micros);
}

function costPushItem(row: CostPushesRow): CostPush {
  const instantOrNull = (text: string | null) =>
    formatInstantOrNull(text === null ? null : parseInstant(text));
  return {
    id: row.id,
    dueAt: written(row.due_at),
    appId: row.app_id,
    status: row.status as CostPush['status'],
    rowCount: row.rows,
    tryCount: row.tries,
    url: row.url,
    body: row.body,
    httpStatus: row.http_status,
    durationMs: row.duration_ms,
    error: row.error,
    answer: row.answer,
    nextTryAt: instantOrNull(row.next_try_at),
    createdAt: written(row.created_at),
    sentAt: instantOrNull(row.sent_at),
  };
}

/** The routes of the push of costs. */
export const costPushRoutes: readonly Route[] = [listPushes, ...costPushSettingsRoutes];
