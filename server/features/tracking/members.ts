import { uuids } from '#database/array-values.ts';
import type { TenantTransaction, Transaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import { formatInstant, type Micros } from '#domain/time.ts';

/** The source of members who come through the tenant's own wall; any other source is a partner's id. */
export const OWN_WALL = nilUuid;

/**
 * Thrown when another transaction made the same member, or opened the same attempt, at the same time. The transaction is
 * to be rolled back and run again.
 */
export class TakenMeanwhile extends Error {
  override readonly name = 'TakenMeanwhile';
  /** PostgreSQL's own word for it: transactions that meet it are run again. */
  readonly code = '40001';
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

/** A member as its source calls it. */
export interface MemberName {
  readonly sourceId: string;
  readonly pubMemberId: string;
}

/** A member that is to be stored. */
export interface NewMember extends MemberName {
  readonly memberId: string;
}

/** The name of a member among others. */
export function memberKey({ sourceId, pubMemberId }: MemberName): string {
  return `${sourceId}|${pubMemberId}`;
}

/** Finds those of these members that exist: their ids by {@link memberKey}. */
export async function findMembers(
  tx: TenantTransaction,
  members: readonly MemberName[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Map(members.map((member) => [memberKey(member), member])).values()];
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; source_id: string; pub_member_id: string }>(
    `SELECT m.id, m.source_id, m.pub_member_id FROM unnest($2::uuid[], $3::text[]) AS w (source_id, pub_member_id)
     JOIN members m ON m.tenant_id = $1 AND m.source_id = w.source_id AND m.pub_member_id = w.pub_member_id`,
    [
      tx.tenantId,
      uuids(wanted.map(({ sourceId }) => sourceId)),
      wanted.map(({ pubMemberId }) => pubMemberId),
    ],
    'find-members',
  );
  return new Map(
    rows.map((row) => [memberKey({ sourceId: row.source_id, pubMemberId: row.pub_member_id }), row.id]),
  );
}

/**
 * Stores new members, in one order everywhere, so that no two transactions wait for each other.
 *
 * @throws TakenMeanwhile when one of them exists
 */
export async function insertMembers(
  tx: TenantTransaction,
  members: readonly NewMember[],
  now: Micros,
): Promise<void> {
  if (members.length === 0) return;
  const inOrder = members.toSorted((a, b) => (memberKey(a) < memberKey(b) ? -1 : 1));
  const { rowCount } = await tx.query(
    `INSERT INTO members (tenant_id, created_at, id, source_id, pub_member_id)
     SELECT $1, $2, m.* FROM unnest($3::uuid[], $4::uuid[], $5::text[]) AS m
     ON CONFLICT (tenant_id, source_id, pub_member_id) WHERE pub_member_id IS NOT NULL DO NOTHING`,
    [
      tx.tenantId,
      formatInstant(now),
      uuids(inOrder.map(({ memberId }) => memberId)),
      uuids(inOrder.map(({ sourceId }) => sourceId)),
      inOrder.map(({ pubMemberId }) => pubMemberId),
    ],
    'insert-members',
  );
  if (rowCount < members.length) throw new TakenMeanwhile('a member was made by somebody else meanwhile');
}
