import { eraseMember } from '#contract/members.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';
import { notFound, ok } from '../../http/answer.ts';
import { actorOf, writeAudit } from '../../http/audit.ts';
import { tenantRoute } from '../../http/route.ts';
import { scrubMember } from './scrub.ts';

/** How long a call cleans up by itself before it leaves the rest to background work. */
const INLINE_MS = 2_000;

/** Erases a member: at once for everybody who looks, then table by table. */
export const eraseMemberRoute = tenantRoute(eraseMember, async (call) => {
  const { context, tenant, params, query, principal, request } = call;
  const source = { sourceId: query.partnerId ?? nilUuid, pubMemberId: params.pubMemberId };
  const erased = await inTenant(context.database, tenant.id, async (tx) => {
    const found = await forgetMember(tx, source);
    // The text itself is what is being forgotten, so the audit names the member by its id alone.
    if (found)
      await writeAudit(
        context,
        tx,
        actorOf(principal),
        { action: 'erase', objectKind: 'member', objectId: found.memberId },
        request.id,
      );
    return found;
  });
  if (!erased) return notFound('member');
  const isComplete = await scrubMember(context, tenant.id, erased.memberId, INLINE_MS);
  return ok({ ...erased, isComplete });
});

/**
 * Takes the text away that a member is known by, and what waits to be sent about it. Attempts are locked before anything
 * else, as whoever decides a postback does, so that nothing about the member is written meanwhile.
 */
async function forgetMember(
  tx: TenantTransaction,
  { sourceId, pubMemberId }: { sourceId: string; pubMemberId: string },
): Promise<{ memberId: string; erasedAt: string } | undefined> {
  const { rows: known } = await tx.query<{ id: string }>(
    'SELECT id FROM members WHERE tenant_id = $1 AND source_id = $2 AND pub_member_id = $3',
    [tx.tenantId, sourceId, pubMemberId],
  );
  const memberId = known[0]?.id;
  if (memberId === undefined) return undefined;
  await tx.query('SELECT FROM attempts WHERE tenant_id = $1 AND member_id = $2 ORDER BY id FOR UPDATE', [
    tx.tenantId,
    memberId,
  ]);
  const { rows } = await tx.query<{ erased_at: string }>(
    `UPDATE members SET pub_member_id = NULL, erased_at = tenant_now($1), scrubbed_at = NULL
     WHERE tenant_id = $1 AND id = $2 AND erased_at IS NULL RETURNING erased_at`,
    [tx.tenantId, memberId],
  );
  const erasedAt = rows[0]?.erased_at;
  if (erasedAt === undefined) return undefined;
  await tx.query(
    `UPDATE deliveries SET status = 'Cancelled', next_try_at = NULL, modified_at = tenant_now($1)
     WHERE tenant_id = $1 AND member_id = $2 AND status = 'Waiting'`,
    [tx.tenantId, memberId],
  );
  return { memberId, erasedAt: formatInstant(parseInstant(erasedAt) as Micros) };
}
