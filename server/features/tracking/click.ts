import { together, type TenantTransaction } from '#database/transaction.ts';
import { attemptExpiresAt } from '#domain/conversion/deadlines.ts';
import type { AttemptFacts } from '#domain/conversion/facts.ts';
import { findCountry } from '#domain/offer-input/references.ts';
import { isoDate, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { refused, type Failure } from '../../http/answer.ts';
import { pairKey } from '../conversions/exports.ts';
import { addToTotals } from '../totals/exports.ts';
import { isTargetAvailable } from './availability.ts';
import type { FollowedLink } from './followed-link.ts';
import { linkOfClick } from './link.ts';
import { isFailure, loadFollowed, versionsOf, type FoundClick, type LoadedClicks } from './load-clicks.ts';
import { memberKey, type NewMember } from './members.ts';
import { standingOf, type MemberStanding } from './standing.ts';
import { storeClicks, type AttemptOfClick, type NewClick } from './store-clicks.ts';

/** The address a click leads to, or why there is no click. */
export type ClickOutcome = { readonly url: string } | Failure;

/**
 * Records the clicks of followed links in the order they are given, in the one transaction it is given, so that later
 * ones see what the earlier ones began. A member's first click opens an attempt; looks of robots and prefetches are
 * kept, but open none and count nowhere. A link that may not be followed leaves nothing behind: an offer that isn't
 * available, or one that is done and cannot be repeated (own wall only).
 *
 * @throws TakenMeanwhile when another transaction made the same member or attempt; to be run again from the start
 */
export async function recordClicks(
  context: Context,
  tx: TenantTransaction,
  links: readonly FollowedLink[],
): Promise<readonly ClickOutcome[]> {
  const loaded = await loadFollowed(context, tx, links);
  const run = new Run(context, loaded);
  const outcomes = loaded.found.map((one) => (isFailure(one) ? one : run.click(one)));
  const counted = run.clicks.flatMap(({ click, attemptId }) =>
    attemptId === null || click.isTest
      ? []
      : [
          {
            offerId: click.target.offer.today.offerId,
            sourceId: click.member.sourceId,
            day: isoDate(run.now),
            clicks: 1,
          },
        ],
  );
  await together(storeClicks(tx, run), addToTotals(tx, tx.tenantId, counted));
  return outcomes;
}

/** Takes click after click over what was loaded and gathers what is to be stored. */
class Run {
  readonly now: Micros;
  readonly members = new Map<string, NewMember>();
  readonly clicks: NewClick[] = [];
  /** Attempts that were opened or clicked in again, by id, as the last click left them. */
  readonly attempts = new Map<string, AttemptOfClick>();
  readonly #context: Context;
  readonly #loaded: LoadedClicks;
  readonly #attemptsOfMember = new Map<string, AttemptFacts[]>();

  constructor(context: Context, loaded: LoadedClicks) {
    this.now = loaded.state.now;
    this.#context = context;
    this.#loaded = loaded;
    const known = [...loaded.state.copy.attempts.values()].toSorted((a, b) => a.run - b.run);
    for (const attempt of known) this.#attemptsAt(attempt).push(attempt);
  }

  /** Records one click, if it may be. */
  click(click: FoundClick): ClickOutcome {
    const { target, isTest, values, link } = click;
    const { offerId } = target.offer.today;
    const memberId = this.#memberIdOf(click);
    const standing = standingOf(this.#attemptsAt({ memberId, offerId }), {
      isTest,
      allowRepetitions: target.content.allowRepetitions,
    });
    if (target.share === null && standing.isOver)
      return refused('Conflict', 'The member has completed this offer, and it cannot be repeated');
    // A partner's member who is done is still sent on: for them every step is open again, and refused when it converts.
    const finishedIds = standing.isOver ? new Set<string>() : standing.finishedIds;
    if (!isTargetAvailable(target, this.#loaded.state.copy.usage, finishedIds, this.now))
      return refused('Conflict', 'The offer is not available now');
    const clickId = this.#context.newId(this.now);
    this.#noteMember(click, memberId);
    const attemptId = link.kind === 'followed' ? this.#noteAttempt(click, standing, memberId, clickId) : null;
    this.clicks.push({ click, clickId, memberId, attemptId, countryCode2: this.#countryOf(click) });
    return { url: linkOfClick(target, clickId, values) };
  }

  #attemptsAt({ memberId, offerId }: Pick<AttemptFacts, 'memberId' | 'offerId'>): AttemptFacts[] {
    const key = `${memberId}|${offerId}`;
    const known = this.#attemptsOfMember.get(key) ?? [];
    this.#attemptsOfMember.set(key, known);
    return known;
  }

  #memberIdOf({ member }: FoundClick): string {
    const key = memberKey(member);
    return (
      this.#loaded.memberIds.get(key) ?? this.members.get(key)?.memberId ?? this.#context.newId(this.now)
    );
  }

  #noteMember({ member }: FoundClick, memberId: string): void {
    const key = memberKey(member);
    if (!this.#loaded.memberIds.has(key)) this.members.set(key, { ...member, memberId });
  }

  /** Opens the attempt of a click, or notes the click in the open one; its terms are the click's until they are fixed. */
  #noteAttempt(click: FoundClick, standing: MemberStanding, memberId: string, clickId: string): string {
    const { target, isTest, values, member } = click;
    const { offerId } = target.offer.today;
    const { open } = standing;
    const attemptId = open?.attemptId ?? this.#context.newId(this.now);
    const before = this.attempts.get(attemptId);
    const isPinned = open !== null && open.pinnedTerms !== null;
    if (open === null)
      this.#attemptsAt({ memberId, offerId }).push({
        attemptId,
        offerId,
        memberId,
        isTest,
        run: standing.nextRun,
        openedAt: this.now,
        pinnedTerms: null,
        end: null,
        completion: null,
        conversions: [],
      });
    this.attempts.set(attemptId, {
      attemptId,
      clickId,
      sessionId: values.pub_session_id ?? before?.sessionId ?? null,
      terms: isPinned ? null : { ...versionsOf(target), expiresAt: this.#expiryFor(click, standing) },
      opened:
        open === null
          ? { sourceId: member.sourceId, memberId, offerId, run: standing.nextRun, isTest, clickId }
          : (before?.opened ?? null),
    });
    return attemptId;
  }

  #expiryFor({ target }: FoundClick, { open, others }: MemberStanding): Micros | null {
    const terms = this.#loaded.terms.get(pairKey(versionsOf(target)));
    if (terms === undefined) throw new Error(`offer version ${target.offerVersionId} has no terms`);
    return attemptExpiresAt({
      terms,
      offer: target.offer.today,
      openedAt: open?.openedAt ?? this.now,
      attempt: { conversions: open?.conversions ?? [] },
      others,
    });
  }

  /** The country that the publisher sent, where it can be read; without one that of the address. */
  #countryOf({ values, link }: FoundClick): string | null {
    const { pub_geo_country: sent } = values;
    if (sent === undefined) return link.countryOfIp;
    return findCountry(sent, this.#loaded.world.countries)?.code2 ?? null;
  }
}
