import type { Caps, OfferPlan, SharePlan, StepPlan } from '../model/terms.ts';
import { HOUR } from '../model/terms.ts';
import type { RunTenant } from './tenant.ts';

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}

function capsBody({ daily, weekly, monthly, total }: Caps): object {
  return { dailyCap: daily, weeklyCap: weekly, monthlyCap: monthly, allTimeCap: total };
}

const budgetTypes = { daily: 'Daily', weekly: 'Weekly', monthly: 'Monthly', total: 'Total' };

/** The ids of steps by their event ids. */
type StepIds = Readonly<Record<string, string>>;

/** The body that saves a plan; steps whose ids are given are named by them. */
export function offerBody(
  tenant: RunTenant,
  name: string,
  plan: OfferPlan,
  now: number,
  ids?: StepIds,
): object {
  const ends = plan.endsInHours === null ? null : new Date(now + plan.endsInHours * HOUR).toISOString();
  let numbered = 0;
  return {
    trackingSystem: 'CustomTracking',
    trackingSystemLink: 'https://ads.example.net/go?offer={gk_offer_id}',
    name,
    headline: 'A run',
    offerDetails: 'Do it',
    creatives: [{ order: 0, url: 'https://cdn.example.com/run.png' }],
    offerType: plan.isMulti ? 'MultiEvent' : 'SingleEvent',
    conversionType: plan.isRevShare ? 'RevShare' : 'FlatRate',
    advertiserId: tenant.advertiserId,
    allowRepetitions: plan.isRepeatable,
    isPaused: plan.isPaused,
    budgetType: budgetTypes[plan.budgetWindow],
    budgetAmount: Number(plan.budget),
    launchDate: '2026-01-01T00:00:00Z',
    endDate: ends,
    ageId: tenant.ageId,
    categoryIds: [tenant.categoryId],
    countryIds: ['US'],
    rewardingType: plan.isManual ? 'Manual' : 'Automatic',
    baselineEpc: 5,
    lockBaselineEpc: false,
    ...(plan.isMulti
      ? {
          offerEvents: plan.steps.map((step, index) => stepBody(step, index + 1, () => (numbered += 1), ids)),
        }
      : {
          ...capsBody(plan.caps),
          revenue: Number(plan.steps[0]?.revenue),
          reward: Number(plan.steps[0]?.reward),
          pendingTime: plan.steps[0]?.pendingDays,
        }),
  };
}

function stepBody(
  step: StepPlan,
  displayOrder: number,
  nextNumber: () => number,
  ids: StepIds | undefined,
): object {
  return {
    ...(ids?.[step.eventId] !== undefined && { id: ids[step.eventId] }),
    name: step.eventId,
    eventId: step.eventId,
    showOnOfferWall: step.isShown,
    displayOrder,
    sequenceNumber: step.isNumbered ? nextNumber() : null,
    minTimeFromPreviousEvent: step.minHours,
    deadlineDays: step.deadlineDays,
    pendingTime: step.pendingDays,
    hasRevenue: step.revenue !== null,
    revenue: numberOrNull(step.revenue),
    hasReward: step.reward !== null,
    useDefaultRatio: step.usesRatio,
    reward: numberOrNull(step.reward),
    allowRepetitions: step.isRepeatable,
    ...capsBody(step.caps),
  };
}

/** The body that saves a share; only steps that the offer has now can be named. */
export function shareBody(
  plan: SharePlan,
  steps: Readonly<Record<string, string>>,
  live: readonly { readonly id: string; readonly eventId: string }[],
): object {
  return {
    payout: Number(plan.payout),
    events: Object.entries(steps).map(([key, payout]) => ({
      offerEventId: live.find(({ eventId }) => eventId === key)?.id,
      payout: Number(payout),
    })),
    ...capsBody(plan.caps),
  };
}
