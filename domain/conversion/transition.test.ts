import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { balances, postings, sumsByCurrency } from '../ledger/postings.ts';
import type { LedgerLine } from '../ledger/postings.ts';
import { isZero, toText } from '../money.ts';
import { isNoticeDue } from './notices.ts';
import type { SettableStatus, StatusChange, StatusResult, StoredConversion } from './transition.ts';
import { ripen, setStatus } from './transition.ts';
import { usageOf } from './usage.ts';
import type { Step, WorkingCopy } from './working-copy.ts';
import type { WorldSpec } from './world.test-support.ts';
import { hours, inWords, offerId, openWorld, post, requestFrom } from './world.test-support.ts';

const parties = {
  advertiserId: 'adv',
  partnerId: null,
  memberId: 'm1',
  currency: 'USD',
  rewardCurrency: 'points',
};

/** The row a decision would be stored as. */
function stored({ decision, request }: Step): StoredConversion {
  if (decision.outcome === 'parked' || decision.outcome === 'duplicate')
    throw new Error('no conversion was made');
  const { draft } = decision;
  const isAccepted = decision.outcome === 'accepted';
  return {
    ...draft,
    state: isAccepted ? decision.state : decision.outcome === 'held' ? 'Held' : 'Rejected',
    wasAccepted: isAccepted,
    hold: isAccepted ? decision.hold : null,
    ripensAt: isAccepted ? decision.ripensAt : null,
    request,
  };
}

/** The row after a change. */
function after(conversion: StoredConversion, change: StatusChange): StoredConversion {
  const { to: state, money, hold } = change;
  const wasAccepted = conversion.wasAccepted || state !== 'Rejected';
  return { ...conversion, state, money, hold, wasAccepted, ripensAt: null };
}

function changed(result: StatusResult): Extract<StatusResult, { change: StatusChange }> {
  if ('refused' in result) throw new Error(`refused: ${result.refused}`);
  return result;
}

function first(world: WorkingCopy, spec: Parameters<typeof post>[1] = {}): StoredConversion {
  const [own] = post(world, spec);
  if (own === undefined) throw new Error('nothing decided');
  return stored(own);
}

function used(world: WorkingCopy, window: 'Daily' | 'Total', hour: number): readonly [number, string] {
  const { count, amount } = usageOf(world.usage, { subjectId: offerId, shareId: null }, window, hours(hour));
  return [count, toText(amount)];
}

describe('ripening', () => {
  const spec: WorldSpec = { single: { id: 'offer', pendingDays: 2 } };

  test('a pending conversion succeeds when its time is over, not before', () => {
    const world = openWorld(spec);
    const conversion = first(world, { atHour: 1 });
    expect(ripen(world, conversion, hours(48.999))).toBeNull();
    expect(ripen(world, conversion, hours(49))).toMatchObject({
      from: 'Pending',
      to: 'Success',
      usageChanges: [],
    });
  });

  test('neither a manual nor a rejected one ripens', () => {
    expect(ripen(openWorld(spec), first(openWorld({ manual: true })), hours(9999))).toBeNull();
    const world = openWorld(spec);
    const conversion = first(world);
    const { change } = changed(setStatus(world, conversion, 'Rejected', null, hours(2)));
    expect(ripen(world, after(conversion, change), hours(9999))).toBeNull();
  });

  test('a status set by an operator stays', () => {
    const world = openWorld(spec);
    const conversion = first(world);
    const success = changed(setStatus(world, conversion, 'Success', null, hours(2))).change;
    const back = changed(setStatus(world, after(conversion, success), 'Pending', null, hours(3))).change;
    expect(ripen(world, after(after(conversion, success), back), hours(9999))).toBeNull();
  });
});

