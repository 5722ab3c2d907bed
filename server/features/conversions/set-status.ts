import type { Transaction } from '#database/transaction.ts';
import { ripen, setStatus, type SettableStatus } from '#domain/conversion/transition.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import type { MemberAtOffer } from './attempts.ts';
import type { ConversionChange, KnownConversion, StatusCause } from './changes.ts';
import { DecidedSoFar } from './decided.ts';
import { loadKnown } from './known-conversions.ts';
import { loadState, type LoadedState } from './load.ts';
import { storeDecided } from './store.ts';

/** A status that somebody wants a conversion to have. */
export interface WantedStatus {
  readonly conversionId: string;
  readonly status: SettableStatus;
  readonly note: string | null;
}

/** What became of one wish. */
export type StatusOutcome = 'changed' | 'unchanged' | 'no_step' | 'unknown';

/** What came of wishes, in their order, and what to publish after the commit. */
export interface StatusesSet {
  readonly outcomes: readonly StatusOutcome[];
  readonly state: LoadedState;
  readonly changes: readonly Change[];
}

/**
 * Sets conversions to statuses, each in any direction, with everything that follows: holds, money, released steps,
 * completion, history and the deliveries that are due.
 */
export async function setStatuses(
  context: Context,
  tx: Transaction,
  tenantId: string,
  wishes: readonly WantedStatus[],
  cause: Omit<StatusCause, 'note'>,
): Promise<StatusesSet> {
  const ids = wishes.map(({ conversionId }) => conversionId);
  const state = await loadState(tx, tenantId, await membersOf(tx, tenantId, ids));
  const known = new Map(await loadKnown(tx, state, ids));
  const decided = new DecidedSoFar(state);
  const outcomes = wishes.map(({ conversionId, status, note }): StatusOutcome => {
    const conversion = known.get(conversionId);
    if (conversion === undefined) return 'unknown';
    const result = setStatus(state.copy, conversion, status, note, state.now);
    if ('refused' in result) return result.refused;
    decided.addStatus(conversion, result.change, { ...cause, note });
    for (const step of result.released) {
      decided.addStep(step, 'released');
      const { conversionId: releasedId } = step.request;
      const released = known.get(releasedId);
      // A later wish for it meets it as it stands now.
      if (released !== undefined) known.set(releasedId, afterRelease(released, decided.changes.at(-1)));
    }
    return 'changed';
  });
  return { outcomes, state, changes: await storeDecided(context, tx, state, decided) };
}

function afterRelease(conversion: KnownConversion, change: ConversionChange | undefined): KnownConversion {
  if (change?.conversionId !== conversion.conversionId) return conversion;
  return {
    ...conversion,
    state: change.to,
    money: change.money,
    wasAccepted: change.to !== 'Rejected',
    hold: change.takes,
    ripensAt: change.ripensAt,
    draft: change.draft,
  };
}

/** Makes Pending conversions Success whose pending time is over; those that no longer wait are left alone. */
export async function ripenConversions(
  context: Context,
  tx: Transaction,
  tenantId: string,
  conversionIds: readonly string[],
): Promise<Change[]> {
  const state = await loadState(tx, tenantId, await membersOf(tx, tenantId, conversionIds));
  const known = await loadKnown(tx, state, conversionIds);
  const decided = new DecidedSoFar(state);
  for (const id of conversionIds) {
    const conversion = known.get(id);
    const change = conversion === undefined ? null : ripen(state.copy, conversion, state.now);
    if (conversion === undefined || change === null) continue;
    decided.addStatus(conversion, change, { kind: 'ripened', note: null, actor: '' });
  }
  return storeDecided(context, tx, state, decided);
}

/** The members and offers of conversions: whose attempts are to be locked. */
async function membersOf(
  tx: Transaction,
  tenantId: string,
  conversionIds: readonly string[],
): Promise<MemberAtOffer[]> {
  const { rows } = await tx.query<{ member_id: string; offer_id: string }>(
    `SELECT DISTINCT member_id, offer_id FROM conversions WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
    [tenantId, conversionIds],
    'members-of-conversions',
  );
  return rows.map((row) => ({ memberId: row.member_id, offerId: row.offer_id }));
}
