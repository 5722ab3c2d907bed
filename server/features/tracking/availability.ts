import { isAvailable } from '#domain/availability.ts';
import type { Usage } from '#domain/conversion/facts.ts';
import { countsOf, usageOf } from '#domain/conversion/usage.ts';
import { budgetLeft, type WindowCaps } from '#domain/limits/limits.ts';
import type { Caps } from '#domain/offer.ts';
import type { Micros } from '#domain/time.ts';
import type { ClickTarget } from './click-targets.ts';

/**
 * Whether a member can do the target's offer now, targeting aside: it is active, and a step they could do next has room
 * in every cap and the budget. Terms are those valid now, limits and pause those of today.
 */
export function isTargetAvailable(
  { offer, content, share }: ClickTarget,
  usage: ReadonlyMap<string, Usage>,
  finishedIds: ReadonlySet<string>,
  now: Micros,
): boolean {
  if (share !== null && !share.isActive) return false;
  const { today, isPaused, launchDate, endDate } = offer;
  const ofAll = { subjectId: today.offerId, shareId: null };
  const capsOfStep = new Map(today.steps.map((step) => [step.stepId, step.caps]));
  return isAvailable(
    {
      isPaused,
      launchDate,
      endDate,
      ...published(today.caps),
      offerType: content.offerType,
      conversionType: content.conversionType,
      revenue: content.revenue,
      offerEvents: content.offerEvents.map((event) => {
        const caps = capsOfStep.get(event.id);
        return caps === undefined ? event : { ...event, ...published(caps) };
      }),
    },
    {
      budgetLeft: budgetLeft(today.budget.amount, usageOf(usage, ofAll, today.budget.type, now).amount),
      offerCounts: countsOf(usage, ofAll, now),
      stepCounts: (stepId) => countsOf(usage, { subjectId: stepId, shareId: null }, now),
      share:
        share === null
          ? null
          : {
              caps: published(share.caps),
              counts: countsOf(usage, { subjectId: today.offerId, shareId: share.shareId }, now),
            },
    },
    finishedIds,
    now,
  );
}

function published(caps: WindowCaps): Caps {
  return {
    dailyCap: caps.Daily,
    weeklyCap: caps.Weekly,
    monthlyCap: caps.Monthly,
    allTimeCap: caps.Total,
  };
}