describe('operators', () => {
  test('a rejection gives back only into windows that are still open, all time always', () => {
    const world = openWorld({});
    const conversion = first(world, { atHour: 1 });
    expect(used(world, 'Daily', 1)).toEqual([1, '2']);
    changed(setStatus(world, conversion, 'Rejected', 'fraud', hours(25)));
    expect(used(world, 'Daily', 1)).toEqual([1, '2']);
    expect(used(world, 'Total', 25)).toEqual([0, '0']);
  });

  test('on the same day the slot is free again', () => {
    const world = openWorld({ caps: { Daily: 1 }, clicks: [{ id: 'c1' }, { id: 'c2', member: 'm2' }] });
    const conversion = first(world);
    changed(setStatus(world, conversion, 'Rejected', null, hours(2)));
    expect(inWords(post(world, { click: 'c2', atHour: 3 })[0]!.decision)).toBe('accepted Success');
  });

  test('an approval after a rejection takes a new hold now', () => {
    const world = openWorld({});
    const conversion = first(world, { atHour: 1 });
    const { change } = changed(setStatus(world, conversion, 'Rejected', null, hours(2)));
    const again = changed(setStatus(world, after(conversion, change), 'Success', null, hours(30))).change;
    expect(again.hold).toMatchObject({ takenAt: hours(30) });
    expect(used(world, 'Daily', 30)).toEqual([1, '2']);
    expect(used(world, 'Daily', 2)).toEqual([0, '0']);
  });

  test.each<[WorldSpec, string]>([
    [{ caps: { Daily: 0 } }, 'cap_reached'],
    [{ budget: '1' }, 'budget_exhausted'],
  ])('an approval past a limit of %j is done and marked %s', (spec, limit) => {
    const world = openWorld(spec);
    const conversion = first(world);
    expect(conversion.state).toBe('Rejected');
    const { change } = changed(setStatus(world, conversion, 'Success', 'goodwill', hours(2)));
    expect(change).toMatchObject({ to: 'Success', overLimit: limit, reason: null });
    expect(used(world, 'Daily', 2)).toEqual([1, '2']);
  });

  test('an approval within the limits is not marked', () => {
    const world = openWorld({ caps: { Daily: 1 } });
    const conversion = first(world, { isSourceAllowed: false });
    const { change } = changed(setStatus(world, conversion, 'Success', null, hours(2)));
    expect(change).toMatchObject({ overLimit: null, closing: { end: 'completed' } });
    expect(toText(change.epcRevenue)).toBe('2');
  });

  test('a note becomes the reason of a rejection, else a code does', () => {
    const world = openWorld({});
    const conversion = first(world);
    expect(changed(setStatus(world, conversion, 'Rejected', 'chargeback', hours(2))).change.reason).toBe(
      'chargeback',
    );
    const other = openWorld({});
    expect(changed(setStatus(other, first(other), 'Rejected', null, hours(2))).change.reason).toBe(
      'rejected_by_operator',
    );
  });

  test('the status it has is refused as unchanged, as is Pending for a held one', () => {
    const world = openWorld({
      steps: [
        { id: 's1', seq: 1 },
        { id: 's2', seq: 2 },
      ],
    });
    const held = first(world, { event: 's2' });
    expect(setStatus(world, held, 'Pending', null, hours(2))).toEqual({ refused: 'unchanged' });
    const conversion = first(world, { event: 's1' });
    expect(setStatus(world, conversion, 'Success', null, hours(2))).toEqual({ refused: 'unchanged' });
  });

  test('a conversion without a step can only be rejected', () => {
    const world = openWorld({ steps: [{ id: 's1' }] });
    const conversion = first(world, { event: 'nope', isSourceAllowed: false });
    expect(setStatus(world, conversion, 'Success', null, hours(2))).toEqual({ refused: 'no_step' });
  });

  test('approving a rejected step releases what waited for it', () => {
    const world = openWorld({
      steps: [
        { id: 's1', seq: 1, caps: { Daily: 0 } },
        { id: 's2', seq: 2 },
      ],
    });
    const rejected = first(world, { event: 's1' });
    post(world, { event: 's2', atHour: 2 });
    const { released, change } = changed(setStatus(world, rejected, 'Success', null, hours(3)));
    expect(change.pinned?.offerVersionId).toBe('today');
    expect(released.map((step) => inWords(step.decision))).toEqual(['accepted Success']);
    expect(released[0]?.closing).toMatchObject({ end: 'completed' });
  });

  test('cutting the pending time of an accepted one short decides nothing again that waits', () => {
    const world = openWorld({
      steps: [
        { id: 's1', seq: 1 },
        { id: 's2', seq: 2 },
        { id: 's3', pendingDays: 9 },
      ],
    });
    const held = first(world, { event: 's2' });
    const pending = first(world, { event: 's3' });
    expect([held.state, pending.state]).toEqual(['Held', 'Pending']);
    // By now the held one would be refused if anybody looked; that is for its own time to do.
    expect(changed(setStatus(world, pending, 'Success', null, hours(80))).released).toEqual([]);
  });

  test('approving a held one past its sequence is allowed', () => {
    const world = openWorld({
      steps: [
        { id: 's1', seq: 1 },
        { id: 's2', seq: 2 },
      ],
    });
    const held = first(world, { event: 's2' });
    expect(changed(setStatus(world, held, 'Success', null, hours(2))).change).toMatchObject({
      from: 'Held',
      to: 'Success',
    });
    expect(world.attempts.get('m1#1')?.conversions[0]?.state).toBe('Success');
  });

  test('a held conversion whose step was approved another way is refused instead of waiting on', () => {
    const world = openWorld({
      steps: [
        { id: 's1', seq: 1 },
        { id: 's2', seq: 2 },
      ],
    });
    const refused = first(world, { event: 's2', id: 'x', isSourceAllowed: false });
    first(world, { event: 's2', id: 'y' });
    const { released } = changed(setStatus(world, refused, 'Success', null, hours(2)));
    expect(released.map((step) => inWords(step.decision))).toEqual(['rejected already_completed']);
  });

  test.each<[string, WorldSpec, Parameters<typeof post>[1], string]>([
    ['an accepted one takes its revenue back', {}, {}, '-2'],
    [
      'a held one had none',
      {
        steps: [
          { id: 's1', seq: 1 },
          { id: 's2', seq: 2 },
        ],
      },
      { event: 's2' },
      '0',
    ],
    ['a test had none', { clicks: [{ id: 'c1', isTest: true }] }, {}, '0'],
  ])('rejecting: %s', (_guarantee, spec, postback, epcRevenue) => {
    const world = openWorld(spec);
    const conversion = first(world, postback);
    expect(toText(changed(setStatus(world, conversion, 'Rejected', null, hours(2))).change.epcRevenue)).toBe(
      epcRevenue,
    );
  });

  test('a reversal does not undo a completed attempt', () => {
    const world = openWorld({});
    const conversion = first(world);
    changed(setStatus(world, conversion, 'Rejected', null, hours(2)));
    expect(world.attempts.get('m1#1')).toMatchObject({ end: 'completed' });
  });

  test('a rejected conversion frees its step for another identity', () => {
    const world = openWorld({});
    const conversion = first(world, { id: 'x' });
    changed(setStatus(world, conversion, 'Rejected', null, hours(2)));
    expect(inWords(post(world, { id: 'y', atHour: 3 })[0]!.decision)).toBe('accepted Success');
  });

  test('tests take no hold and no revenue for EPC', () => {
    const world = openWorld({ clicks: [{ id: 'c1', isTest: true }] });
    const conversion = first(world, { isSourceAllowed: false });
    const { change } = changed(setStatus(world, conversion, 'Success', null, hours(2)));
    expect([change.hold, toText(change.epcRevenue), world.usage.size]).toEqual([null, '0', 0]);
  });

  test('money is computed at the first approval', () => {
    const spec: WorldSpec = { revShare: true, single: { id: 'offer', revenue: '50', reward: null } };
    const world = openWorld(spec);
    const conversion = first(world, { isSourceAllowed: false, amount: '10' });
    expect(
      toText(changed(setStatus(world, conversion, 'Success', null, hours(2))).change.money.revenue!),
    ).toBe('5');
    const other = openWorld(spec);
    const unreadable = {
      ...first(other, { isSourceAllowed: false, amount: '10' }),
      request: requestFrom({}),
    };
    expect(changed(setStatus(other, unreadable, 'Success', null, hours(2))).change.money.revenue).toBeNull();
  });
});

