import { describe, expect, test } from 'vitest';
import type { AttemptFacts } from './facts.ts';
import { attemptOfClick, closingOf } from './attempt.ts';
import { attemptExpiresAt } from './deadlines.ts';
import { memberProgress } from './progress.ts';
import { requiredSteps } from './steps.ts';
import { releaseHeld, workingCopy } from './working-copy.ts';
import type { StepSpec, WorldSpec } from './world.test-support.ts';
import {
  hours,
  inWords,
  offerFrom,
  offerId,
  openWorld,
  post,
  start,
  stepsOf,
  termsFrom,
} from './world.test-support.ts';

const install: StepSpec = { id: 's1', seq: 1 };
const signUp: StepSpec = { id: 's2', seq: 2 };
const buy: StepSpec = { id: 's3', seq: 3 };
const rate: StepSpec = { id: 's4' };

function attemptOf(world: ReturnType<typeof openWorld>, attemptId = 'm1#1'): AttemptFacts {
  const attempt = world.attempts.get(attemptId);
  if (attempt === undefined) throw new Error(`no attempt ${attemptId}`);
  return attempt;
}

describe('which attempt a click belongs to', () => {
  test.each([
    [null, { kind: 'open', run: 1 }],
    [
      { attemptId: 'a', run: 1, end: null },
      { kind: 'join', attemptId: 'a' },
    ],
    [
      { attemptId: 'a', run: 1, end: 'completed' as const },
      { kind: 'open', run: 2 },
    ],
    [
      { attemptId: 'a', run: 2, end: 'expired' as const },
      { kind: 'open', run: 3 },
    ],
  ])('after %j it is %j', (latest, expected) => {
    expect(attemptOfClick(latest)).toEqual(expected);
  });
});

describe('which steps complete an attempt', () => {
  const hidden = (spec: StepSpec): StepSpec => ({ ...spec, shown: false });
  const archived = (spec: StepSpec): StepSpec => ({ ...spec, archivedAtHour: 1 });
  test.each<[string, readonly StepSpec[], readonly string[]]>([
    ['all numbered ones that are shown, independent ones not', [install, signUp, rate], ['s1', 's2']],
    ['hidden ones before the last shown one too', [install, hidden(signUp), buy], ['s1', 's2', 's3']],
    ['hidden ones after it not', [install, signUp, hidden(buy)], ['s1', 's2']],
    ['without numbers all shown ones', [rate, hidden({ id: 's5' })], ['s4']],
    ['when no numbered one is shown, all shown ones', [hidden(install), rate], ['s4']],
    ['archived ones are required of nobody', [install, archived(signUp), buy], ['s1', 's3']],
    ['those added after the attempt was opened are not', [install, { ...signUp, addedAtHour: 5 }], ['s1']],
    [
      'when all came after it was opened, all of them',
      [
        { ...install, addedAtHour: 5 },
        { ...signUp, addedAtHour: 6 },
      ],
      ['s1', 's2'],
    ],
    ['when nothing is shown, every one', [hidden(install), hidden(rate)], ['s1', 's4']],
  ])('%s', (_guarantee, steps, expected) => {
    const spec = { steps };
    const obligations = { terms: termsFrom(spec, steps), offer: offerFrom(spec), openedAt: start };
    expect(requiredSteps(obligations).map((step) => step.stepId)).toEqual(expected);
  });
});

describe('terms are fixed by the first accepted conversion', () => {
  const clicks = [
    { id: 'c1', steps: [{ ...install, revenue: '1' }, signUp] },
    { id: 'c2', atHour: 1 },
  ];
  const spec: WorldSpec = {
    steps: [
      { ...install, revenue: '5' },
      { ...signUp, revenue: '9' },
    ],
    clicks,
  };

  test('later steps keep the terms of the click that the first one named', () => {
    const world = openWorld(spec);
    const [first] = post(world, { event: 's1', click: 'c1', atHour: 2 });
    const [second] = post(world, { event: 's2', click: 'c2', atHour: 3 });
    expect(first?.pinned?.offerVersionId).toBe('of-c1');
    expect(second?.pinned).toBeNull();
    expect(second?.decision).toMatchObject({ draft: { terms: { offerVersionId: 'of-c1' } } });
    expect(JSON.stringify(second?.decision)).toContain('"revenue":"2"');
  });

  test('a refused conversion fixes nothing', () => {
    const world = openWorld({ ...spec, caps: { Daily: 0 } });
    post(world, { event: 's1', click: 'c1', atHour: 2 });
    expect(attemptOf(world).pinnedTerms).toBeNull();
  });

  test('a step added later brings its own terms', () => {
    const added = { ...rate, addedAtHour: 5, revenue: '8' };
    const world = openWorld({ steps: [install, added], clicks: [{ id: 'c1', steps: [install] }] });
    post(world, { event: 's1' });
    const [own] = post(world, { event: 's4', atHour: 6 });
    expect(JSON.stringify(own?.decision)).toContain('"revenue":"8"');
  });
});

