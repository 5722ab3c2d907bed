import { describe, expect, test } from 'vitest';
import { toText } from '../money.ts';
import type { Accepted } from './decision.ts';
import { sentenceOf } from './decision.ts';
import { readTrackId } from './identity.ts';
import { hours, openWorld, post } from './world.test-support.ts';
import type { PostSpec, WorldSpec } from './world.test-support.ts';

function accepted(spec: WorldSpec, postback: PostSpec): Accepted {
  const [own] = post(openWorld(spec), postback);
  if (own?.decision.outcome !== 'accepted') throw new Error(`not accepted: ${JSON.stringify(own?.decision)}`);
  return own.decision;
}

function moneyOf(spec: WorldSpec, postback: PostSpec): readonly (string | null)[] {
  const { revenue, payout, reward } = accepted(spec, postback).draft.money;
  return [revenue, payout, reward].map((amount) => (amount === null ? null : toText(amount)));
}

const partner = [{ id: 'c1', partner: true }];
const share = { id: 'offer', revenue: '33.3333', reward: '10', payout: '12.5' };

describe('what a conversion earns: revenue, payout, reward', () => {
  test('a step added later is priced and rewarded as the version that brought it says', () => {
    const world = openWorld({
      steps: [{ id: 's1' }, { id: 's2' }],
      clicks: [{ id: 'c1', steps: [{ id: 's1' }] }],
    });
    const click = world.clicks.get('c1');
    if (click === undefined) throw new Error('no click');
    const steps = click.terms.steps.map((step) => ({
      ...step,
      conversionType: 'RevShare' as const,
      rewardingType: 'Manual' as const,
    }));
    const clicks = new Map([['c1', { ...click, terms: { ...click.terms, steps } }]]);
    const [own] = post({ ...world, clicks }, { event: 's2' });
    expect(own?.decision).toMatchObject({ outcome: 'accepted', state: 'Success' });
    if (own?.decision.outcome !== 'accepted') return;
    const { revenue, reward } = own.decision.draft.money;
    expect([revenue, reward].map((amount) => amount && toText(amount))).toEqual(['2', '1']);
  });

  test.each<[string, WorldSpec, PostSpec, readonly (string | null)[]]>([
    ['FlatRate pays the fixed values', {}, {}, ['2', null, '1']],
    [
      'a partner is paid and its member is not',
      { single: { id: 'offer', payout: '1.5' }, clicks: partner },
      {},
      ['2', '1.5', null],
    ],
    ['a share without a payout pays nought', { clicks: partner }, {}, ['2', '0', null]],
    [
      'no revenue and no reward are null',
      { single: { id: 'offer', revenue: null, reward: null } },
      {},
      [null, null, null],
    ],
    [
      'RevShare pays percentages',
      { revShare: true, single: share },
      { amount: '10' },
      ['3.33333', null, '1'],
    ],
    [
      'RevShare pays partners a percentage',
      { revShare: true, single: share, clicks: partner },
      { amount: '10' },
      ['3.33333', '1.25', null],
    ],
    [
      'money is rounded half-even to six decimals',
      { revShare: true, single: { id: 'offer', revenue: '50', reward: '50' } },
      { amount: '0.000003' },
      ['0.000002', null, '0.000002'],
    ],
    [
      'half a millionth above an even one is rounded down',
      { revShare: true, single: { id: 'offer', revenue: '50', reward: null } },
      { amount: '0.000005' },
      ['0.000002', null, null],
    ],
    [
      'rewards are rounded to the reward decimals',
      { revShare: true, rewardDecimals: 0, single: { id: 'offer', revenue: '10', reward: '5' } },
      { amount: '50' },
      ['5', null, '2'],
    ],
    [
      'the default ratio multiplies the computed revenue',
      {
        revShare: true,
        rewardDecimals: 2,
        single: { id: 'offer', revenue: '50', reward: '9', ratio: '100' },
      },
      { amount: '1.00005' },
      ['0.500025', null, '50'],
    ],
    [
      'another currency is converted before the share is taken',
      { revShare: true, single: { id: 'offer', revenue: '50', reward: '10' } },
      { amount: '10', currency: 'EUR', rate: '1.1' },
      ['5.5', null, '1.1'],
    ],
    [
      'a partner of a RevShare step without shares earns nought',
      { revShare: true, single: { id: 'offer', revenue: null, reward: null }, clicks: partner },
      {},
      [null, '0', null],
    ],
  ])('%s', (_guarantee, spec, postback, expected) => {
    expect(moneyOf(spec, postback)).toEqual(expected);
  });

  test('a held conversion keeps what it would earn and takes nothing', () => {
    const world = openWorld({
      steps: [
        { id: 's1', seq: 1 },
        { id: 's2', seq: 2, revenue: '7' },
      ],
    });
    const [own] = post(world, { event: 's2' });
    expect(own?.decision).toMatchObject({ outcome: 'held', reason: 'waiting_for_previous_event' });
    expect(world.usage.size).toBe(0);
  });
});

