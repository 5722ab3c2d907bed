import {
  mostStatusesAtOnce,
  setConversionStatuses,
  type ConversionFilter,
} from '#contract/conversion-status.ts';
import type { BodyOf, DataOf } from '#contract/endpoint.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { waitingForPreviousEvent } from '#domain/conversion/reasons.ts';
import { ok, refuse } from '../../http/answer.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { findNamed, noStepSentence, noteOf, setAudited } from './change-status.ts';
import { wireStatus } from './record-items.ts';

/** Conversions of one transaction: few enough that it stays far below a second. */
const AT_ONCE = 50;

type Call = TenantCall<typeof setConversionStatuses>;
type Body = BodyOf<typeof setConversionStatuses>;
type Result = DataOf<typeof setConversionStatuses>['results'][number];

/** Sets the status of many conversions, a part at a time; each succeeds or fails by itself. */
export const setConversionStatusesRoute = tenantRoute(setConversionStatuses, async (call) => {
  checkBody(call.body);
  const { ids, hasMore } = await idsOf(call);
  const results: Result[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE)
    results.push(...(await setPart(call, ids.slice(at, at + AT_ONCE))));
  const count = (outcome: Result['outcome']) => results.filter((result) => result.outcome === outcome).length;
  return ok({
    changed: count('changed'),
    unchanged: count('unchanged'),
    failed: count('failed'),
    hasMore,
    results,
  });
});

function checkBody({ ids, filter }: Body): void {
  if ((ids === undefined) === (filter === undefined))
    refuse('ValidationError', 'body: holds either ids or filter');
  if (filter !== undefined && Object.values(filter).every((value) => value === undefined || value === null))
    refuse('ValidationError', 'filter: names at least one field, or nothing would be left out');
}

async function idsOf({ body, context, tenant }: Call): Promise<{ ids: readonly string[]; hasMore: boolean }> {
  if (body.filter === undefined) return { ids: [...new Set(body.ids)], hasMore: false };
  const { filter, status } = body;
  const found = await inTenant(context.database, tenant.id, (tx) => findFitting(tx, filter, status), {
    readOnly: true,
  });
  return { ids: found.slice(0, mostStatusesAtOnce), hasMore: found.length > mostStatusesAtOnce };
}

// What cannot take the status is left out, so that calling again always goes on with others.
const FITTING = `
SELECT c.id FROM conversions c JOIN offers o ON o.tenant_id = $1 AND o.id = c.offer_id
WHERE c.tenant_id = $1 AND NOT c.is_test
  AND c.status <> $2 AND NOT (c.status = 'Held' AND $2 = 'Pending')
  AND ($2 = 'Rejected' OR c.offer_event_id IS NOT NULL OR o.offer_type = 'SingleEvent')
  AND ($3::timestamptz IS NULL OR c.user_completed_at >= $3) AND ($4::timestamptz IS NULL OR c.user_completed_at <= $4)
  AND ($5::text[] IS NULL OR CASE c.status WHEN 'Held' THEN 'Pending' ELSE c.status END = ANY ($5))
  AND ($6::text[] IS NULL OR
    CASE c.status WHEN 'Held' THEN '${waitingForPreviousEvent}' WHEN 'Rejected' THEN lower(c.rejection_reason) END = ANY ($6))
  AND ($7::uuid[] IS NULL OR c.offer_id = ANY ($7)) AND ($8::uuid[] IS NULL OR c.partner_id = ANY ($8))
  AND ($9::uuid[] IS NULL OR o.advertiser_id = ANY ($9))
ORDER BY c.created_at, c.id LIMIT ${mostStatusesAtOnce + 1}`;

async function findFitting(
  tx: TenantTransaction,
  filter: ConversionFilter,
  status: Body['status'],
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(FITTING, [
    tx.tenantId,
    status,
    filter.userCompletedAtFrom ?? null,
    filter.userCompletedAtTo ?? null,
    filter.status ?? null,
    filter.reason?.map((reason) => reason.trim().toLowerCase()) ?? null,
    filter.offerId ?? null,
    filter.partnerId ?? null,
    filter.advertiserId ?? null,
  ]);
  return rows.map(({ id }) => id);
}

/** Sets a part together; where that fails, one by one, so that one harms no other. */
async function setPart(call: Call, ids: readonly string[]): Promise<Result[]> {
  try {
    return await setTogether(call, ids);
  } catch (error) {
    call.context.log.warn({ error }, 'a part of many statuses could not be set; they are set one by one');
  }
  const results: Result[] = [];
  for (const id of ids) {
    try {
      results.push(...(await setTogether(call, [id])));
    } catch (error) {
      call.context.log.error({ error, id }, 'a status could not be set');
      results.push(failed(id, 'id: could not be changed now; try again'));
    }
  }
  return results;
}

async function setTogether(call: Call, ids: readonly string[]): Promise<Result[]> {
  const { body, context, tenant } = call;
  const set = await inTenant(
    context.database,
    tenant.id,
    async (tx) => {
      const before = await findNamed(tx, ids);
      const records = new Set([...before.values()].map((named) => named.record_id));
      const known = ids.filter((id) => before.has(id));
      const wishes = known.map((conversionId) => ({
        conversionId,
        status: body.status,
        note: noteOf(body),
      }));
      const {
        set: { outcomes: inOrder, changes },
        after,
      } = await setAudited(call, tx, wishes, before);
      const outcomes = new Map(known.map((id, index) => [id, inOrder[index]]));
      const results = ids.map((id): Result => {
        const named = after.get(id);
        if (named === undefined) return failed(id, missingSentence(records.has(id)));
        if (outcomes.get(id) === 'no_step') return failed(id, noStepSentence);
        return {
          id,
          outcome: outcomes.get(id) === 'changed' ? 'changed' : 'unchanged',
          status: wireStatus(named.status),
          rejectionReason: named.status === 'Rejected' ? named.rejection_reason : null,
          messages: [],
        };
      });
      return { results, changes };
    },
    { attempts: 8 },
  );
  context.changes.publish(set.changes);
  return set.results;
}

function missingSentence(isRecord: boolean): string {
  return isRecord
    ? 'id: is a record of a MultiEvent offer; name its steps by their conversionEventId'
    : 'id: no such conversion exists';
}

function failed(id: string, sentence: string): Result {
  return { id, outcome: 'failed', status: null, rejectionReason: null, messages: [sentence] };
}
