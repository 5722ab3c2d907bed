import type { Money, Step, Terms } from './terms.ts';
import { DAY, HOUR, price } from './terms.ts';
import { findStep, stepTerms, usableId } from './find-step.ts';
import type { Attempt, Click, Conversion, Offer, Request, State, World } from './world.ts';
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
  stepsBefore,
} from './world.ts';

/** What a postback is answered. */
export interface Answer {
  readonly http: number;
  readonly accepted: boolean;
  readonly conversion: number | null;
  readonly status: State | null;
  readonly reason: string | null;
}

/** Receives one postback: the twelve tests in their order, the first that fits wins. */
export function receive(world: World, request: Request): Answer {
  const outcome = decide(world, request, null);
  return typeof outcome === 'string' ? parked(outcome) : answerOf(outcome);
}

function parked(reason: string): Answer {
  return { http: 202, accepted: false, conversion: null, status: null, reason };
}

function answerOf(conversion: Conversion): Answer {
  const { number, state, reason } = conversion;
  const isHeld = state === 'Held';
  return {
    http: 200,
    accepted: isAccepted(conversion),
    conversion: number,
    status: isHeld ? 'Pending' : state,
    reason: isHeld ? 'waiting_for_previous_event' : reason,
  };
}

/** Decides a request, or a held conversion again; gives the conversion, or the code of what parks it. */
function decide(world: World, request: Request, held: Conversion | null): Conversion | string {
  const click = request.click === null ? undefined : world.clicks[request.click];
  if (click === undefined || click.attempt === null)
    return request.isListed ? 'unknown_click' : 'ip_not_whitelisted';
  const lifetime = world.settings.clickLifetimeDays * DAY;
  const isExpired = held === null && request.arrivedAt > click.at + lifetime;
  if (isExpired) return request.isListed ? 'click_expired' : 'ip_not_whitelisted';
  const offer = world.offers[click.offer] as Offer;
  const attempt = world.attempts[click.attempt] as Attempt;
  const found = held?.step == null ? findStep(offer, click, request.eventId) : { key: held.step };
  const trackId = usableId(request.trackId);
  const own = conversionsOf(world, click.attempt).filter((one) => one !== held);
  const seen =
    typeof found === 'string'
      ? undefined
      : own.find(
          (one) =>
            one.hasIdentity &&
            one.click === request.click &&
            one.step === found.key &&
            one.trackId === trackId,
        );
  // 1
  if (!request.isListed) {
    if (seen?.reason === 'ip_not_whitelisted') return seen;
    const step = typeof found === 'string' ? null : found.key;
    const named = { step, trackId, hasIdentity: step !== null && seen === undefined };
    return store(world, request, held, { ...named, state: 'Rejected', reason: 'ip_not_whitelisted' });
  }
  // 3
  if (typeof found === 'string') return found;
  const governing = attempt.pinned ?? click.terms;
  const others = sameRun(world, attemptsOf(world, click), click.attempt, governing.isRepeatable);
  const { key } = found;
  const matter = { world, request, held, click, attempt, own, seen, others, governing, key, trackId };
  return decideStep({ ...matter, ...stepTerms(offer, click, governing, key), number: click.attempt });
}

interface Matter {
  readonly world: World;
  readonly request: Request;
  readonly held: Conversion | null;
  readonly click: Click;
  readonly attempt: Attempt;
  /** The attempt's number. */
  readonly number: number;
  /** The other conversions of the attempt. */
  readonly own: readonly Conversion[];
  readonly seen: Conversion | undefined;
  /** The other attempts of the same run. */
  readonly others: readonly number[];
  readonly governing: Terms;
  readonly terms: Terms;
  readonly step: Step;
  readonly key: string;
  readonly trackId: string | null;
}

function storeAs(
  { world, request, held, key, trackId }: Matter,
  state: State,
  more: { reason?: string; money?: Money; ripensAt?: number | null } = {},
): Conversion {
  const named = { step: key, trackId, hasIdentity: true };
  return store(world, request, held, { ...named, reason: null, state, ...more });
}

/** The tests from the fourth to the ninth. */
function decideStep(matter: Matter): Conversion | string {
  const { world, request, held, click, attempt, number, own, seen, others, governing, terms, step, key } =
    matter;
  const refuse = (reason: string) => storeAs(matter, 'Rejected', { reason });
  // 4
  const stands = (one: Conversion) => (held === null ? one.state !== 'Rejected' : isAccepted(one));
  const standing = own.find((one) => one.step === key && stands(one));
  if (standing !== undefined && (!step.isRepeatable || matter.trackId === null))
    return held === null ? (seen ?? standing) : refuse('already_completed');
  if (seen !== undefined) return seen;
  // 5
  const isOfferEarned = others.some((one) => world.attempts[one]?.end === 'completed');
  const isStepEarned = others.some((one) => acceptedOf(world, one, key) !== undefined);
  if ((isOfferEarned && !governing.isRepeatable) || isStepEarned) return refuse('already_completed');
  // 6
  const isPartner = click.source !== 'wall';
  const money = price(terms, step, isPartner, request.amount, world.settings.rewardDecimals);
  if (typeof money === 'string') return money;
  // 7
  const before = stepsBefore(world, governing, attempt, step);
  const previousAt = before.map((one) => doneAt(world, one.key, number, others));
  if (previousAt.includes(null)) {
    const isOver = world.now >= request.arrivedAt + 72 * HOUR;
    return isOver ? refuse('out_of_sequence') : storeAs(matter, 'Held');
  }
  // 8
  const reachedAt = held === null ? request.arrivedAt : world.now;
  const previous = previousAt.at(-1);
  if (previous != null && reachedAt < previous + (step.minHours ?? 0) * HOUR) return refuse('too_early');
  // 9
  const start = startOfDeadlines(world, governing, number, others, step);
  if (step.deadlineDays !== null && start !== null && request.arrivedAt > start + step.deadlineDays * DAY)
    return refuse('deadline_passed');
  return decideLimits(matter, money);
}

