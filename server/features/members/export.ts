import { Readable } from 'node:stream';
import { successEnvelope } from '#contract/envelope.ts';
import { exportMember } from '#contract/members.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import type { Context } from '../../context.ts';
import { file, notFound } from '../../http/answer.ts';
import { actorOf, writeAudit } from '../../http/audit.ts';
import { tenantRoute } from '../../http/route.ts';

const ROWS_AT_ONCE = 500;

const ofConversions = `conversion_id IN (SELECT id FROM conversions WHERE tenant_id = $1 AND member_id = $2)`;

/** Where things of a member are stored, by their names in the answer, and how they are found. */
const sections: readonly (readonly [name: string, table: string, ofMember: string])[] = [
  ['members', 'members', 'id = $2'],
  ['views', 'views', 'member_id = $2'],
  ['clicks', 'clicks', 'member_id = $2'],
  ['attempts', 'attempts', 'member_id = $2'],
  [
    'postbacks',
    'raw_requests',
    'click_id IN (SELECT id FROM clicks WHERE tenant_id = $1 AND member_id = $2)',
  ],
  ['conversions', 'conversions', 'member_id = $2'],
  ['conversionHistory', 'conversion_history', ofConversions],
  ['deliveries', 'deliveries', 'member_id = $2'],
  [
    'deliveryTries',
    'delivery_tries',
    'delivery_id IN (SELECT id FROM deliveries WHERE tenant_id = $1 AND member_id = $2)',
  ],
  ['claims', 'claims', 'member_id = $2'],
];

/** What tells one tenant's machinery from another's is nothing of the member. */
const ours = new Set(['tenant_id', 'pair_id', 'scrubbed_at']);

/** Gives everything stored of a member, a few rows in memory at a time. */
export const exportMemberRoute = tenantRoute(exportMember, async (call) => {
  const { context, tenant, params, query, principal, request } = call;
  const memberId = await inTenant(context.database, tenant.id, async (tx) => {
    const found = await findMember(tx, query.partnerId ?? nilUuid, params.pubMemberId);
    const entry = { action: 'export', objectKind: 'member', objectId: found ?? null };
    if (found !== undefined) await writeAudit(context, tx, actorOf(principal), entry, request.id);
    return found;
  });
  if (memberId === undefined) return notFound('member');
  const [head, tail] = JSON.stringify(successEnvelope('', request.id)).split('""', 2) as [string, string];
  const text = Readable.from(
    (async function* () {
      yield `${head}{`;
      yield* exported(context, tenant.id, memberId);
      yield `}${tail}`;
    })(),
  );
  return file('application/json; charset=utf-8', text, {
    headers: { 'cache-control': 'no-store', 'content-disposition': 'attachment; filename="member.json"' },
  });
});

async function findMember(
  tx: TenantTransaction,
  sourceId: string,
  pubMemberId: string,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM members WHERE tenant_id = $1 AND source_id = $2 AND pub_member_id = $3',
    [tx.tenantId, sourceId, pubMemberId],
  );
  return rows[0]?.id;
}

async function* exported(context: Context, tenantId: string, memberId: string): AsyncGenerator<string> {
  for (const [index, [name, table, ofMember]] of sections.entries()) {
    yield `${index === 0 ? '' : ','}${JSON.stringify(name)}:[`;
    let last = nilUuid;
    for (let isFirst = true; ; isFirst = false) {
      const rows = await readRows(context, tenantId, { table, ofMember, memberId, after: last });
      if (rows.length > 0)
        yield `${isFirst ? '' : ','}${rows.map((row) => JSON.stringify(recordOf(row))).join(',')}`;
      if (rows.length < ROWS_AT_ONCE) break;
      last = rows.at(-1)?.['id'] as string;
    }
    yield ']';
  }
}

async function readRows(
  context: Context,
  tenantId: string,
  wanted: { table: string; ofMember: string; memberId: string; after: string },
): Promise<Record<string, unknown>[]> {
  const { rows } = await inTenant(
    context.database,
    tenantId,
    (tx) =>
      tx.query<{ record: Record<string, unknown> }>(
        `SELECT to_jsonb(t) AS record FROM ${wanted.table} t
         WHERE tenant_id = $1 AND ${wanted.ofMember} AND id > $3 ORDER BY id LIMIT ${ROWS_AT_ONCE}`,
        [tenantId, wanted.memberId, wanted.after],
      ),
    { readOnly: true },
  );
  return rows.map(({ record }) => record);
}

/** A record by the names that the wire would give its columns. */
function recordOf(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => !ours.has(column))
      .map(([column, value]) => [
        column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
        value,
      ]),
  );
}
