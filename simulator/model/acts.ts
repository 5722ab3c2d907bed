import type { OfferPlan, SharePlan, Step, Terms, Version } from './terms.ts';
import { DAY, HOUR, millionths, price, versionOf } from './terms.ts';
import type { Attempt, Click, Conversion, Offer, World } from './world.ts';
import {
  acceptedOf,
  attemptsOf,
  budgetLeft,
  capReached,
  conversionsOf,
  doneAt,
  isAccepted,
  requiredSteps,
  sameRun,
  startOfDeadlines,
  versionNow,
} from './world.ts';
import { afterAcceptance, complete, enter, release } from './decide.ts';
import { stepTerms } from './find-step.ts';

/**
 * Saves a new offer, or another version of one. A step is the live one with its event id, with `namesIds` also an
 * archived one; otherwise it is new.
 */
export function saveOffer(
  world: World,
  plan: OfferPlan,
  number = world.offers.length,
  namesIds = false,
): void {
  const offer = (world.offers[number] ??= { versions: [], steps: [], shares: {} } as unknown as Offer);
  const keys = plan.steps.map(({ eventId }) => {
    const named = offer.steps.filter((step) => step.eventId === eventId);
    const meant = named.find((step) => step.archivedAt === null) ?? (namesIds ? named.at(-1) : undefined);
    return meant?.key ?? `${eventId}#${named.length + 1}`;
  });
  offer.versions.push(versionOf(plan, keys, world.settings, world.now));
  offer.isPaused = plan.isPaused;
  offer.caps = plan.caps;
  offer.budgetWindow = plan.budgetWindow;
  offer.budget = millionths(plan.budget);
  offer.endsAt = plan.endsInHours === null ? null : world.now + plan.endsInHours * HOUR;
  for (const step of offer.steps) if (!keys.includes(step.key)) step.archivedAt ??= world.now;
  for (const [index, { eventId, caps }] of plan.steps.entries()) {
    const key = keys[index] as string;
    const known = offer.steps.find((one) => one.key === key);
    if (known === undefined) offer.steps.push({ key, eventId, archivedAt: null, caps });
    else Object.assign(known, { archivedAt: null, caps });
  }
}

/** Gives an offer to a partner, or changes what that pays. */
export function saveShare(world: World, number: number, partner: string, plan: SharePlan): void {
  const offer = world.offers[number] as Offer;
  const share = (offer.shares[partner] ??= { isActive: true, caps: plan.caps, versions: [] });
  Object.assign(share, { isActive: true, caps: plan.caps });
  share.versions.push({ validFrom: world.now, plan });
}

function payoutsNow(world: World, offer: Offer, source: string, isMulti: boolean): Terms['payouts'] {
  if (source === 'wall') return null;
  const plan = offer.shares[source]?.versions.findLast(({ validFrom }) => validFrom <= world.now)?.plan;
  const texts = isMulti ? (plan?.steps ?? {}) : { offer: plan?.payout ?? '0' };
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, millionths(text)]));
}

/** The steps that a member could do next and that the limits have room for. */
function openSteps(world: World, number: number, source: string, finished: (key: string) => boolean): Step[] {
  const offer = world.offers[number] as Offer;
  const version = versionNow(world, offer);
  const unfinished = version.steps.filter((step) => !finished(step.key));
  const lowest = Math.min(...unfinished.map((step) => step.sequence ?? Infinity));
  const left = budgetLeft(world, number);
  return unfinished.filter(
    (step) =>
      (step.sequence === null || step.sequence === lowest) &&
      capReached(world, number, step.key, source === 'wall' ? null : source) === null &&
      (step.revenue === null || (version.isRevShare ? left > 0n : left >= step.revenue)),
  );
}

/** Whether an offer runs now. */
function isActive(world: World, { isPaused, endsAt }: Offer): boolean {
  return !isPaused && (endsAt === null || world.now <= endsAt);
}

/** How a member stands with an offer as it is now. */
function standing(world: World, who: Pick<Click, 'offer' | 'source' | 'member'>) {
  const { isRepeatable } = versionNow(world, world.offers[who.offer] as Offer);
  const all = attemptsOf(world, who);
  const latest = all.at(-1);
  const open = latest !== undefined && world.attempts[latest]?.end === null ? latest : undefined;
  const own = open ?? world.attempts.length;
  const others = sameRun(world, all, own, isRepeatable);
  const isOver = !isRepeatable && all.some((one) => world.attempts[one]?.end === 'completed');
  const finished = (key: string) => doneAt(world, key, own, others) !== null;
  return { open, isOver, finished, all, latest, others };
}

/** Follows a link; gives the click's number, or the status that refuses it. */
export function click(
  world: World,
  number: number,
  source: string,
  member: string,
  isRobot = false,
): number | { refused: 409 } {
  const offer = world.offers[number] as Offer;
  const version = versionNow(world, offer);
  const { open, isOver, finished } = standing(world, { offer: number, source, member });
  const isWall = source === 'wall';
  const isShared = isWall || offer.shares[source]?.isActive === true;
  const steps = openSteps(world, number, source, (key) => !isOver && finished(key));
  if (!isShared || !isActive(world, offer) || (isOver && isWall) || steps.length === 0)
    return { refused: 409 };
  const terms: Terms = { ...version, payouts: payoutsNow(world, offer, source, version.isMulti) };
  const attempt = isRobot ? null : (open ?? world.attempts.length);
  const made: Click = { offer: number, source, member, at: world.now, attempt, terms };
  world.clicks.push(made);
  if (attempt !== null) {
    const who = { offer: number, source, member };
    const opened = {
      ...who,
      openedAt: world.now,
      pinned: null,
      latestTerms: terms,
      end: null,
      completedBy: null,
    };
    const own = (world.attempts[attempt] ??= opened);
    own.latestTerms = terms;
  }
  return world.clicks.length - 1;
}

