import { decimal } from '../money.ts';
import type { Micros } from '../time.ts';
import { addHours, parseInstant } from '../time.ts';
import { attemptOfClick } from './attempt.ts';
import type { Decision } from './decision.ts';
import type { AttemptFacts, ClickFacts, OfferToday, PostbackRequest, StepTerms, Terms } from './facts.ts';
import type { Step, WorkingCopy } from './working-copy.ts';
import { decideOver, workingCopy } from './working-copy.ts';

/** The moment all hours of these tests count from: a Monday, the second of the month. */
export const start: Micros = parseInstant('2026-03-02T00:00:00Z') ?? Number.NaN;

/** The id of the one offer of a test world. */
export const offerId = 'offer';

/** A step of a test world; on a SingleEvent offer the money and times of the offer itself. */
export interface StepSpec {
  readonly id: string;
  readonly event?: string;
  readonly seq?: number | null;
  readonly shown?: boolean;
  readonly revenue?: string | null;
  readonly reward?: string | null;
  readonly ratio?: string | null;
  readonly payout?: string | null;
  readonly pendingDays?: number;
  readonly minHours?: number | null;
  readonly deadlineDays?: number | null;
  readonly repeatable?: boolean;
  readonly addedAtHour?: number;
  readonly archivedAtHour?: number | null;
  readonly caps?: Partial<OfferToday['caps']>;
}

/** What distinguishes a test world from the plainest one. */
export interface WorldSpec {
  readonly steps?: readonly StepSpec[];
  readonly single?: StepSpec;
  readonly revShare?: boolean;
  readonly manual?: boolean;
  readonly repeatable?: boolean;
  readonly budget?: string;
  readonly budgetType?: OfferToday['budget']['type'];
  readonly caps?: Partial<OfferToday['caps']>;
  readonly shareCaps?: Partial<OfferToday['caps']>;
  readonly clicks?: readonly ClickSpec[];
  readonly clickLifetimeDays?: number;
  readonly rewardDecimals?: number;
}

/** A click of a test world; by default the member's first, on the tenant's own wall, at hour 0. */
export interface ClickSpec {
  readonly id: string;
  readonly member?: string;
  readonly atHour?: number;
  readonly partner?: boolean;
  readonly isTest?: boolean;
  /** The steps of the version at the time of the click, when not today's live ones. */
  readonly steps?: readonly StepSpec[];
  readonly run?: number;
}

/** A postback of a test world. */
export interface PostSpec {
  readonly click?: string | null;
  readonly event?: string | null;
  readonly id?: string | null;
  readonly amount?: string | null;
  readonly currency?: string | null;
  readonly rate?: string | null;
  readonly atHour?: number;
  /** When it is decided, if later than its arrival. */
  readonly decidedAtHour?: number;
  readonly providerHour?: number | null;
  readonly isSourceAllowed?: boolean;
  readonly conversionId?: string;
}

const noCaps = { Daily: null, Weekly: null, Monthly: null, Total: null };

export function hours(count: number): Micros {
  return addHours(start, count);
}

export function stepTerms(spec: StepSpec, offer: Pick<WorldSpec, 'revShare' | 'manual'> = {}): StepTerms {
  const money = (text: string | null | undefined) => (text == null ? null : decimal(text));
  return {
    stepId: spec.id,
    eventId: spec.event ?? spec.id,
    sequenceNumber: spec.seq ?? null,
    isShown: spec.shown ?? true,
    conversionType: offer.revShare === true ? 'RevShare' : 'FlatRate',
    rewardingType: offer.manual === true ? 'Manual' : 'Automatic',
    revenue: money(spec.revenue === undefined ? '2' : spec.revenue),
    reward: money(spec.reward === undefined ? '1' : spec.reward),
    rewardRatio: money(spec.ratio),
    payout: money(spec.payout),
    pendingDays: spec.pendingDays ?? 0,
    minHoursFromPrevious: spec.minHours ?? null,
    deadlineDays: spec.deadlineDays ?? null,
    allowRepetitions: spec.repeatable ?? false,
    addedAt: hours(spec.addedAtHour ?? -1000),
  };
}

export function termsFrom(spec: WorldSpec, steps: readonly StepSpec[], version = 'v1'): Terms {
  return {
    offerVersionId: version,
    shareVersionId: null,
    offerType: spec.steps === undefined ? 'SingleEvent' : 'MultiEvent',
    allowRepetitions: spec.repeatable ?? false,
    steps: steps.map((step) => stepTerms(step, spec)),
  };
}

