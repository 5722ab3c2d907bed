import { setConversionEventStatus, setConversionStatus } from '#contract/conversion-status.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { ConversionStatus } from '#domain/offer.ts';
import { notFound, ok, refuse, refused, type Failure } from '../../http/answer.ts';
import { actorOf, writeAudit } from '../../http/audit.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { wireStatus } from './record-items.ts';
import { setStatuses, type StatusesSet, type WantedStatus } from './set-status.ts';

/** A conversion as an operator names it. */
interface Named {
  readonly id: string;
  readonly record_id: string;
  readonly offer_type: 'SingleEvent' | 'MultiEvent';
  readonly status: 'Held' | ConversionStatus;
  readonly rejection_reason: string | null;
  readonly reward_sent_at: string | null;
  readonly event_id: string | null;
  readonly is_over_limit: boolean;
}

/** The conversions with these ids, and those of the records with these ids. */
export async function findNamed(
  tx: TenantTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Named>> {
  const { rows } = await tx.query<Named>(
    `SELECT c.id, c.record_id, o.offer_type, c.status, c.rejection_reason, c.reward_sent_at, c.is_over_limit, e.event_id
     FROM conversions c
     JOIN offers o ON o.tenant_id = $1 AND o.id = c.offer_id
     LEFT JOIN offer_events e ON e.tenant_id = $1 AND e.id = c.offer_event_id
     WHERE c.tenant_id = $1 AND (c.id = ANY($2::uuid[]) OR c.record_id = ANY($2::uuid[]))`,
    [tx.tenantId, ids],
    'find-named-conversions',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The sentence for a conversion whose postback named no step. */
export const noStepSentence =
  'status: the step of this conversion was never known, so that there is nothing to approve';

type AnyCall = Pick<TenantCall<unknown>, 'context' | 'principal' | 'request' | 'tenant'>;

/** Sets statuses in one transaction, each with its row of the audit. Nothing is published before the commit. */
export async function setAudited(
  call: AnyCall,
  tx: TenantTransaction,
  wishes: readonly WantedStatus[],
  before: ReadonlyMap<string, Named>,
): Promise<{ set: StatusesSet; after: ReadonlyMap<string, Named> }> {
  const actor = actorOf(call.principal);
  const cause = { kind: 'operator' as const, actor: actor.name };
  const set = await setStatuses(call.context, tx, tx.tenantId, wishes, cause);
  const ids = wishes.map(({ conversionId }) => conversionId);
  const after = await findNamed(tx, ids);
  for (const [index, { conversionId, note }] of wishes.entries()) {
    if (set.outcomes[index] !== 'changed') continue;
    const entry = {
      action: 'set status',
      objectKind: 'conversion',
      objectId: conversionId,
      before: stateOf(before.get(conversionId)),
      after: { ...stateOf(after.get(conversionId)), note },
    };
    await writeAudit(call.context, tx, actor, entry, call.request.id);
  }
  return { set, after };
}

function stateOf(named: Named | undefined): object | null {
  if (named === undefined) return null;
  return {
    status: named.status,
    rejectionReason: named.rejection_reason,
    overLimit: named.is_over_limit,
  };
}

type SingleCall = TenantCall<typeof setConversionStatus>;
type EventCall = TenantCall<typeof setConversionEventStatus>;

/** Finds the one conversion of a SingleEvent offer that an id names. */
function singleOf(found: ReadonlyMap<string, Named>, { params }: SingleCall): Named | Failure {
  const first = [...found.values()][0];
  if (first === undefined) return notFound('conversion');
  if (first.offer_type === 'SingleEvent') return first;
  return refused(
    'ValidationError',
    `id: belongs to a MultiEvent offer; use /conversions/${first.record_id}/{conversionEventId}/status for one of its steps` +
      (found.has(params.id) ? ', here with this id as the conversionEventId' : ''),
  );
}

/** Finds the step of a MultiEvent record that two ids name. */
function eventOf(found: ReadonlyMap<string, Named>, { params }: EventCall): Named | Failure {
  const step = found.get(params.conversionEventId);
  const ofRecord = [...found.values()].find(({ id, record_id: recordId }) =>
    [id, recordId].includes(params.id),
  );
  const single = [ofRecord, step].find((one) => one?.offer_type === 'SingleEvent');
  if (single !== undefined)
    return refused(
      'ValidationError',
      `id: belongs to a SingleEvent offer; use /conversions/${single.record_id}/status`,
    );
  return step !== undefined && step.record_id === ofRecord?.record_id ? step : notFound('conversion');
}

/** Sets one conversion and says how it stands then. */
async function change<Call extends SingleCall | EventCall>(
  call: Call,
  ids: readonly string[],
  find: (found: ReadonlyMap<string, Named>, call: Call) => Named | Failure,
): Promise<Named | Failure> {
  const { query, body, context, tenant } = call;
  const done = await inTenant(
    context.database,
    tenant.id,
    async (tx) => {
      const before = await findNamed(tx, ids);
      const found = find(before, call);
      if ('kind' in found) return found;
      const wish = { conversionId: found.id, status: query.status, note: noteOf(body) };
      const { set, after } = await setAudited(call, tx, [wish], before);
      if (set.outcomes[0] === 'no_step') refuse('Conflict', noStepSentence);
      return { named: after.get(found.id) as Named, changes: set.changes };
    },
    { attempts: 8 },
  );
  if ('kind' in done) return done;
  context.changes.publish(done.changes);
  return done.named;
}

/** An empty note is none. */
export function noteOf({ note }: { note?: string }): string | null {
  return note?.trim() || null;
}

function answerOf(named: Named) {
  return {
    conversionId: named.id,
    status: wireStatus(named.status),
    rejectionReason: named.status === 'Rejected' ? named.rejection_reason : null,
    isRewardSent: named.reward_sent_at !== null,
  };
}

/** Sets the status of a conversion of a SingleEvent offer. */
export const setConversionStatusRoute = tenantRoute(setConversionStatus, async (call) => {
  const result = await change(call, [call.params.id], singleOf);
  return 'kind' in result ? result : ok(answerOf(result));
});

/** Sets the status of one step of a MultiEvent record. */
export const setConversionEventStatusRoute = tenantRoute(setConversionEventStatus, async (call) => {
  const { id, conversionEventId } = call.params;
  const result = await change(call, [id, conversionEventId], eventOf);
  if ('kind' in result) return result;
  return ok({ ...answerOf(result), conversionEventId: result.id, eventId: result.event_id });
});
