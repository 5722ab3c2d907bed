import { accept, close, enter, release, stepTerms } from './decide.ts';
import { HOUR, millionths, price, type OfferPlan, type SharePlan } from './terms.ts';
import type { Attempt, Click, Conversion, Offer, State, Who, World } from './world.ts';
import * as w from './world.ts';

/** Saves an offer. A step is the live one with its event id, with `namesIds` also an archived one, else new. */
export function saveOffer(world: World, plan: OfferPlan, known?: Offer, namesIds = false): void {
  const offer = known ?? { versions: [], isPaused: false, shares: {} };
  if (known === undefined) world.offers.push(offer);
  const all = offer.versions.flatMap(({ steps }) => steps);
  let numbered = 0;
  const steps = plan.steps.map((step) => {
    const named = all.filter(({ eventId }) => eventId === step.eventId).map(({ key }) => key);
    const live = named.find((key) => w.stepOf(w.today(offer), key) !== undefined);
    const meant = live ?? (namesIds ? named.at(-1) : undefined);
    const key = plan.isMulti ? (meant ?? `${step.eventId}#${new Set(named).size + 1}`) : 'offer';
    return { ...step, key, sequence: step.isNumbered ? (numbered += 1) : null };
  });
  offer.versions.push({ ...plan, steps, validFrom: world.now });
  offer.isPaused = plan.isPaused;
}

/** Gives an offer to a partner, or changes what that pays. */
export function saveShare({ shares }: Offer, partner: string, plan: SharePlan): void {
  shares[partner] = { isActive: true, versions: [...(shares[partner]?.versions ?? []), plan] };
}

/** Whether an offer runs, and a member could do one of its steps next for which the limits have room. */
function isAvailable(world: World, who: Who, isDone: (key: string) => boolean): boolean {
  const { isRevShare, endsInHours, validFrom, steps } = w.today(who.offer);
  if (who.offer.isPaused || world.now > validFrom + (endsInHours ?? Infinity) * HOUR) return false;
  const unfinished = steps.filter(({ key }) => !isDone(key));
  const lowest = Math.min(...unfinished.map(({ sequence }) => sequence ?? Infinity));
  return unfinished.some(({ key, sequence, revenue }) => {
    // Of a share of an amount nobody knows yet, anything has to be left.
    const needed = revenue === null ? null : isRevShare ? 1n : millionths(revenue);
    const isNext = sequence === null || sequence === lowest;
    return isNext && w.limitReached(world, who, key, needed) === null;
  });
}

/** A member's open attempt, whether the offer is over for them, and which steps they have done of it. */
function standing(world: World, who: Who) {
  const all = w.sameRun(world, who, null, { isRepeatable: false });
  const open = all.find(({ end }) => end === null) ?? null;
  const runs = [...(open === null ? [] : [open]), ...w.sameRun(world, who, open, w.today(who.offer))];
  const isOver = !w.today(who.offer).isRepeatable && all.some(({ end }) => end === 'completed');
  return { open, isOver, isDone: (key: string) => w.doneAt(runs, key) !== null };
}

/** Whether the wall's list shows an offer to a member. */
export function isOnWall(world: World, who: Who): boolean {
  const { isOver, isDone } = standing(world, who);
  return !isOver && isAvailable(world, who, isDone);
}

/** Follows a link; gives null where the link refuses. */
export function click(world: World, who: Who, isRobot: boolean): Click | null {
  const { open, isOver, isDone } = standing(world, who);
  const share = who.offer.shares[who.source];
  const isOffered = who.source === 'wall' ? !isOver : share?.isActive === true;
  if (!isOffered || !isAvailable(world, who, (key) => !isOver && isDone(key))) return null;
  const now = w.today(who.offer);
  const paid = share?.versions.at(-1);
  const payouts = now.isMulti ? paid?.steps : { offer: paid?.payout ?? '0' };
  const terms = { ...now, ...(paid && { payouts }) };
  const empty = { end: null, pinned: null, conversions: [] };
  const fresh: Attempt = { ...who, ...empty, openedAt: world.now, latest: terms };
  const attempt = isRobot ? null : (open ?? fresh);
  if (attempt === fresh) world.attempts.push(fresh);
  if (attempt !== null) attempt.latest = terms;
  const made = { ...who, at: world.now, attempt, terms };
  world.clicks.push(made);
  return made;
}

/** An operator sets a status; false when the conversion never had a step to be paid for. */
export function setStatus(world: World, own: Conversion, state: State, note: string): boolean {
  const { click: made, attempt, holds, request, step: key } = own;
  const isNew = state !== 'Rejected' && !w.isAccepted(own);
  if (state === (own.state === 'Held' ? 'Pending' : own.state)) return true;
  if (isNew && key === null) return false;
  if (isNew && holds.length === 0) {
    const money = price(...stepTerms(made, attempt, key ?? ''), made.source, request.amount, world.settings);
    own.money = typeof money === 'string' ? null : money;
  }
  if (isNew) own.isOverLimit ||= w.limitReached(world, made, key ?? '', own.money?.revenue ?? null) !== null;
  own.ripensAt = null;
  for (const hold of state === 'Rejected' ? holds : []) hold.releasedAt ??= world.now;
  enter(own, state, state === 'Rejected' ? note : null);
  if (isNew) accept(world, own);
  return true;
}

/** What time and changed offers do by themselves: pending times end, waiting ends, attempts close. */
export function review(world: World, changed: Offer[]): void {
  const isOver = ({ state, request }: Conversion) =>
    state === 'Held' && request.arrivedAt + 72 * HOUR <= world.now;
  for (const one of world.conversions)
    if (one.state === 'Pending' && (one.ripensAt ?? Infinity) <= world.now) enter(one, 'Success', null);
  for (const attempt of world.attempts) {
    const isDue = changed.includes(attempt.offer) || attempt.conversions.some(isOver);
    if (attempt.end === null || isDue) release(world, attempt);
    if (attempt.end === null || (isDue && attempt.end === 'expired')) close(world, attempt, true);
  }
}
