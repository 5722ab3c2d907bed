import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { formatInstant, isoDate } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { unlessFull } from '../../http/full-queue.ts';
import { queueOfProcess } from '../../platform/group-commit.ts';
import { instant } from '../conversions/exports.ts';
import { addToTotals } from '../totals/exports.ts';
import { findMembers, insertMembers, memberKey, OWN_WALL, type NewMember } from './members.ts';
import { readParameters } from './parameters.ts';

const MOST_IN_A_BATCH = 200;
const MOST_WAITING = 5_000;
const MOST_ROUNDS = 8;

/** A member who opens an offer's details on the tenant's own wall. */
export interface NewView {
  readonly offerId: string;
  readonly pubMemberId: string;
  /** The publisher's parameters that were sent, by name and as received: the base of the view's clicks. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly ip: string | null;
  readonly userAgent: string | null;
  /** A view to go on with; it is passed over when it isn't of this offer and member. */
  readonly viewId?: string | undefined;
}

/** The queue in which a process's views wait for their commit, tenant by tenant; it answers their ids. */
const viewQueue = queueOfProcess<NewView, string>((context) => ({
  most: MOST_IN_A_BATCH,
  mostWaiting: MOST_WAITING,
  run: (tenantId, views) =>
    inTenant(context.database, tenantId, (tx) => recordViews(context, tx, views), { attempts: MOST_ROUNDS }),
}));

/**
 * Records that a member opened an offer's details, or finds the view that is to be reused; together with whatever views
 * wait beside it.
 *
 * @returns the view's id, once it is committed
 * @throws Refusal: 503 when too many views wait
 */
export function recordView(context: Context, tenantId: string, view: NewView): Promise<string> {
  return unlessFull(viewQueue(context).submit(tenantId, view), 'views');
}

/** A view with the id of its member. */
interface ViewOfMember {
  readonly view: NewView;
  readonly viewId: string;
  readonly memberId: string;
}

async function recordViews(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  views: readonly NewView[],
): Promise<string[]> {
  const { rows } = await tx.query<{ now: string }>(
    'SELECT tenant_now($1) AS now',
    [tx.tenantId],
    'tenant-now',
  );
  const now = instant(rows[0]?.now ?? '');
  const nameOf = ({ pubMemberId }: NewView) => ({ sourceId: OWN_WALL, pubMemberId });
  const known = await findMembers(tx, views.map(nameOf));
  const made = new Map<string, NewMember>();
  const reusable = await loadReusable(tx, views);
  const opened: ViewOfMember[] = [];
  const ids = views.map((view) => {
    const key = memberKey(nameOf(view));
    const memberId = known.get(key) ?? made.get(key)?.memberId ?? context.newId(now);
    if (!known.has(key)) made.set(key, { ...nameOf(view), memberId });
    if (view.viewId !== undefined && reusable.has(`${view.viewId}|${view.offerId}|${memberId}`))
      return view.viewId;
    const viewId = context.newId(now);
    opened.push({ view, viewId, memberId });
    return viewId;
  });
  await insertMembers(tx, [...made.values()], now);
  await insertViews(tx, opened, formatInstant(now));
  const day = isoDate(now);
  await addToTotals(
    tx,
    tx.tenantId,
    opened.map(({ view }) => ({ offerId: view.offerId, sourceId: OWN_WALL, day, views: 1 })),
  );
  return ids;
}

/** Those views that were named and exist, each as `view|offer|member`. */
async function loadReusable(tx: TenantTransaction, views: readonly NewView[]): Promise<ReadonlySet<string>> {
  const named = views.flatMap(({ viewId }) => viewId ?? []);
  if (named.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string; offer_id: string; member_id: string }>(
    'SELECT id, offer_id, member_id FROM views WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tx.tenantId, named],
    'find-views-to-reuse',
  );
  return new Set(rows.map((row) => `${row.id}|${row.offer_id}|${row.member_id}`));
}

async function insertViews(
  tx: TenantTransaction,
  views: readonly ViewOfMember[],
  createdAt: string,
): Promise<void> {
  if (views.length === 0) return;
  await tx.query(
    `INSERT INTO views (tenant_id, created_at, id, offer_id, member_id, params, ip, user_agent)
     SELECT $1, $2, v.* FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::jsonb[], $7::text[], $8::text[]) AS v`,
    [
      tx.tenantId,
      createdAt,
      views.map(({ viewId }) => viewId),
      views.map(({ view }) => view.offerId),
      views.map(({ memberId }) => memberId),
      views.map(({ view }) => JSON.stringify(readParameters(view.parameters))),
      views.map(({ view }) => view.ip),
      views.map(({ view }) => view.userAgent),
    ],
    'insert-views',
  );
}
