import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toText } from '../money.ts';
import type { PostbackRequest } from './facts.ts';
import type { WorkingCopy } from './working-copy.ts';
import { decideOver, workingCopy } from './working-copy.ts';
import type { ClickSpec, PostSpec, WorldSpec } from './world.test-support.ts';
import { hours, inWords, openWorld, requestFrom } from './world.test-support.ts';

const clicks: readonly ClickSpec[] = [
  { id: 'c1' },
  { id: 'c2', member: 'm2', partner: true },
  { id: 'c3', member: 'm3' },
  { id: 'c4', member: 'm1', atHour: 1 },
  { id: 'c5', member: 'm3', run: 2, atHour: 3 },
  { id: 'c6', member: 'm4', isTest: true },
];

const spec: WorldSpec = {
  steps: [
    { id: 's1', seq: 1 },
    { id: 's2', seq: 2, minHours: 2, deadlineDays: 2 },
    { id: 's3', seq: 3, shown: false, pendingDays: 1 },
    { id: 's4', repeatable: true, caps: { Daily: 3 } },
  ],
  budget: '13',
  shareCaps: { Daily: 2 },
  clicks,
};

const anyPost: fc.Arbitrary<PostSpec> = fc.record({
  click: fc.constantFrom('c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c9'),
  event: fc.constantFrom('s1', 's2', 's3', 's4', 'nope'),
  id: fc.constantFrom(null, 'x', 'y', '{id}'),
  isSourceAllowed: fc.constantFrom(true, true, true, true, false),
});

/** Requests in order of arrival, some hours apart. */
const anyLog = fc
  .array(fc.tuple(anyPost, fc.integer({ min: 0, max: 20 })), { maxLength: 25 })
  .map((entries) => {
    let atHour = 4;
    return entries.map(([postback, gap], index) => {
      atHour += gap;
      return requestFrom({ ...postback, atHour, conversionId: `k${String(index).padStart(3, '0')}` });
    });
  });

function decideAt(copy: WorkingCopy, request: PostbackRequest, now = request.arrivedAt): readonly string[] {
  return decideOver(copy, request, now).map(
    ({ request: decided, decision, closing, pinned }) =>
      `${decided.conversionId} ${inWords(decision)} ${decision.warnings.join()} ${closing?.end ?? ''} ${pinned === null}`,
  );
}

/** Everything a working copy can change, as plain text. */
function stateOf(copy: WorkingCopy): unknown {
  const usage = [...copy.usage].map(([key, { count, amount }]) => [key, count, toText(amount)]);
  const attempts = [...copy.attempts].map(([id, attempt]) => [id, JSON.stringify(attempt)]);
  return { usage: usage.toSorted(byText), attempts: attempts.toSorted(byText) };
}

function byText(a: unknown, b: unknown): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}

/** A copy of only what one request touches, as it would be loaded from storage for it alone. */
function loadFor(storage: WorkingCopy, request: PostbackRequest): WorkingCopy {
  const click = storage.clicks.get(request.clickId ?? '');
  const own = click === undefined ? undefined : storage.attempts.get(click.attemptId);
  const attempts = [...storage.attempts].filter(([, attempt]) => attempt.memberId === own?.memberId);
  return workingCopy({
    ...storage,
    attempts: new Map(attempts),
    usage: new Map(storage.usage),
    trackIdMembers: new Map(storage.trackIdMembers),
  });
}

function save(storage: WorkingCopy, loaded: WorkingCopy): void {
  for (const [id, attempt] of loaded.attempts) storage.attempts.set(id, attempt);
  storage.usage.clear();
  for (const [key, usage] of loaded.usage) storage.usage.set(key, usage);
  for (const [key, members] of loaded.trackIdMembers) storage.trackIdMembers.set(key, members);
}