/** The tests from the tenth on. */
function decideLimits(matter: Matter, money: Money): Conversion {
  const { world, request, click, own, terms, step, key } = matter;
  // 10
  const limit = capReached(world, click.offer, key, click.source === 'wall' ? null : click.source);
  if (limit !== null) return storeAs(matter, 'Rejected', { reason: limit });
  // 11
  if (money.revenue !== null && budgetLeft(world, click.offer) < money.revenue)
    return storeAs(matter, 'Rejected', { reason: 'budget_exhausted' });
  // 12
  const first = own.find((one) => one.step === key && isAccepted(one));
  const isAtOnce = !terms.isManual && step.pendingDays === 0;
  const isSuccess = first === undefined ? isAtOnce : first.state === 'Success';
  const isRipening = !isSuccess && !terms.isManual && step.pendingDays > 0;
  const ripensAt = isRipening ? request.arrivedAt + step.pendingDays * DAY : null;
  const accepted = storeAs(matter, isSuccess ? 'Success' : 'Pending', { ripensAt, money });
  afterAcceptance(world, accepted);
  return accepted;
}

type Stored = Pick<Conversion, 'step' | 'trackId' | 'hasIdentity' | 'state' | 'reason'> & {
  readonly ripensAt?: number | null;
  readonly money?: Money;
};

function store(world: World, request: Request, held: Conversion | null, result: Stored): Conversion {
  const { state, reason, money, ripensAt, ...fixed } = result;
  if (held !== null) {
    if (held.state === state) return held;
    Object.assign(held, { money: money ?? null, ripensAt: ripensAt ?? null });
    enter(world, held, state, reason);
    return held;
  }
  const click = world.clicks[request.click as number] as Click;
  const conversion: Conversion = {
    ...fixed,
    number: world.conversions.length,
    request,
    click: request.click as number,
    attempt: click.attempt as number,
    offer: click.offer,
    state,
    reason,
    money: money ?? null,
    wasAccepted: false,
    isOverLimit: false,
    ripensAt: ripensAt ?? null,
    called: [],
    told: [],
  };
  world.conversions.push(conversion);
  enter(world, conversion, state, reason);
  return conversion;
}

/** Gives a conversion a state, with the calls that are due for it. */
export function enter(world: World, conversion: Conversion, state: State, reason: string | null): void {
  Object.assign(conversion, { state, reason });
  const { settings } = world;
  const isDue = (pending: boolean, rejected: boolean) =>
    state === 'Success' || (state === 'Pending' && pending) || (state === 'Rejected' && rejected);
  if (isDue(settings.sendsPending, settings.sendsRejected)) conversion.called.push(state);
  const isPartner = world.clicks[conversion.click]?.source !== 'wall';
  if (isPartner && isDue(settings.partnerSendsPending, settings.partnerSendsRejected))
    conversion.told.push(state);
}

/** What an acceptance brings about: a hold, the attempt's terms, its completion, and the steps that waited. */
export function afterAcceptance(world: World, conversion: Conversion): void {
  const click = world.clicks[conversion.click] as Click;
  const attempt = world.attempts[conversion.attempt] as Attempt;
  conversion.wasAccepted = true;
  world.holds.push({
    conversion: conversion.number,
    offer: conversion.offer,
    step: conversion.step as string,
    partner: click.source === 'wall' ? null : click.source,
    amount: conversion.money?.revenue ?? 0n,
    at: world.now,
    releasedAt: null,
  });
  attempt.pinned ??= click.terms;
  complete(world, conversion.attempt, conversion.number);
  release(world, conversion.attempt);
}

/** Completes an attempt whose required steps are all done, some of them by itself. */
export function complete(world: World, number: number, by: number | null): void {
  const attempt = world.attempts[number] as Attempt;
  if (attempt.end === 'completed') return;
  const terms = attempt.pinned ?? attempt.latestTerms;
  const others = sameRun(world, attemptsOf(world, attempt), number, terms.isRepeatable).filter(
    (one) => one < number,
  );
  const isDone = requiredSteps(world, terms, attempt).every(
    (step) => doneAt(world, step.key, number, others) !== null,
  );
  const last = by ?? conversionsOf(world, number).findLast(isAccepted)?.number ?? null;
  if (isDone && last !== null) Object.assign(attempt, { end: 'completed', completedBy: last });
}

/** Decides again what is held in an attempt, in order of sequence. */
export function release(world: World, attempt: number): void {
  const sequenceOf = ({ click, step }: Conversion) => {
    const terms = world.attempts[attempt]?.pinned ?? (world.clicks[click] as Click).terms;
    return terms.steps.find((one) => one.key === step)?.sequence ?? Infinity;
  };
  const held = conversionsOf(world, attempt).filter(({ state }) => state === 'Held');
  for (const one of held.toSorted((a, b) => sequenceOf(a) - sequenceOf(b)))
    if (one.state === 'Held') decide(world, one.request, one);
}
