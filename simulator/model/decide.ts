import { DAY, HOUR, price, type Step, type Terms } from './terms.ts';
import type { Attempt, Click, Conversion, Request, State, Verdict, World } from './world.ts';
import * as w from './world.ts';

/** Receives one postback, and gives what it is answered; `conversion` is the conversion's number. */
export function receive(world: World, request: Request) {
  const found = decide(world, request, null);
  const parked = { http: 202, accepted: false, conversion: null, status: null, reason: found };
  if (typeof found === 'string') return parked;
  const { number: conversion, state, reason } = found;
  const status = state === 'Held' ? 'Pending' : state;
  return { http: 200, accepted: w.isAccepted(found), conversion, status, reason };
}

/** The sender's own id, unless it is empty, a word for nothing, or a macro that nobody filled in. */
function usableId(text: string | null): string | null {
  return /^(null|undefined|\{.*\}|\[.*\]|%.*%|__.*__|)$/i.test(text ?? '') ? null : text;
}

/** The key of the step that an event id means, or the code of why none is meant. */
function findStep(click: Click, eventId: string | null): { key: string } | string {
  const { offer, terms, at } = click;
  if (!terms.isMulti) return { key: 'offer' };
  const named = (version: Terms) => version.steps.find((step) => step.eventId === eventId)?.key;
  const key = named(w.today(offer)) ?? named(terms);
  if (key !== undefined) return { key };
  const later = offer.versions.filter(({ validFrom }) => validFrom > at).map(named);
  const isGone = offer.versions.map(named).some((gone) => gone !== undefined && !later.includes(gone));
  return isGone ? 'event_archived' : 'unknown_event';
}

/** The terms of a step for an attempt: the governing ones, else the click's, else as it was added. */
export function stepTerms(click: Click, attempt: Attempt, key: string): [Terms, Step] {
  const { offer, source, terms } = click;
  const payouts = offer.shares[source]?.versions.find(({ steps }) => key in steps)?.steps ?? {};
  const all = [attempt.pinned ?? terms, terms, ...offer.versions.map((one) => ({ ...one, payouts }))];
  const found = all.find((one) => w.stepOf(one, key) !== undefined) as Terms;
  return [found, w.stepOf(found, key) as Step];
}

function refused(reason: string): Verdict {
  return { state: 'Rejected', reason, money: null, ripensAt: null };
}

/** Decides a request, or a held conversion again; gives the conversion, or the code of what parks it. */
function decide(world: World, request: Request, held: Conversion | null): Conversion | string {
  const { arrivedAt, isListed } = request;
  const click = world.clicks[request.click ?? -1];
  // 2, after 1 where the source is not listed.
  const isTooOld = held === null && arrivedAt > (click?.at ?? 0) + world.settings.clickLifetimeDays * DAY;
  if (!click?.attempt || isTooOld)
    return isListed ? (click?.attempt ? 'click_expired' : 'unknown_click') : 'ip_not_whitelisted';
  const { attempt } = click;
  const found = held?.step == null ? findStep(click, request.eventId) : { key: held.step };
  const step = typeof found === 'string' ? null : found.key;
  const trackId = usableId(request.trackId?.trim() ?? null);
  const isSame = (one: Conversion) => one.click === click && one.step === step && one.trackId === trackId;
  const seen = attempt.conversions.find((one) => one !== held && one.hasIdentity && isSame(one));
  // 1 and 3
  if (!isListed && seen?.reason === 'ip_not_whitelisted') return seen;
  if (isListed && typeof found === 'string') return found;
  const named = { request, click, attempt, step, trackId, hasIdentity: step !== null && seen === undefined };
  const empty = { ...refused('ip_not_whitelisted'), isOverLimit: false, states: [], holds: [] };
  const own = held ?? { ...named, ...empty, number: world.conversions.length };
  const verdict = isListed ? judge(world, own, held !== null, seen) : refused('ip_not_whitelisted');
  if (typeof verdict === 'string' || 'number' in verdict) return verdict as Conversion | string;
  if (held?.state === verdict.state) return held;
  for (const list of held === null ? [world.conversions, attempt.conversions] : []) list.push(own);
  Object.assign(own, verdict).states.push(verdict.state);
  if (w.isAccepted(own)) accept(world, own);
  return own;
}