describe('when an accepted conversion succeeds and when it was reached', () => {
  test('pending days count from the arrival', () => {
    const decision = accepted({ single: { id: 'offer', pendingDays: 3 } }, { atHour: 5, decidedAtHour: 9 });
    expect(decision.ripensAt).toBe(hours(5 + 72));
  });

  test('manual rewarding never ripens', () => {
    expect(accepted({ manual: true, single: { id: 'offer', pendingDays: 3 } }, {}).ripensAt).toBeNull();
  });

  test.each([
    [3, null, 3],
    [3, 2, 2],
    [3, 8, 3],
  ])(
    'arrived at hour %s with the provider saying %s it was reached at %s',
    (atHour, providerHour, expected) => {
      expect(accepted({}, { atHour, providerHour }).draft.completedAt).toBe(hours(expected));
    },
  );

  test('a repeat starts with the status its first conversion has now', () => {
    const spec: WorldSpec = { manual: true, steps: [{ id: 's1', repeatable: true }] };
    const world = openWorld(spec);
    expect(post(world, { event: 's1', id: 'x' })[0]?.decision).toMatchObject({ state: 'Pending' });
    const attempt = world.attempts.get('m1#1');
    if (attempt === undefined) throw new Error('no attempt');
    const conversions = attempt.conversions.map((conversion) => ({
      ...conversion,
      state: 'Success' as const,
    }));
    world.attempts.set('m1#1', { ...attempt, conversions });
    const [repeat] = post(world, { event: 's1', id: 'y' });
    expect(repeat?.decision).toMatchObject({ state: 'Success', ripensAt: null, draft: { isRepeat: true } });
  });

  test('a test takes no hold, others do', () => {
    expect(accepted({ clicks: [{ id: 'c1', isTest: true }] }, {}).hold).toBeNull();
    expect(accepted({}, {}).hold).toMatchObject({ takenAt: hours(1), scopes: [{ subjectId: 'offer' }] });
  });
});

describe('what is flagged', () => {
  test.each([
    [null, null, []],
    ['', null, ['conversion_id_ignored']],
    [' ', null, ['conversion_id_ignored']],
    ['null', null, ['conversion_id_ignored']],
    ['NULL', null, ['conversion_id_ignored']],
    ['undefined', null, ['conversion_id_ignored']],
    ['{id}', null, ['conversion_id_ignored']],
    ['{{id}}', null, ['conversion_id_ignored']],
    ['[id]', null, ['conversion_id_ignored']],
    ['%id%', null, ['conversion_id_ignored']],
    ['__ID__', null, ['conversion_id_ignored']],
    ['nullable', 'nullable', []],
    ['100%', '100%', []],
    ['_id_', '_id_', []],
    [' 17 ', '17', []],
  ])('the conversion id %j is read as %j', (text, trackId, warnings) => {
    expect(readTrackId(text)).toEqual({ trackId, warnings });
  });

  test("an id already used for another member's click is flagged and decided normally", () => {
    const world = openWorld({ clicks: [{ id: 'c1' }, { id: 'c2', member: 'm2' }, { id: 'c3' }] });
    expect(post(world, { id: 'x' })[0]?.decision.warnings).toEqual([]);
    const [other] = post(world, { id: 'x', click: 'c2' });
    expect(other?.decision).toMatchObject({ outcome: 'accepted', warnings: ['id_reused'] });
  });

  test('a repeat without an id is a duplicate with its warning', () => {
    const world = openWorld({ repeatable: true });
    post(world, {});
    expect(post(world, {})[0]?.decision.warnings).toEqual(['duplicate_postback', 'repeat_without_id']);
  });

  test('a share without a payout is flagged', () => {
    expect(accepted({ clicks: partner }, {}).warnings).toEqual(['share_without_payout']);
  });

  test.each<[WorldSpec, PostSpec, string | null]>([
    [{}, {}, null],
    [{}, { isSourceAllowed: false }, 'IP address is not whitelisted'],
    [
      {},
      { click: '{click_id}' },
      'No click has the id "{click_id}": the macro was not filled in by the sender',
    ],
    [{}, { click: 'c9' }, 'No click has the id "c9"'],
    [{}, { click: null }, 'The postback carries no click id'],
    [
      { steps: [{ id: 's1', event: 'purchase' }] },
      { event: 'purchse' },
      'The offer has no event "purchse"; the nearest one is "purchase"',
    ],
    [
      { steps: [{ id: 's1', event: 'purchase' }] },
      { event: 'level_10' },
      'The offer has no event "level_10"',
    ],
    [
      {
        steps: [
          { id: 's1', seq: 1 },
          { id: 's2', seq: 2 },
        ],
      },
      { event: 's2' },
      'The previous event has not been accepted yet',
    ],
  ])('the sentence for %j and %j is %j', (spec, postback, sentence) => {
    const [own] = post(openWorld(spec), postback);
    expect(own === undefined ? undefined : sentenceOf(own.decision)).toBe(sentence);
  });
});
