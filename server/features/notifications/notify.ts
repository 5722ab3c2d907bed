import type { NotificationKind } from '#contract/notifications.ts';
import type { Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { queueMail } from './mail-queue.ts';
import { loadSettings } from '../settings/exports.ts';

/** Something that operators should know. */
export interface Notice {
  readonly kind: NotificationKind;
  readonly title: string;
  readonly body: string;
  readonly objectKind: string;
  readonly objectId: string | null;
  /** Tells it only the first time; later notices with the same text are passed over. */
  readonly onceKey?: string;
}

/** The switch of the settings that decides whether a kind is mailed too; kinds without one always are. */
const switches = {
  endpoint_off: 'onEndpointOff',
  endpoint_on: 'onEndpointOff',
  cap_reached: 'onCapReached',
  budget_exhausted: 'onBudgetExhausted',
  postback_parked: 'onParked',
} as const satisfies Partial<Record<NotificationKind, string>>;

/** Nobody is told by mail that mail doesn't arrive. */
const neverMailed: ReadonlySet<NotificationKind> = new Set(['mail_failed']);

/**
 * Tells the operators, in the transaction of what is told: in the list of notices, and by mail to the addresses that
 * the tenant's settings name. Comes last in its transaction, so that nobody waits for a lock of it while holding others.
 */
export async function notify(
  context: Pick<Context, 'config' | 'newId' | 'vault'>,
  tx: Transaction,
  tenantId: string,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0) return;
  const inOrder = notices.toSorted((a, b) => ((a.onceKey ?? '') < (b.onceKey ?? '') ? -1 : 1));
  const withIds = inOrder.map((notice) => ({ id: context.newId(), ...notice }));
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO notifications (tenant_id, id, kind, title, body, object_kind, object_id, once_key, created_at)
     SELECT $1, n.*, tenant_now($1) FROM unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS n (id, kind, title, body, object_kind, object_id, once_key)
     ON CONFLICT (tenant_id, once_key) WHERE once_key IS NOT NULL DO NOTHING RETURNING id`,
    [
      tenantId,
      withIds.map(({ id }) => id),
      withIds.map(({ kind }) => kind),
      withIds.map(({ title }) => title),
      withIds.map(({ body }) => body),
      withIds.map(({ objectKind }) => objectKind),
      withIds.map(({ objectId }) => objectId),
      withIds.map(({ onceKey }) => onceKey ?? null),
    ],
    'insert-notifications',
  );
  const isNew = new Set(rows.map(({ id }) => id));
  await mailNotices(
    context,
    tx,
    tenantId,
    withIds.filter(({ id }) => isNew.has(id)),
  );
}

async function mailNotices(
  context: Parameters<typeof notify>[0],
  tx: Transaction,
  tenantId: string,
  notices: readonly Notice[],
): Promise<void> {
  if (notices.length === 0 || context.config.smtpUrl === undefined) return;
  const { name, notifications } = (await loadSettings(tx, tenantId)).document;
  const wanted = notices.filter(({ kind }) => {
    const on = (switches as Partial<Record<NotificationKind, keyof typeof notifications>>)[kind];
    return !neverMailed.has(kind) && (on === undefined || notifications[on]);
  });
  const mails = wanted.flatMap(({ title, body }) =>
    notifications.emails.map((recipient) => ({
      recipient,
      subject: `${name === '' ? 'Pitwall' : name}: ${title}`,
      text: `${title}\n\n${body}\n`,
    })),
  );
  await queueMail(context, tx, tenantId, mails);
}
