import type { Transaction } from '#database/transaction.ts';
import { attemptOfClick, type AttemptOfClick } from '#domain/conversion/attempt.ts';
import { attemptExpiresAt } from '#domain/conversion/deadlines.ts';
import type { AttemptFacts, OtherAttempt, Terms, Usage } from '#domain/conversion/facts.ts';
import { isAccepted } from '#domain/conversion/identity.ts';
import { attemptsOfSameRun } from '#domain/conversion/steps.ts';
import { otherAttemptsOf } from '#domain/conversion/working-copy.ts';
import { formatInstant, formatInstantOrNull, type Micros } from '#domain/time.ts';
import { loadState, loadTerms, loadUsage, pairKey } from '../conversions/exports.ts';
import type { ClickTarget } from './click-target.ts';

/** How a member stands with an offer at the moment of a click. */
export interface MemberStanding {
  readonly belongs: AttemptOfClick;
  /** The number of a new attempt; unique over tests and others. */
  readonly nextRun: number;
  /** The open attempt, if there is one. */
  readonly open: AttemptFacts | null;
  /** Attempts whose steps can't be earned again in the click's attempt. */
  readonly others: readonly OtherAttempt[];
  /** The steps that are done and not to be done again. */
  readonly finishedIds: ReadonlySet<string>;
  /** Whether the offer was completed and may not be repeated. */
  readonly isOver: boolean;
  readonly usage: ReadonlyMap<string, Usage>;
}

/**
 * Locks a member's attempts at an offer and tells where they stand. Attempts of tests are a world of their own.
 */
export async function loadStanding(
  tx: Transaction,
  tenantId: string,
  target: ClickTarget,
  member: { readonly memberId: string; readonly isTest: boolean; readonly now: Micros },
): Promise<MemberStanding> {
  const { offerId } = target.offer.today;
  const { copy } = await loadState(tx, tenantId, [{ memberId: member.memberId, offerId }]);
  const all = [...copy.attempts.values()].toSorted((a, b) => a.run - b.run);
  const own = all.filter(({ isTest }) => isTest === member.isTest);
  const latest = own.at(-1) ?? null;
  const belongs = attemptOfClick(latest);
  const open = belongs.kind === 'join' ? latest : null;
  const nextRun = (all.at(-1)?.run ?? 0) + 1;
  const { allowRepetitions } = target.content;
  const siblings = latest === null ? [] : otherAttemptsOf(copy, latest);
  const every = latest === null || open !== null ? siblings : [...siblings, asOther(latest)];
  const others = attemptsOfSameRun(open ?? { run: nextRun, end: null }, every, allowRepetitions);
  return {
    belongs,
    nextRun,
    open,
    others,
    finishedIds: new Set([
      ...(open?.conversions ?? []).filter(isAccepted).flatMap(({ stepId }) => stepId ?? []),
      ...others.flatMap(({ earned }) => earned.map(({ stepId }) => stepId)),
    ]),
    isOver: !allowRepetitions && own.some(({ end }) => end === 'completed'),
    usage: all.length > 0 ? copy.usage : await loadUsage(tx, tenantId, [target.offer], member.now),
  };
}

function asOther({ attemptId, run, end, conversions }: AttemptFacts): OtherAttempt {
  const earned = conversions
    .filter(isAccepted)
    .flatMap(({ stepId, completedAt }) => (stepId === null ? [] : [{ stepId, completedAt }]));
  return { attemptId, run, end, earned };
}

/** A click that belongs to an attempt. */
export interface AttemptClick {
  readonly clickId: string;
  readonly attemptId: string;
  readonly sourceId: string;
  readonly memberId: string;
  readonly isTest: boolean;
  readonly sessionId: string | null;
  readonly at: Micros;
}

/** Opens the attempt of a click, or notes the click in the open one; its terms are the click's until they are fixed. */
export async function storeAttemptOfClick(
  tx: Transaction,
  tenantId: string,
  target: ClickTarget,
  standing: MemberStanding,
  click: AttemptClick,
): Promise<void> {
  const noted = [tenantId, click.attemptId, click.clickId, formatInstant(click.at), click.sessionId];
  if (standing.open?.pinnedTerms != null) {
    await tx.query(
      `UPDATE attempts SET last_click_id = $3, last_click_at = $4, last_session_id = COALESCE($5, last_session_id)
       WHERE tenant_id = $1 AND id = $2`,
      noted,
      'note-click',
    );
    return;
  }
  const expiresAt = await expiryFor(tx, tenantId, target, standing, click.at);
  const terms = [target.offerVersionId, target.share?.shareVersionId ?? null, formatInstantOrNull(expiresAt)];
  if (standing.open === null) {
    await openAttempt(tx, target, standing.nextRun, click, [...noted, ...terms]);
    return;
  }
  await tx.query(
    `UPDATE attempts SET last_click_id = $3, last_click_at = $4, last_session_id = COALESCE($5, last_session_id),
       offer_version_id = $6, share_version_id = $7, expires_at = $8
     WHERE tenant_id = $1 AND id = $2`,
    [...noted, ...terms],
    'note-click-with-terms',
  );
}

async function openAttempt(
  tx: Transaction,
  target: ClickTarget,
  run: number,
  click: AttemptClick,
  values: readonly unknown[],
): Promise<void> {
  await tx.query(
    `INSERT INTO attempts (tenant_id, id, first_click_id, first_click_at, last_click_id, last_click_at, last_session_id,
       offer_version_id, share_version_id, expires_at, created_at, source_id, member_id, offer_id, run, is_test)
     VALUES ($1, $2, $3, $4, $3, $4, $5, $6, $7, $8, $4, $9, $10, $11, $12, $13)`,
    [...values, click.sourceId, click.memberId, target.offer.today.offerId, run, click.isTest],
    'open-attempt',
  );
}

async function expiryFor(
  tx: Transaction,
  tenantId: string,
  target: ClickTarget,
  { open, others }: MemberStanding,
  at: Micros,
): Promise<Micros | null> {
  const terms = await termsOfTarget(tx, tenantId, target);
  return attemptExpiresAt({
    terms,
    offer: target.offer.today,
    openedAt: open?.openedAt ?? at,
    attempt: { conversions: open?.conversions ?? [] },
    others,
  });
}

async function termsOfTarget(tx: Transaction, tenantId: string, target: ClickTarget): Promise<Terms> {
  const { offerId } = target.offer.today;
  const pair = {
    offerId,
    offerVersionId: target.offerVersionId,
    shareVersionId: target.share?.shareVersionId ?? null,
  };
  const terms = await loadTerms(tx, tenantId, [pair], new Map([[offerId, target.offer]]));
  const found = terms.get(pairKey(pair));
  if (found === undefined) throw new Error(`offer version ${target.offerVersionId} has no terms`);
  return found;
}
