import type { Caps, ModelSettings, Money, SharePlan, Step, Terms, Version, Window } from './terms.ts';
import { windowStart, windows } from './terms.ts';

/** A step as it is today. */
export interface StepToday {
  readonly key: string;
  readonly eventId: string;
  archivedAt: number | null;
  caps: Caps;
}

/** An offer given to a partner. */
export interface Share {
  isActive: boolean;
  caps: Caps;
  readonly versions: { readonly validFrom: number; readonly plan: SharePlan }[];
}

export interface Offer {
  readonly versions: Version[];
  isPaused: boolean;
  caps: Caps;
  budgetWindow: Window;
  budget: bigint;
  endsAt: number | null;
  /** Every step it ever had. */
  readonly steps: StepToday[];
  /** By the partner's number. */
  readonly shares: Record<string, Share>;
}

/** A member is a text within a source: `wall`, or a partner's number. */
export interface Click {
  readonly offer: number;
  readonly source: string;
  readonly member: string;
  readonly at: number;
  /** Null for a robot's. */
  readonly attempt: number | null;
  readonly terms: Terms;
}

export interface Attempt {
  readonly offer: number;
  readonly source: string;
  readonly member: string;
  readonly openedAt: number;
  pinned: Terms | null;
  latestTerms: Terms;
  end: 'completed' | 'expired' | null;
  completedBy: number | null;
}

/** What a postback says. `click` is the click's number; null for one that names no click of the tenant. */
export interface Request {
  readonly click: number | null;
  readonly eventId: string | null;
  readonly trackId: string | null;
  readonly amount: string | null;
  readonly isListed: boolean;
  readonly arrivedAt: number;
}

export type State = 'Held' | 'Pending' | 'Success' | 'Rejected';

export interface Conversion {
  readonly number: number;
  readonly request: Request;
  readonly click: number;
  readonly attempt: number;
  readonly offer: number;
  /** Null when it was refused before its step was known. */
  readonly step: string | null;
  readonly trackId: string | null;
  readonly hasIdentity: boolean;
  state: State;
  reason: string | null;
  money: Money | null;
  wasAccepted: boolean;
  isOverLimit: boolean;
  ripensAt: number | null;
  /** The statuses that were called back, and those that the partner was told. */
  readonly called: State[];
  readonly told: State[];
}

/** What an accepted conversion takes. */
export interface Hold {
  readonly conversion: number;
  readonly offer: number;
  readonly step: string;
  readonly partner: string | null;
  readonly amount: bigint;
  readonly at: number;
  releasedAt: number | null;
}

/** Everything the model knows. Plain data, so that it can be copied whole. */
export interface World {
  now: number;
  settings: ModelSettings;
  readonly offers: Offer[];
  readonly clicks: Click[];
  readonly attempts: Attempt[];
  readonly conversions: Conversion[];
  readonly holds: Hold[];
}

export function emptyWorld(now: number, settings: ModelSettings): World {
  return { now, settings, offers: [], clicks: [], attempts: [], conversions: [], holds: [] };
}

/** The version of an offer that is valid now. */
export function versionNow(world: World, offer: Offer): Version {
  const valid = offer.versions.filter((version) => version.validFrom <= world.now);
  return valid.at(-1) as Version;
}

export function isArchived(offer: Offer, key: string): boolean {
  return offer.steps.some((step) => step.key === key && step.archivedAt !== null);
}

export function isAccepted({ state }: Conversion): boolean {
  return state === 'Pending' || state === 'Success';
}

/** The conversions of an attempt in order of arrival. */
export function conversionsOf(world: World, attempt: number): Conversion[] {
  return world.conversions
    .filter((one) => one.attempt === attempt)
    .toSorted((a, b) => a.request.arrivedAt - b.request.arrivedAt || a.number - b.number);
}

/** The first accepted conversion of a step in an attempt. */
export function acceptedOf(world: World, attempt: number, step: string): Conversion | undefined {
  return conversionsOf(world, attempt).find((one) => one.step === step && isAccepted(one));
}

/** The attempts of a member at an offer, oldest first, as numbers. */
export function attemptsOf(world: World, who: Pick<Click, 'offer' | 'source' | 'member'>): number[] {
  return world.attempts.flatMap((one, number) =>
    one.offer === who.offer && one.source === who.source && one.member === who.member ? [number] : [],
  );
}

/**
 * The other attempts in which what was earned can't be earned again: all of them, but on a repeatable offer only those
 * that no completed attempt lies between. `attempt` may be one that is yet to be opened.
 */
export function sameRun(
  world: World,
  all: readonly number[],
  attempt: number,
  isRepeatable: boolean,
): number[] {
  return all.filter((other) => {
    if (other === attempt) return false;
    if (!isRepeatable) return true;
    const [low, high] = other < attempt ? [other, attempt] : [attempt, other];
    return !all.some((one) => one >= low && one < high && world.attempts[one]?.end === 'completed');
  });
}