/** An operator sets a status; false when the conversion never had a step to be paid for. */
export function setStatus(
  world: World,
  conversion: Conversion,
  to: 'Pending' | 'Success' | 'Rejected',
  note: string,
): boolean {
  const shown = conversion.state === 'Held' ? 'Pending' : conversion.state;
  if (shown === to) return true;
  conversion.ripensAt = null;
  const hold = world.holds.find((one) => one.conversion === conversion.number && one.releasedAt === null);
  if (to === 'Rejected') {
    if (hold !== undefined) hold.releasedAt = world.now;
    enter(world, conversion, to, note);
    return true;
  }
  if (conversion.step === null) return false;
  if (isAccepted(conversion)) {
    enter(world, conversion, to, null);
    return true;
  }
  approve(world, conversion, conversion.step);
  enter(world, conversion, to, null);
  afterAcceptance(world, conversion);
  return true;
}

function approve(world: World, conversion: Conversion, key: string): void {
  const made = world.clicks[conversion.click] as Click;
  const attempt = world.attempts[conversion.attempt] as Attempt;
  const offer = world.offers[conversion.offer] as Offer;
  const source = made.source === 'wall' ? null : made.source;
  if (!conversion.wasAccepted) {
    const { terms, step } = stepTerms(offer, made, attempt.pinned ?? made.terms, key);
    const { amount } = conversion.request;
    const money = price(terms, step, source !== null, amount, world.settings.rewardDecimals);
    conversion.money = typeof money === 'string' ? { revenue: null, payout: null, reward: null } : money;
  }
  const revenue = conversion.money?.revenue ?? null;
  const isShort = revenue !== null && budgetLeft(world, conversion.offer) < revenue;
  if (capReached(world, conversion.offer, key, source) !== null || isShort) conversion.isOverLimit = true;
}

/** What time and changes do by themselves: pending times end, waiting ends, attempts close. */
export function review(world: World): void {
  for (const one of world.conversions)
    if (one.state === 'Pending' && one.ripensAt !== null && one.ripensAt <= world.now) {
      one.ripensAt = null;
      enter(world, one, 'Success', null);
    }
  for (const number of world.attempts.keys()) closeByItself(world, number);
}

function closeByItself(world: World, number: number): void {
  const attempt = world.attempts[number] as Attempt;
  release(world, number);
  if (attempt.end !== null) return;
  complete(world, number, null);
  if ((attempt.end as Attempt['end']) === 'completed') return;
  const terms = attempt.pinned ?? attempt.latestTerms;
  const others = sameRun(world, attemptsOf(world, attempt), number, terms.isRepeatable);
  const own = conversionsOf(world, number);
  const isLost = requiredSteps(world, terms, attempt).some((step) => {
    const start = startOfDeadlines(world, terms, number, others, step);
    const stands = own.some((one) => one.step === step.key && one.state !== 'Rejected');
    if (stands || start === null || step.deadlineDays === null) return false;
    return doneAt(world, step.key, number, others) === null && world.now > start + step.deadlineDays * DAY;
  });
  if (isLost) attempt.end = 'expired';
}

/** Whether the wall's list shows an offer to a member. */
export function isOnWall(world: World, number: number, member: string): boolean {
  const { isOver } = standing(world, { offer: number, source: 'wall', member });
  return !isOver && isAvailable(world, number, member);
}

/** Whether an offer can be done now by a member of the own wall. */
export function isAvailable(world: World, number: number, member: string): boolean {
  const { finished } = standing(world, { offer: number, source: 'wall', member });
  return (
    isActive(world, world.offers[number] as Offer) && openSteps(world, number, 'wall', finished).length > 0
  );
}

/** How far a member of the own wall is with an offer; null when they never clicked. */
export function progress(world: World, number: number, member: string) {
  const { all, latest } = standing(world, { offer: number, source: 'wall', member });
  if (latest === undefined) return null;
  const attempt = world.attempts[latest] as Attempt;
  const terms = attempt.pinned ?? attempt.latestTerms;
  const runs = [latest, ...sameRun(world, all, latest, terms.isRepeatable)].toSorted((a, b) => a - b);
  const steps = terms.steps.map((step) => {
    const done = runs.map((run) => acceptedOf(world, run, step.key)).find((one) => one !== undefined);
    const refused = conversionsOf(world, latest).findLast(
      (one) => one.step === step.key && one.state === 'Rejected',
    );
    const status = done === undefined ? null : done.state;
    return { key: step.key, isShown: step.isShown, status, reason: done ? null : (refused?.reason ?? null) };
  });
  const isCompleted = attempt.end === 'completed';
  const isWaiting = requiredSteps(world, terms, attempt).some(({ key }) =>
    steps.some((step) => step.key === key && step.status === 'Pending'),
  );
  const rewardStatus = isCompleted ? (isWaiting ? 'Pending' : 'Completed') : 'InProgress';
  return { rewardStatus, isCompleted, isMulti: terms.isMulti, steps };
}

/** The reward that the wall shows: of the offer, or the sum over the steps shown; of percentages the highest. */
export function rewardShown(terms: Version): bigint | null {
  const rewards = terms.steps
    .filter(({ isShown }) => isShown)
    .flatMap(({ reward, ratio, revenue }) =>
      ratio === null ? (reward ?? []) : ((revenue ?? 0n) * ratio) / 1_000_000n,
    );
  if (rewards.length === 0) return null;
  if (terms.isRevShare) return rewards.reduce((high, one) => (one > high ? one : high));
  return rewards.reduce((sum, one) => sum + one, 0n);
}
