import type { Transaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import type { Context } from '../../context.ts';

/** The source of members who come through the tenant's own wall; any other source is a partner's id. */
export const OWN_WALL = nilUuid;

/**
 * The member that a source calls by this text, made when it is new. The same text from two sources is two members.
 *
 * @returns the member's id
 */
export async function ensureMember(
  context: Pick<Context, 'newId'>,
  tx: Transaction,
  member: { tenantId: string; sourceId: string; pubMemberId: string },
): Promise<string> {
  const { tenantId, sourceId, pubMemberId } = member;
  const found = await findMember(tx, member);
  if (found !== null) return found;
  const inserted = await tx.query<{ id: string }>(
    `INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at)
     VALUES ($1, $2, $3, $4, tenant_now($1))
     ON CONFLICT (tenant_id, source_id, pub_member_id) WHERE pub_member_id IS NOT NULL DO NOTHING
     RETURNING id`,
    [tenantId, context.newId(), sourceId, pubMemberId],
    'insert-member',
  );
  const id = inserted.rows[0]?.id ?? (await findMember(tx, member));
  if (id === null) throw new Error('A member that exists could not be read');
  return id;
}

/** The id of the member that a source calls by this text; null when there is none. */
export async function findMember(
  tx: Transaction,
  { tenantId, sourceId, pubMemberId }: { tenantId: string; sourceId: string; pubMemberId: string },
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM members WHERE tenant_id = $1 AND source_id = $2 AND pub_member_id = $3',
    [tenantId, sourceId, pubMemberId],
    'find-member',
  );
  return rows[0]?.id ?? null;
}