describe('completing and expiring', () => {
  test('the last required step completes the attempt once, at the time it was reached', () => {
    const world = openWorld({ steps: [install, signUp, rate] });
    expect(post(world, { event: 's1', atHour: 1 })[0]?.closing).toBeNull();
    const [last] = post(world, { event: 's2', atHour: 5, providerHour: 4, conversionId: 'k-last' });
    expect(last?.closing).toEqual({ end: 'completed', conversionId: 'k-last', completedAt: hours(4) });
    expect(post(world, { event: 's4', atHour: 6 })[0]?.closing).toBeNull();
    expect(attemptOf(world).completion?.conversionId).toBe('k-last');
  });

  test('a step earned in an expired attempt counts in the next one', () => {
    const clicks = [
      { id: 'c1', run: 1 },
      { id: 'c2', run: 2, atHour: 100 },
    ];
    const world = openWorld({ steps: [install, signUp], clicks });
    post(world, { event: 's1' });
    expect(post(world, { event: 's2', click: 'c2', atHour: 101 })[0]?.closing?.end).toBe('completed');
  });

  test.each<[string, readonly StepSpec[], readonly string[], number | null]>([
    ['without deadlines it never expires', [install, signUp], [], null],
    ['the first step runs from the first click', [{ ...install, deadlineDays: 2 }, signUp], [], 48],
    ['a later one not before the first is done', [install, { ...signUp, deadlineDays: 2 }], [], null],
    ['a later one from the completion of the first', [install, { ...signUp, deadlineDays: 2 }], ['s1'], 49],
    ['a step that is done runs no longer', [{ ...install, deadlineDays: 2 }, signUp], ['s1'], null],
    ['a step that need not be done neither', [install, { ...rate, deadlineDays: 2 }], ['s1'], null],
    [
      'a held step arrived in time',
      [
        { ...install, deadlineDays: 9 },
        { ...signUp, deadlineDays: 1 },
      ],
      ['s2'],
      216,
    ],
  ])('%s', (_guarantee, steps, events, expiryHour) => {
    const spec: WorldSpec = { steps };
    const world = openWorld(spec);
    for (const event of events) post(world, { event });
    const attempt = attemptOf(world);
    const terms = termsFrom(spec, steps);
    const facts = { terms, offer: offerFrom(spec), openedAt: attempt.openedAt, attempt, others: [] };
    const expected = expiryHour === null ? null : hours(expiryHour);
    expect(attemptExpiresAt(facts)).toBe(expected);
    if (expected === null) return;
    const closing = { attempt, terms, offer: facts.offer, otherAttempts: [] };
    expect(closingOf(closing, expected)).toBeNull();
    expect(closingOf(closing, expected + 1)).toEqual({ end: 'expired' });
    expect(closingOf({ ...closing, attempt: { ...attempt, end: 'expired' } }, expected + 1)).toBeNull();
  });

  test('archiving the last open required step completes the attempt', () => {
    const world = openWorld({ steps: [install, signUp] });
    post(world, { event: 's1', conversionId: 'k-1' });
    const attempt = attemptOf(world);
    const spec = { steps: [install, { ...signUp, archivedAtHour: 3 }] };
    const terms = termsFrom(spec, [install, signUp]);
    const closing = closingOf({ attempt, terms, offer: offerFrom(spec), otherAttempts: [] }, hours(4));
    expect(closing).toEqual({ end: 'completed', conversionId: 'k-1', completedAt: hours(1) });
  });
});