/** The tests from the fourth on, in their order: the first that fits wins. */
function judge(world: World, own: Conversion, isHeld: boolean, seen?: Conversion) {
  const { request, click, attempt, trackId, step: named } = own;
  const { arrivedAt, amount } = request;
  const key = named ?? '';
  const governing = attempt.pinned ?? click.terms;
  const others = w.sameRun(world, click, attempt, governing);
  const run = [attempt, ...others];
  const [terms, step] = stepTerms(click, attempt, key);
  // 4
  const stands = (one: Conversion) => (isHeld ? w.isAccepted(one) : one.state !== 'Rejected');
  const standing = attempt.conversions.find((one) => one !== own && one.step === key && stands(one));
  if (standing !== undefined && (!step.isRepeatable || trackId === null))
    return isHeld ? refused('already_completed') : (seen ?? standing);
  if (seen !== undefined) return seen;
  // 5
  const isOver = !governing.isRepeatable && others.some(({ end }) => end === 'completed');
  if (isOver || w.doneAt(others, key) !== null) return refused('already_completed');
  // 6
  const money = price(terms, step, click.source, amount, world.settings);
  if (typeof money === 'string') return money;
  // 7
  const before = w.stepsBefore(governing, attempt, step).map((one) => w.doneAt(run, one.key));
  const isLate = world.now >= arrivedAt + 72 * HOUR;
  const waiting: Verdict = { ...refused('waiting_for_previous_event'), state: 'Held' };
  if (before.includes(null)) return isLate ? refused('out_of_sequence') : waiting;
  // 8
  const reachedAt = isHeld ? world.now : arrivedAt;
  if (reachedAt < (before.at(-1) ?? 0) + (step.minHours ?? 0) * HOUR) return refused('too_early');
  // 9
  if (arrivedAt > w.deadline(governing, attempt, others, step)) return refused('deadline_passed');
  // 10 and 11
  const limit = w.limitReached(world, click, key, money.revenue);
  if (limit !== null) return refused(limit);
  // 12
  const days = terms.isManual ? 0 : (step.pendingDays ?? 0);
  const first = w.acceptedOf([attempt], key);
  const isSuccess = first === undefined ? !terms.isManual && days === 0 : first.state === 'Success';
  const ripensAt = isSuccess || days === 0 ? null : arrivedAt + days * DAY;
  return { state: isSuccess ? 'Success' : 'Pending', reason: null, money, ripensAt } as Verdict;
}

/** Gives a conversion a state. */
export function enter(own: Conversion, state: State, reason: string | null): void {
  Object.assign(own, { state, reason });
  own.states.push(state);
}

/** What an acceptance brings about: a hold, the attempt's terms, its completion, and the steps that waited. */
export function accept(world: World, { holds, attempt, click }: Conversion): void {
  holds.push({ at: world.now, releasedAt: null });
  attempt.pinned ??= click.terms;
  close(world, attempt);
  release(world, attempt);
}

/** Completes an attempt whose required steps are done, where it may end so; or lets it expire when one is lost. */
export function close(world: World, attempt: Attempt, mayExpire = false): void {
  const terms = attempt.pinned ?? attempt.latest;
  const others = w.sameRun(world, attempt, attempt, terms);
  const run = [attempt, ...others.filter(({ openedAt }) => openedAt < attempt.openedAt)];
  const required = w.requiredSteps(terms, attempt);
  const isDone = required.every(({ key }) => w.doneAt(run, key) !== null);
  const standing = attempt.conversions.filter(({ state }) => state !== 'Rejected');
  const isLost = required.some((step) => {
    const isOpen = standing.every((one) => one.step !== step.key) && w.doneAt(others, step.key) === null;
    return isOpen && world.now > w.deadline(terms, attempt, others, step);
  });
  if (isDone && attempt.conversions.some(w.isAccepted)) attempt.end = 'completed';
  else if (isLost && mayExpire) attempt.end = 'expired';
  if (attempt.end === 'expired' && mayExpire) release(world, attempt);
}

/** Decides again what is held in an attempt, in order of sequence. */
export function release(world: World, attempt: Attempt): void {
  const place = ({ click, step }: Conversion) =>
    w.stepOf(attempt.pinned ?? click.terms, step)?.sequence ?? Infinity;
  const held = attempt.conversions.filter(({ state }) => state === 'Held');
  for (const one of held.toSorted((a, b) => place(a) - place(b)))
    if (one.state === 'Held') decide(world, one.request, one);
}
