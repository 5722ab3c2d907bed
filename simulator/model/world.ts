import type { Caps, ModelSettings, Money, SharePlan, Step, Terms, Window } from './terms.ts';
import { DAY, millionths, windowStart, windows } from './terms.ts';

/** An offer is its saves; limits are those of the last one. Shares go by the partner's number. */
export type Offer = { versions: Terms[]; isPaused: boolean; shares: Record<string, Share> };
type Share = { isActive: boolean; versions: SharePlan[] };

/** A member is a text within a source: `wall`, or a partner's number. */
export type Who = { offer: Offer; source: string; member: string };

/** Followed to the advertiser. A robot's belongs to no attempt. */
export type Click = Who & { at: number; attempt: Attempt | null; terms: Terms };

/** One run of a member at an offer, with its conversions in order of arrival. */
export type Attempt = Who & { openedAt: number; end: 'completed' | 'expired' | null } & {
  conversions: Conversion[];
  /** The terms that the first accepted conversion fixed, and those of the latest click. */
  pinned: Terms | null;
  latest: Terms;
};

/** What a postback says. `click` is the click's number; null for one that names no click of the tenant. */
type Words = Record<'eventId' | 'trackId' | 'amount', string | null>;
export type Request = Words & { click: number | null; isListed: boolean; arrivedAt: number };

export type State = 'Held' | 'Pending' | 'Success' | 'Rejected';

/** What is decided again and again: the state, and what comes with it. */
export type Verdict = { state: State; reason: string | null; money: Money | null; ripensAt: number | null };

/** One reaching of a step, which is null when the source was refused before it was known. */
export type Conversion = Verdict & { number: number; request: Request; click: Click; attempt: Attempt } & {
  step: string | null;
  trackId: string | null;
  hasIdentity: boolean;
  isOverLimit: boolean;
  states: State[];
  /** What it took of the limits, and when that was given back; empty when it was never accepted. */
  holds: { at: number; releasedAt: number | null }[];
};

/** Everything the model knows. Plain data, so that it can be copied whole. */
export type World = { now: number; settings: ModelSettings; offers: Offer[] } & Lists;
type Lists = { clicks: Click[]; attempts: Attempt[]; conversions: Conversion[] };

/** The terms that an offer has today. */
export function today({ versions }: Offer): Terms {
  return versions.at(-1) as Terms;
}

export function stepOf(terms: Terms, key: string | null): Step | undefined {
  return terms.steps.find((step) => step.key === key);
}

export function isAccepted({ state }: Conversion): boolean {
  return state === 'Pending' || state === 'Success';
}

/** The first accepted conversion of a step in these attempts. */
export function acceptedOf(attempts: Attempt[], key: string): Conversion | undefined {
  const all = attempts.flatMap(({ conversions }) => conversions);
  return all.find((one) => one.step === key && isAccepted(one));
}

/** When a step was done in these attempts; null when it is open. */
export function doneAt(attempts: Attempt[], key: string): number | null {
  return acceptedOf(attempts, key)?.request.arrivedAt ?? null;
}

/**
 * The other attempts of a member in which what was earned can't be earned again: all of them, but on a repeatable offer
 * only those that no completed attempt lies between. `own` is null for an attempt that is yet to be opened.
 */
export function sameRun(world: World, who: Who, own: Attempt | null, terms: Pick<Terms, 'isRepeatable'>) {
  const ofMember = world.attempts.filter(
    ({ source, member }) => source === who.source && member === who.member,
  );
  const all = ofMember.filter(({ offer }) => offer === who.offer);
  const place = own === null ? all.length : all.indexOf(own);
  const isApart = (one: number) =>
    all.slice(Math.min(one, place), Math.max(one, place)).some(({ end }) => end === 'completed');
  return all.filter((_, one) => one !== place && !(terms.isRepeatable && isApart(one)));
}

/** The steps that an attempt owes: those of its terms that are live and no younger than itself. */
function owedSteps(terms: Terms, { offer, openedAt }: Attempt): Step[] {
  const live = terms.steps.filter(({ key }) => stepOf(today(offer), key) !== undefined);
  const broughtBy = (key: string) => offer.versions.find((one) => stepOf(one, key) !== undefined);
  const old = live.filter(({ key }) => (broughtBy(key)?.validFrom ?? 0) <= openedAt);
  return old.length > 0 ? old : live;
}

/** The steps that have to come before one, in order. */
export function stepsBefore(terms: Terms, attempt: Attempt, { sequence }: Step): Step[] {
  const place = (step: Step) => step.sequence ?? Infinity;
  const before = owedSteps(terms, attempt).filter((step) => place(step) < (sequence ?? 0));
  return before.toSorted((a, b) => place(a) - place(b));
}

/** The steps that complete an attempt. */
export function requiredSteps(terms: Terms, attempt: Attempt): Step[] {
  const owed = owedSteps(terms, attempt);
  const shown = owed.filter((step) => step.isShown);
  const lastShown = Math.max(0, ...shown.map((step) => step.sequence ?? 0));
  if (lastShown > 0) return owed.filter(({ sequence }) => sequence !== null && sequence <= lastShown);
  return shown.length > 0 ? shown : owed;
}

/** The instant after which a step is too late; Infinity where there is none, or not yet. */
export function deadline(terms: Terms, attempt: Attempt, others: Attempt[], step: Step): number {
  const first = terms.steps.find((one) => one.sequence === 1);
  const isAfterFirst = first !== undefined && step.sequence !== 1;
  const isOwed = isAfterFirst && owedSteps(terms, attempt).includes(first);
  if (step.deadlineDays === null || (isOwed && doneAt([attempt, ...others], first.key) === null))
    return Infinity;
  const start = isAfterFirst ? doneAt([attempt], first.key) : null;
  return (start ?? attempt.openedAt) + step.deadlineDays * DAY;
}

/** How many slots and how much money conversions took in the window that is open at an instant. */
export function usage(conversions: Conversion[], window: Window, at: number) {
  const start = windowStart(window, at);
  const isIn = (instant: number | null) => instant !== null && windowStart(window, instant) === start;
  const taken = conversions.flatMap(({ holds, money }) =>
    // What was given back after its window had closed stays counted there.
    holds.flatMap((one) => (isIn(one.at) && !isIn(one.releasedAt) ? (money?.revenue ?? 0n) : [])),
  );
  return { count: taken.length, amount: taken.reduce((sum, amount) => sum + amount, 0n) };
}

/** The first limit without room for one more conversion of a step now; one without revenue needs no budget. */
export function limitReached(world: World, who: Who, key: string, revenue: bigint | null): string | null {
  const { offer, source } = who;
  const all = world.conversions.filter(({ click }) => click.offer === offer);
  const isFull = (caps: Caps | undefined, counted: Conversion[]) =>
    windows.some((window) => usage(counted, window, world.now).count >= (caps?.[window] ?? Infinity));
  const ofSource = all.filter(({ click }) => click.source === source);
  if (isFull(offer.shares[source]?.versions.at(-1)?.caps, ofSource)) return 'partner_cap_reached';
  const { isMulti, caps, budget, budgetWindow } = today(offer);
  const last = offer.versions.findLast((version) => stepOf(version, key) !== undefined);
  const ofStep = all.filter(({ step }) => step === key);
  if (isFull(caps, all) || (isMulti && isFull(last && stepOf(last, key)?.caps, ofStep))) return 'cap_reached';
  const left = millionths(budget) - usage(all, budgetWindow, world.now).amount;
  return revenue !== null && revenue > 0n && left < revenue ? 'budget_exhausted' : null;
}