describe('releasing what was held', () => {
  const steps = [install, signUp, buy];

  test('the awaited step releases all that follow, in sequence, with their own arrival', () => {
    const world = openWorld({ steps });
    expect(inWords(post(world, { event: 's3', atHour: 1 })[0]!.decision)).toBe('held');
    expect(inWords(post(world, { event: 's2', atHour: 2 })[0]!.decision)).toBe('held');
    const released = post(world, { event: 's1', atHour: 3 });
    expect(released.map((step) => inWords(step.decision))).toEqual(Array(3).fill('accepted Success'));
    expect(
      released.map((step) => step.decision.outcome === 'accepted' && step.decision.draft.completedAt),
    ).toEqual([3, 2, 1].map(hours));
    expect(released.at(-1)?.closing).toMatchObject({ end: 'completed' });
  });

  test('what still lacks a step goes on waiting', () => {
    const world = openWorld({ steps });
    post(world, { event: 's3', atHour: 1 });
    expect(post(world, { event: 's1', atHour: 2 })).toHaveLength(1);
  });

  test('a minimum time counts from the release', () => {
    const world = openWorld({ steps: [install, { ...signUp, minHours: 1 }] });
    post(world, { event: 's2', atHour: 1 });
    const [, released] = post(world, { event: 's1', atHour: 2 });
    expect(inWords(released!.decision)).toBe('rejected too_early');
  });

  test('a minimum time counts from the time the awaited one was reached', () => {
    const world = openWorld({ steps: [install, { ...signUp, minHours: 2 }] });
    post(world, { event: 's2', atHour: 1 });
    const [, released] = post(world, { event: 's1', atHour: 5, providerHour: 0.5 });
    expect(inWords(released!.decision)).toBe('accepted Success');
  });

  test('a shorter click lifetime set meanwhile does not touch what waits', () => {
    const world = openWorld({ steps: [install, signUp], clicks: [{ id: 'c1' }, { id: 'c2', atHour: 40 }] });
    post(world, { event: 's2', atHour: 30 });
    const stricter = workingCopy({ ...world, settings: { ...world.settings, clickLifetimeDays: 1 } });
    const [, released] = post(stricter, { event: 's1', click: 'c2', atHour: 41 });
    expect(inWords(released!.decision)).toBe('accepted Success');
  });

  test('a deadline counts by the first arrival', () => {
    const world = openWorld({ steps: [install, { ...signUp, deadlineDays: 1 }] });
    post(world, { event: 's2', atHour: 1 });
    const [, released] = post(world, { event: 's1', atHour: 60 });
    expect(inWords(released!.decision)).toBe('accepted Success');
  });

  test('caps of today refuse a released one', () => {
    const world = openWorld({ steps: [install, { ...signUp, caps: { Total: 0 } }] });
    post(world, { event: 's2', atHour: 1 });
    const [, released] = post(world, { event: 's1', atHour: 2 });
    expect(inWords(released!.decision)).toBe('rejected cap_reached');
  });

  test.each([
    [72, []],
    [73, ['rejected out_of_sequence']],
  ])('held at hour 1, at hour %s the waiting ends with %j', (hour, expected) => {
    const world = openWorld({ steps });
    post(world, { event: 's2', atHour: 1 });
    expect(releaseHeld(world, 'm1#1', hours(hour)).map((step) => inWords(step.decision))).toEqual(expected);
  });

  test('a released conversion keeps its id', () => {
    const world = openWorld({ steps });
    post(world, { event: 's2', atHour: 1, conversionId: 'k-held' });
    const [, released] = post(world, { event: 's1', atHour: 2 });
    expect(released?.decision).toMatchObject({ draft: { conversionId: 'k-held' } });
    expect(attemptOf(world).conversions).toHaveLength(2);
  });
});

describe('what the member sees', () => {
  const spec: WorldSpec = {
    manual: true,
    steps: [
      { ...install, deadlineDays: 9 },
      { ...signUp, deadlineDays: 2 },
    ],
  };

  function progress(world: ReturnType<typeof openWorld> | null, of: WorldSpec = spec) {
    const attempt = world === null ? null : attemptOf(world);
    return memberProgress({
      attempt,
      earlierConversions: [],
      terms: termsFrom(of, stepsOf(of)),
      offer: offerFrom(of),
    });
  }

  test('nothing before the first click', () => {
    expect(progress(null)).toMatchObject({ rewardStatus: null, isUserCompleted: false });
  });

  test('in progress after the click', () => {
    expect(progress(openWorld(spec))).toMatchObject({ rewardStatus: 'InProgress', userCompletedAt: null });
  });

  test('a pending step is completed by the user, and starts the deadline of the next', () => {
    const world = openWorld(spec);
    post(world, { event: 's1', atHour: 3 });
    const { rewardStatus, steps } = progress(world);
    expect(rewardStatus).toBe('InProgress');
    expect(steps[0]).toMatchObject({
      rewardStatus: 'Pending',
      isUserCompleted: true,
      userCompletedAt: hours(3),
    });
    expect(steps[0]?.deadlineExpiresAt).toBeNull();
    expect(steps[1]).toMatchObject({
      rewardStatus: null,
      deadlineExpiresAt: hours(51),
      isUserCompleted: false,
    });
  });

  test('completed with a required step pending is Pending, with all of them successful Completed', () => {
    const world = openWorld(spec);
    post(world, { event: 's1', atHour: 3 });
    post(world, { event: 's2', atHour: 4 });
    expect(progress(world)).toMatchObject({
      rewardStatus: 'Pending',
      isUserCompleted: true,
      userCompletedAt: hours(4),
    });
    const attempt = attemptOf(world);
    const conversions = attempt.conversions.map((conversion) => ({
      ...conversion,
      state: 'Success' as const,
    }));
    world.attempts.set(attempt.attemptId, { ...attempt, conversions });
    expect(progress(world)).toMatchObject({ rewardStatus: 'Completed' });
  });

  test('a held step is not completed, a rejected one shows why', () => {
    const world = openWorld(spec);
    post(world, { event: 's2' });
    expect(progress(world).steps[1]).toMatchObject({ rewardStatus: null, isUserCompleted: false });
    releaseHeld(world, 'm1#1', hours(100));
    expect(progress(world).steps[1]).toMatchObject({
      rewardStatus: null,
      rejectionReason: 'out_of_sequence',
    });
  });

  test('a SingleEvent offer has the offer itself as its step', () => {
    const single: WorldSpec = {};
    const world = openWorld(single);
    post(world, {});
    expect(progress(world, single)).toMatchObject({
      rewardStatus: 'Completed',
      isUserCompleted: true,
      steps: [{ stepId: offerId, rewardStatus: 'Success' }],
    });
  });
});