describe('whatever an operator does', () => {
  const action = fc.record({
    to: fc.constantFrom<SettableStatus>('Pending', 'Success', 'Rejected'),
    afterHours: fc.integer({ min: 0, max: 400 }),
  });

  test('ledger, counters and EPC are those of the final status alone', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), fc.boolean(), (actions, isManual) => {
        const world = openWorld({ manual: isManual, caps: { Daily: 1 } });
        let conversion = first(world);
        let now = 1;
        let epc = conversion.state === 'Rejected' ? 0 : 2;
        const lines: LedgerLine[] = [...postings(null, conversion.state, conversion.money!, parties)];
        for (const { to, afterHours } of actions) {
          now += afterHours;
          const result = setStatus(world, conversion, to, null, hours(now));
          if ('refused' in result) continue;
          lines.push(...postings(result.change.from, to, result.change.money, parties));
          epc += Number(toText(result.change.epcRevenue));
          conversion = after(conversion, result.change);
        }
        expect([...sumsByCurrency(lines).values()].every(isZero)).toBe(true);
        const alone = balances(postings(null, conversion.state, conversion.money!, parties));
        expect(inText(balances(lines))).toEqual(inText(alone));
        const stands = conversion.state === 'Rejected' ? 0 : 1;
        expect(used(world, 'Total', now)).toEqual([stands, String(2 * stands)]);
        expect(conversion.hold === null ? 0 : 1).toBe(stands);
        expect(epc).toBe(2 * stands);
      }),
    );
  });

  test('no counter ever falls below nought', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 12 }), (actions) => {
        const world = openWorld({});
        let conversion = first(world);
        let now = 1;
        for (const { to, afterHours } of actions) {
          now += afterHours;
          const result = setStatus(world, conversion, to, null, hours(now));
          if ('change' in result) conversion = after(conversion, result.change);
          for (const { count } of world.usage.values()) expect(count).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

function inText(totals: ReturnType<typeof balances>): Readonly<Record<string, string>> {
  return Object.fromEntries([...totals].map(([key, total]) => [key, toText(total)]));
}

describe('who is told', () => {
  const none = { sendPending: false, sendRejected: false };
  test.each([
    ['Success', none, true],
    ['Pending', none, false],
    ['Rejected', none, false],
    ['Held', { sendPending: true, sendRejected: true }, false],
    ['Pending', { sendPending: true, sendRejected: false }, true],
    ['Rejected', { sendPending: false, sendRejected: true }, true],
  ] as const)('%s with %j: %s', (state, switches, expected) => {
    expect(isNoticeDue(state, switches)).toBe(expected);
  });
});