describe('a working copy', () => {
  test('gives a batch the same results and the same state as its requests one by one', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const batch = openWorld(spec);
        const together = log.flatMap((request) => decideAt(batch, request));
        const storage = openWorld(spec);
        const apart = log.flatMap((request) => {
          const loaded = loadFor(storage, request);
          const results = decideAt(loaded, request);
          save(storage, loaded);
          return results;
        });
        expect(together).toEqual(apart);
        expect(stateOf(batch)).toEqual(stateOf(storage));
      }),
      { numRuns: 300 },
    );
  });

  test('a day sent again in any order changes nothing', () => {
    fc.assert(
      fc.property(
        anyLog.chain((log) =>
          fc.tuple(fc.constant(log), fc.shuffledSubarray(log, { minLength: log.length })),
        ),
        ([log, again]) => {
          const world = openWorld(spec);
          for (const request of log) decideAt(world, request);
          const standing = log.filter((request) => {
            const attempts = [...world.attempts.values()].flatMap((attempt) => attempt.conversions);
            const own = attempts.find((conversion) => conversion.conversionId === request.conversionId);
            return own !== undefined && own.reason !== 'ip_not_whitelisted';
          });
          const before = stateOf(world);
          const end = (log.at(-1)?.arrivedAt ?? 0) + 1;
          for (const request of again.filter((sent) => standing.includes(sent))) {
            const [outcome] = decideAt(
              world,
              { ...request, conversionId: `again-${request.conversionId}` },
              end,
            );
            expect(outcome).toContain('duplicate of');
          }
          expect(stateOf(world)).toEqual(before);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('requests of different members may come in any order while no limit is near', () => {
    const wide: WorldSpec = {
      ...spec,
      budget: '1000000',
      shareCaps: {},
      steps: spec.steps!.map((step) => ({ ...step, caps: {} })),
    };
    const oneEach = fc.tuple(
      ...['c1', 'c2', 'c3', 'c6'].map((click) =>
        fc.record({
          click: fc.constant(click),
          event: fc.constantFrom('s1', 's2', 's4'),
          id: fc.constantFrom(null, `${click}-x`),
        }),
      ),
    );
    fc.assert(
      fc.property(
        oneEach.chain((posts) => {
          const requests = posts.map((postback) =>
            requestFrom({ ...postback, atHour: 4, conversionId: `k-${postback.click}` }),
          );
          return fc.tuple(
            fc.constant(requests),
            fc.shuffledSubarray(requests, { minLength: requests.length }),
          );
        }),
        ([requests, shuffled]) => {
          const inOrder = openWorld(wide);
          const anyOrder = openWorld(wide);
          const results = requests.flatMap((request) => decideAt(inOrder, request));
          const others = shuffled.flatMap((request) => decideAt(anyOrder, request));
          expect(results.toSorted()).toEqual(others.toSorted());
          expect(stateOf(inOrder)).toEqual(stateOf(anyOrder));
        },
      ),
    );
  });

  test('the steps of one run may arrive in any order: the same conversions, money and completion', () => {
    const sequence: WorldSpec = {
      steps: [{ id: 's1', seq: 1 }, { id: 's2', seq: 2 }, { id: 's3', seq: 3 }, { id: 's4' }],
    };
    const events = ['s1', 's2', 's3', 's4'];
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 4 }), (order) => {
        const world = openWorld(sequence);
        order.forEach((event, index) => {
          decideAt(world, requestFrom({ event, atHour: 4 + index, conversionId: `k-${event}` }));
        });
        const attempt = world.attempts.get('m1#1');
        expect(
          attempt?.conversions.map(({ conversionId, state }) => [conversionId, state]).toSorted(),
        ).toEqual(events.map((event) => [`k-${event}`, 'Success']));
        expect(attempt?.end).toBe('completed');
        expect([...world.usage.values()].map(({ count }) => count).reduce((a, b) => a + b, 0)).toBe(8 * 4);
      }),
    );
  });

  test('of two held conversions of a repeatable step, one without an id, none takes the place of the other', () => {
    const world = openWorld({
      steps: [
        { id: 's1', seq: 1 },
        { id: 's2', seq: 2, repeatable: true },
      ],
    });
    const send = (event: string, id: string | null, atHour: number) =>
      decideAt(world, requestFrom({ event, id, atHour, conversionId: `k${atHour}` }));
    send('s2', null, 4);
    send('s2', 'x', 5);
    send('s1', null, 6);
    const states = world.attempts.get('m1#1')?.conversions.map(({ state }) => state);
    expect(states).toEqual(['Success', 'Success', 'Success']);
  });

  test('neither cap nor budget is ever exceeded, whatever is sent', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const world = openWorld({ ...spec, caps: { Daily: 4 } });
        for (const request of log) decideAt(world, request, hours(5));
        for (const [key, { count, amount }] of world.usage) {
          if (!key.includes('|Daily|')) continue;
          expect(count).toBeLessThanOrEqual(key.startsWith('offer|share') ? 2 : key.startsWith('s4') ? 3 : 4);
          expect(Number(toText(amount))).toBeLessThanOrEqual(13);
        }
      }),
      { numRuns: 200 },
    );
  });
});
