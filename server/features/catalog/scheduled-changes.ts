import {
  createScheduledChange,
  deleteScheduledChange,
  listScheduledChanges,
  replaceScheduledChange,
  type ScheduledChange as WireChange,
} from '#contract/offer-versions.ts';
import { decimal, toJsonNumber } from '#domain/money.ts';
import { checkScheduledChange, type ScheduledChange } from '#domain/scheduled-changes.ts';
import { formatInstant } from '#domain/time.ts';
import { sql } from 'kysely';
import { created, done, notFound, ok } from '../../http/answer.ts';
import { list } from '../../http/list.ts';
import { write, type WriteCall } from '../../http/route.ts';
import { loadRewardSettings, refuseFaults } from './check-offer.ts';
import {
  loadPendingChanges,
  removeFutureVersions,
  storedChange,
  writeFutureVersions,
  type ChangeRow,
  type StoredChange,
} from './pending-changes.ts';
import { loadOfferForChange, writingTime } from './replace-offer.ts';
import type { StoredOffer } from './stored-offer.ts';
import { requireOffer } from './versions.ts';

/** Lists the changes of an offer that still wait. */
export const listScheduledChangesRoute = list(listScheduledChanges, {
  check: requireOffer,
  select: ({ tx, tenant, params }) =>
    tx.kysely
      .selectFrom('scheduled_changes')
      .select(['id', 'field', 'at', 'offer_event_id', 'created_at'])
      .select(sql<string>`trim_scale(value)`.as('value'))
      .where('tenant_id', '=', tenant.id)
      .where('offer_id', '=', params.id)
      .where(sql<boolean>`at > tenant_now(${tenant.id})`),
  order: { At: 'at', CreatedAt: 'created_at' },
  filters: {},
  items: (rows) => rows.map((row) => wireChange(storedChange(row as ChangeRow))),
});

/** Schedules a change. */
export const createScheduledChangeRoute = write(createScheduledChange, async (call) => {
  const { context, params } = call;
  const offer = await loadOfferForChange(call.tx, params.id);
  if (!offer) return notFound('offer');
  const pending = await loadPendingChanges(call.tx, offer.id, writingTime(offer));
  const change = checked(call.body, offer, pending);
  const id = context.newId();
  const stored: StoredChange = { ...change, id, createdAt: offer.readAt };
  await storeChange(call, offer.id, stored);
  await rewriteVersions(call, offer, [...pending, stored]);
  await noteChange(call, offer, 'schedule', { after: wireChange(stored) });
  const path = createScheduledChange.path.replace('{product}', params.product).replace('{id}', offer.id);
  return created(wireChange(stored), `${path}/${id}`);
});

/** Replaces a change that still waits. */
export const replaceScheduledChangeRoute = write(replaceScheduledChange, async (call) => {
  const found = await findPending(call, call.params);
  if (!found) return notFound('scheduled change');
  const { offer, change: before, others } = found;
  const after: StoredChange = { ...before, ...checked(call.body, offer, others) };
  await removeChange(call, before.id);
  await storeChange(call, offer.id, after);
  await rewriteVersions(call, offer, [...others, after]);
  await noteChange(call, offer, 'reschedule', { before: wireChange(before), after: wireChange(after) });
  return ok(wireChange(after));
});

/** Withdraws a change that still waits. */
export const deleteScheduledChangeRoute = write(deleteScheduledChange, async (call) => {
  const found = await findPending(call, call.params);
  if (!found) return notFound('scheduled change');
  const { offer, change, others } = found;
  await removeChange(call, change.id);
  await rewriteVersions(call, offer, others);
  await noteChange(call, offer, 'withdraw', { before: wireChange(change) });
  return done();
});

async function findPending(
  { tx }: Pick<WriteCall<unknown>, 'tx'>,
  { id, changeId }: { id: string; changeId: string },
): Promise<{ offer: StoredOffer; change: StoredChange; others: StoredChange[] } | undefined> {
  const offer = await loadOfferForChange(tx, id);
  if (!offer) return undefined;
  const pending = await loadPendingChanges(tx, offer.id, writingTime(offer));
  const change = pending.find((one) => one.id === changeId);
  return change && { offer, change, others: pending.filter((one) => one !== change) };
}

function checked(body: unknown, offer: StoredOffer, pending: readonly StoredChange[]): ScheduledChange {
  const { content } = offer;
  const { change, faults } = checkScheduledChange(body, { content, pending, now: writingTime(offer) });
  if (faults) refuseFaults(faults);
  return change;
}

async function storeChange(
  { tx }: Pick<WriteCall<unknown>, 'tx'>,
  offerId: string,
  change: StoredChange,
): Promise<void> {
  await tx.query(
    `INSERT INTO scheduled_changes (tenant_id, id, offer_id, offer_event_id, field, value, at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.tenantId,
      change.id,
      offerId,
      change.offerEventId,
      change.field,
      change.value,
      formatInstant(change.at),
      formatInstant(change.createdAt),
    ],
  );
}

async function removeChange({ tx }: Pick<WriteCall<unknown>, 'tx'>, id: string): Promise<void> {
  await tx.query('DELETE FROM scheduled_changes WHERE tenant_id = $1 AND id = $2', [tx.tenantId, id]);
}

async function rewriteVersions(
  { context, tx, principal }: WriteCall<unknown>,
  offer: StoredOffer,
  changes: readonly ScheduledChange[],
): Promise<void> {
  const now = writingTime(offer);
  const removed = await removeFutureVersions(tx, offer.id, now);
  const settings = await loadRewardSettings(tx);
  const { id: offerId, content, version } = offer;
  const future = { offerId, content, number: version.number, changes, settings, actor: principal.name };
  await writeFutureVersions(context, tx, future, removed);
}

async function noteChange(
  call: WriteCall<unknown>,
  offer: StoredOffer,
  action: string,
  shown: { before?: WireChange; after?: WireChange },
): Promise<void> {
  await call.audit({ action, objectKind: 'offer', objectId: offer.id, ...shown });
  call.announce('offer', offer.id);
}

function wireChange({ id, field, value, at, offerEventId, createdAt }: StoredChange): WireChange {
  return {
    id,
    field,
    value: toJsonNumber(decimal(value)),
    at: formatInstant(at),
    offerEventId,
    createdAt: formatInstant(createdAt),
  };
}