/** When a step was done in an attempt or in another of the same run; null when it is open. */
export function doneAt(
  world: World,
  step: string,
  attempt: number,
  others: readonly number[],
): number | null {
  for (const one of [attempt, ...others]) {
    const done = acceptedOf(world, one, step);
    if (done !== undefined) return done.request.arrivedAt;
  }
  return null;
}

/** The steps that an attempt owes: those of its terms that are live and no younger than itself. */
function owedSteps(world: World, terms: Terms, attempt: Attempt): Step[] {
  const offer = world.offers[attempt.offer] as Offer;
  const live = terms.steps.filter((step) => !isArchived(offer, step.key));
  const old = live.filter((step) => (bringing(offer, step.key)?.validFrom ?? 0) <= attempt.openedAt);
  return old.length > 0 ? old : live;
}

/** The version that brought a step. */
export function bringing(offer: Offer, key: string): Version | undefined {
  return offer.versions.find((version) => version.steps.some((step) => step.key === key));
}

/** The steps that have to come before one, in order. */
export function stepsBefore(world: World, terms: Terms, attempt: Attempt, step: Step): Step[] {
  const { sequence } = step;
  if (sequence === null) return [];
  return owedSteps(world, terms, attempt)
    .filter((other) => other.sequence !== null && other.sequence < sequence)
    .toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
}

/** The steps that complete an attempt. */
export function requiredSteps(world: World, terms: Terms, attempt: Attempt): Step[] {
  const owed = owedSteps(world, terms, attempt);
  const shown = owed.filter((step) => step.isShown);
  const lastShown = Math.max(0, ...shown.map((step) => step.sequence ?? 0));
  if (lastShown > 0) return owed.filter((step) => step.sequence !== null && step.sequence <= lastShown);
  return shown.length > 0 ? shown : owed;
}

/** Whether sequence number 1 is still to be done in an attempt, so that deadlines have not begun. */
export function startOfDeadlines(
  world: World,
  terms: Terms,
  attempt: number,
  others: readonly number[],
  step: Step,
) {
  const own = world.attempts[attempt] as Attempt;
  const first = terms.steps.find((one) => one.sequence === 1);
  if (step.sequence === 1 || first === undefined) return own.openedAt;
  const done = acceptedOf(world, attempt, first.key);
  if (done !== undefined) return done.request.arrivedAt;
  const isOwed = owedSteps(world, terms, own).some((one) => one.key === first.key);
  return isOwed && doneAt(world, first.key, attempt, others) === null ? null : own.openedAt;
}

/** Whose limits a hold counts in. */
export interface LimitSubject {
  readonly offer: number;
  readonly step?: string;
  readonly partner?: string;
}

/** How many slots and how much money are taken in the window that is open at an instant. */
export function usage(
  world: World,
  subject: LimitSubject,
  window: Window,
  at: number,
): { count: number; amount: bigint } {
  const start = windowStart(window, at);
  const held = world.holds.filter(
    (hold) =>
      hold.offer === subject.offer &&
      (subject.step === undefined || hold.step === subject.step) &&
      (subject.partner === undefined || hold.partner === subject.partner) &&
      windowStart(window, hold.at) === start &&
      // What was given back after its window had closed stays counted there.
      (hold.releasedAt === null || windowStart(window, hold.releasedAt) !== start),
  );
  return { count: held.length, amount: held.reduce((sum, hold) => sum + hold.amount, 0n) };
}

function isFree(world: World, caps: Caps, subject: LimitSubject): boolean {
  return windows.every((window) => {
    const cap = caps[window];
    return cap === null || usage(world, subject, window, world.now).count < cap;
  });
}

export type Limit = 'partner_cap_reached' | 'cap_reached' | 'budget_exhausted';

/** The first limit without room for one more conversion of a step, caps alone. */
export function capReached(world: World, number: number, step: string, partner: string | null): Limit | null {
  const offer = world.offers[number] as Offer;
  const share = partner === null ? undefined : offer.shares[partner];
  if (share !== undefined && !isFree(world, share.caps, { offer: number, partner: partner as string }))
    return 'partner_cap_reached';
  if (!isFree(world, offer.caps, { offer: number })) return 'cap_reached';
  const today = offer.steps.find((one) => one.key === step);
  return today === undefined || isFree(world, today.caps, { offer: number, step }) ? null : 'cap_reached';
}

/** What is left of the budget; nought where more was spent than it allows today. */
export function budgetLeft(world: World, number: number): bigint {
  const offer = world.offers[number] as Offer;
  const left = offer.budget - usage(world, { offer: number }, offer.budgetWindow, world.now).amount;
  return left > 0n ? left : 0n;
}
