import type { SelectQueryBuilder } from 'kysely';
import {
  listNotifications,
  severityOfKind,
  type Notification,
  type NotificationKind,
} from '#contract/notifications.ts';
import type { Tables } from '#database/rows.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';
import { list, type ListRow } from '../../http/list.ts';

type Select = SelectQueryBuilder<Tables, 'notifications', object>;

const columns = ['id', 'kind', 'title', 'body', 'object_kind', 'object_id', 'created_at', 'read_at'] as const;

/** Lists what operators should know. */
export const listNotificationsRoute = list(listNotifications, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('notifications').select(columns).where('tenant_id', '=', tenant.id),
  order: { CreatedAt: 'created_at' },
  filters: {
    kind: (select: Select, kinds: string[]) => select.where('kind', 'in', kinds),
    severity: (select: Select, severities: string[]) =>
      select.where('kind', 'in', [
        // A list of SQL needs an entry, and no kind is called nothing.
        '',
        ...Object.keys(severityOfKind).filter((kind) => severities.includes(severityOf(kind))),
      ]),
    read: (select: Select, isRead: boolean) => select.where('read_at', isRead ? 'is not' : 'is', null),
    from: (select: Select, at: string) => select.where('created_at', '>=', written(at)),
    to: (select: Select, at: string) => select.where('created_at', '<', written(at)),
  },
  items: (rows) => rows.map(itemOf),
});

function itemOf(row: ListRow): Notification {
  return {
    id: row['id'] as string,
    kind: row['kind'] as NotificationKind,
    severity: severityOf(row['kind'] as string),
    title: row['title'] as string,
    body: row['body'] as string,
    objectKind: row['object_kind'] as string | null,
    objectId: row['object_id'] as string | null,
    createdAt: written(row['created_at'] as string),
    readAt: row['read_at'] === null ? null : written(row['read_at'] as string),
  };
}

function severityOf(kind: string): Notification['severity'] {
  return severityOfKind[kind as NotificationKind];
}

function written(text: string): string {
  return formatInstant(parseInstant(text) as Micros);
}
