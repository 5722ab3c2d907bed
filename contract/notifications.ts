import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

/** How much a notice of each kind asks of whoever reads it. */
export const severityOfKind = {
  endpoint_off: 'error',
  endpoint_on: 'info',
  cap_reached: 'warning',
  budget_exhausted: 'warning',
  postback_parked: 'warning',
  share_without_payout: 'warning',
  import_refused: 'warning',
  cost_push_failed: 'error',
  synchronisation_failed: 'error',
  mail_failed: 'error',
} as const;

/** What a notice is about. */
export type NotificationKind = keyof typeof severityOfKind;

const kinds = Object.keys(severityOfKind) as NotificationKind[];
const severities = ['info', 'warning', 'error'] as const;
const optional = Type.Optional;
const path = '/api/v1/notifications';
const tag = 'Notifications';

/** Something that operators should know. */
export const Notification = named(
  'Notification',
  Type.Object({
    id: Uuid,
    kind: oneOf(kinds),
    severity: oneOf(severities),
    title: Type.String(),
    body: Type.String(),
    objectKind: nullable(Type.String({ description: 'What it is about: `offer`, `endpoint`, …' })),
    objectId: nullable(Type.String()),
    createdAt: Instant,
    readAt: nullable(Instant),
  }),
);
/** Something that operators should know. */
export type Notification = Static<typeof Notification>;

/** Lists what operators should know. */
export const listNotifications = endpoint({
  id: 'listNotifications',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists what operators should know, the newest first.',
  description:
    'How many are unread is the `totalCount` of `filter.read=false`. What was read by one operator is read for all of them.',
  query: listQuery(['CreatedAt'] as const, {
    kind: optional(commaList(oneOf(kinds))),
    severity: optional(commaList(oneOf(severities))),
    read: optional(Type.Boolean()),
    from: optional(Instant),
    to: optional(Instant),
  }),
  status: 200,
  data: pageSchema('NotificationPage', Notification),
  isExportable: true,
});

/** Marks a notice as read; repeating it changes nothing. */
export const readNotification = endpoint({
  id: 'readNotification',
  method: 'POST',
  path: `${path}/{id}/read`,
  tag,
  access: 'management',
  summary: 'Marks a notice as read.',
  params: Type.Object({ id: Uuid }),
  status: 204,
});

/** Marks all notices as read. */
export const readNotifications = endpoint({
  id: 'readNotifications',
  method: 'POST',
  path: `${path}/read`,
  tag,
  access: 'management',
  summary: 'Marks all notices as read.',
  status: 200,
  data: named('NotificationsRead', Type.Object({ count: Type.Integer({ minimum: 0 }) })),
});

/** Every endpoint of notifications. */
export const notificationEndpoints = [listNotifications, readNotification, readNotifications];