/** The steps of a spec: the offer itself on a SingleEvent offer, where repeating the offer repeats the step. */
export function stepsOf(spec: WorldSpec): readonly StepSpec[] {
  return spec.steps ?? [{ repeatable: spec.repeatable ?? false, ...spec.single, id: offerId }];
}

export function offerFrom(spec: WorldSpec): OfferToday {
  return {
    offerId,
    offerType: spec.steps === undefined ? 'SingleEvent' : 'MultiEvent',
    steps: stepsOf(spec).map((step) => ({
      stepId: step.id,
      eventId: step.event ?? step.id,
      archivedAt: step.archivedAtHour == null ? null : hours(step.archivedAtHour),
      caps: { ...noCaps, ...step.caps },
    })),
    caps: { ...noCaps, ...spec.caps },
    budget: { type: spec.budgetType ?? 'Daily', amount: decimal(spec.budget ?? '1000000') },
  };
}

/** A world of one offer, in which every click of a member opens or joins the attempts of its run. */
export function openWorld(spec: WorldSpec): WorkingCopy {
  const clicks = new Map<string, ClickFacts>();
  const attempts = new Map<string, AttemptFacts>();
  const live = stepsOf(spec).filter((step) => step.archivedAtHour == null);
  for (const click of spec.clicks ?? [{ id: 'c1' }]) {
    const member = click.member ?? 'm1';
    const run = click.run ?? attemptRun(attempts, member);
    const attemptId = `${member}#${run}`;
    const openedAt = hours(click.atHour ?? 0);
    if (!attempts.has(attemptId)) attempts.set(attemptId, emptyAttempt(attemptId, member, run, openedAt));
    clicks.set(click.id, {
      clickId: click.id,
      offerId,
      attemptId,
      partnerId: click.partner === true ? 'partner' : null,
      shareId: click.partner === true ? 'share' : null,
      createdAt: openedAt,
      isTest: click.isTest ?? false,
      terms: termsFrom(spec, click.steps ?? live, click.steps === undefined ? 'today' : `of-${click.id}`),
      addedSteps: stepsOf(spec).map((step) => stepTerms(step, spec)),
    });
  }
  return workingCopy({
    settings: {
      currency: 'USD',
      rewardDecimals: spec.rewardDecimals ?? 6,
      clickLifetimeDays: spec.clickLifetimeDays ?? 400,
    },
    clicks,
    offers: new Map([[offerId, offerFrom(spec)]]),
    shares: new Map([['share', { shareId: 'share', caps: { ...noCaps, ...spec.shareCaps } }]]),
    attempts,
    usage: new Map(),
    trackIdMembers: new Map(),
  });
}

function attemptRun(attempts: ReadonlyMap<string, AttemptFacts>, member: string): number {
  const latest = [...attempts.values()].findLast((attempt) => attempt.memberId === member) ?? null;
  const belongs = attemptOfClick(latest);
  return belongs.kind === 'open' ? belongs.run : (latest?.run ?? 1);
}

export function emptyAttempt(
  attemptId: string,
  memberId: string,
  run: number,
  openedAt: Micros,
): AttemptFacts {
  const nothing = { pinnedTerms: null, end: null, completion: null, conversions: [], isTest: false };
  return { attemptId, offerId, memberId, run, openedAt, ...nothing };
}

let made = 0;

export function requestFrom(spec: PostSpec): PostbackRequest {
  made += 1;
  const conversionId = spec.conversionId ?? `k${String(made).padStart(8, '0')}`;
  return {
    requestId: `r-${conversionId}`,
    conversionId,
    clickId: spec.click === undefined ? 'c1' : spec.click,
    eventId: spec.event ?? null,
    amount: spec.amount ?? null,
    currency: spec.currency ?? null,
    currencyRate: spec.rate == null ? null : decimal(spec.rate),
    trackId: spec.id ?? null,
    isSourceAllowed: spec.isSourceAllowed ?? true,
    arrivedAt: hours(spec.atHour ?? 1),
    providerTime: spec.providerHour == null ? null : hours(spec.providerHour),
  };
}

/** Decides a postback over the world and returns what came of it, the releases it caused after it. */
export function post(copy: WorkingCopy, spec: PostSpec): readonly Step[] {
  const request = requestFrom(spec);
  return decideOver(copy, request, hours(spec.decidedAtHour ?? spec.atHour ?? 1));
}

/** A decision in a few words, such as `accepted Pending` or `rejected too_early`. */
export function inWords(decision: Decision): string {
  switch (decision.outcome) {
    case 'accepted':
      return `accepted ${decision.state}`;
    case 'duplicate':
      return `duplicate of ${decision.conversionId}`;
    case 'held':
      return 'held';
    case 'rejected':
    case 'parked':
      return `${decision.outcome} ${decision.reason}`;
  }
}
