import type { Step, Terms } from './terms.ts';
import { millionths } from './terms.ts';
import type { Click, Offer } from './world.ts';
import { bringing } from './world.ts';

/** The sender's own id, unless it is empty, a word for nothing, or a macro that nobody filled in. */
export function usableId(text: string | null): string | null {
  const id = text?.trim() ?? '';
  const isMacro = [
    ['{', '}'],
    ['[', ']'],
    ['%', '%'],
    ['__', '__'],
  ].some(([open = '', close = '']) => id.startsWith(open) && id.endsWith(close) && id.length >= 2);
  return id === '' || /^(null|undefined)$/i.test(id) || isMacro ? null : id;
}

/** The step that an event id means, or the code of why none is meant. */
export function findStep(offer: Offer, click: Click, eventId: string | null): { key: string } | string {
  if (!click.terms.isMulti) return { key: 'offer' };
  const named = offer.steps.filter((step) => step.eventId === eventId);
  const live = named.find((step) => step.archivedAt === null);
  const kept = named.find(({ key }) => click.terms.steps.some((step) => step.key === key));
  const meant = live ?? kept;
  if (meant !== undefined) return { key: meant.key };
  return named.some(({ archivedAt }) => (archivedAt ?? 0) <= click.at) ? 'event_archived' : 'unknown_event';
}

/** The terms of one step for an attempt: the governing ones, else the click's, else those of the version that brought it. */
export function stepTerms(
  offer: Offer,
  click: Click,
  governing: Terms,
  key: string,
): { terms: Terms; step: Step } {
  for (const terms of [governing, click.terms]) {
    const step = terms.steps.find((one) => one.key === key);
    if (step !== undefined) return { terms, step };
  }
  const brought = bringing(offer, key) as Terms;
  const naming = offer.shares[click.source]?.versions.find(({ plan }) => key in plan.steps);
  const payout = naming?.plan.steps[key];
  const payouts = payout === undefined ? {} : { [key]: millionths(payout) };
  return {
    terms: { ...brought, payouts },
    step: brought.steps.find((one) => one.key === key) as Step,
  };
}
