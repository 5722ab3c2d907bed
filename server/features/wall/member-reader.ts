import { askTenant } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { queueOfProcess } from '../../platform/group-commit.ts';
import { unlessFull } from '../../http/full-queue.ts';
import { loadAttemptsOfMembers, type MemberAttempts } from './load-attempts.ts';
import { loadStandings, type MemberStanding } from './member-standing.ts';
import { offerSourceOf } from './offer-source.ts';

/** Members read by one statement; more would only make the first of them wait. */
const MOST = 200;
const MOST_WAITING = 20_000;

/**
 * Reads something of a member. Whoever asks while a statement is under way is read by the next one together with
 * everybody else who waits, so that what a busy wall costs the database and us grows slower than its requests. Nothing
 * is remembered: what was committed before the question is in the answer.
 */
type MemberReader<Found> = (context: Context, tenantId: string, pubMemberId: string) => Promise<Found>;

function memberReader<Found>(
  read: (context: Context, tenantId: string, pubMemberIds: readonly string[]) => Promise<Found[]>,
): MemberReader<Found> {
  const queueOf = queueOfProcess<string, Found>((context) => ({
    most: MOST,
    mostWaiting: MOST_WAITING,
    run: (group, members) => read(context, group, members),
  }));
  return (context, tenantId, pubMemberId) =>
    unlessFull(queueOf(context).submit(tenantId, pubMemberId), 'requests');
}

/** Reads how far a member is with each offer, together with whoever else asks. */
export const readStanding: MemberReader<MemberStanding> = memberReader(({ database }, tenantId, members) =>
  askTenant(database, tenantId, (tx) => loadStandings(tx, tenantId, members)),
);

/** Reads a member's attempts by offer, together with whoever else asks. */
export const readAttempts: MemberReader<MemberAttempts> = memberReader(async (context, tenantId, members) => {
  const { snapshot } = await offerSourceOf(context).current(tenantId);
  return loadAttemptsOfMembers(
    (question) => askTenant(context.database, tenantId, question),
    tenantId,
    members,
    (offerId) => snapshot.offer(offerId)?.stored.version,
  );
});
