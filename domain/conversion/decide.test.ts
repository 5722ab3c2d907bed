import { describe, expect, test } from 'vitest';
import type { PostSpec, StepSpec, WorldSpec } from './world.test-support.ts';
import { inWords, openWorld, post } from './world.test-support.ts';

/** A guarantee, a world, and the postbacks sent into it with what becomes of each. */
type Case = readonly [guarantee: string, world: WorldSpec, posts: readonly (readonly [PostSpec, string])[]];

const install: StepSpec = { id: 's1', event: 'install', seq: 1 };
const signUp: StepSpec = { id: 's2', event: 'signup', seq: 2 };
const buy: StepSpec = { id: 's3', event: 'buy', seq: 3 };
const rate: StepSpec = { id: 's4', event: 'rate' };
const revShare: WorldSpec = { revShare: true, single: { id: 'offer', revenue: '50', reward: '20' } };
const twoClicks = [{ id: 'c1' }, { id: 'c2', atHour: 1 }];
const afterExpiry = [
  { id: 'c1', run: 1 },
  { id: 'c2', run: 2, atHour: 100 },
];

function table(cases: readonly Case[]): void {
  test.each(cases)('%s', (_guarantee, spec, posts) => {
    const world = openWorld(spec);
    const outcomes = posts.map(([postback]) => {
      const [own] = post(world, postback);
      return own === undefined ? 'nothing' : inWords(own.decision);
    });
    expect(outcomes).toEqual(posts.map(([, outcome]) => outcome));
  });
}

describe('1 source', () => {
  table([
    ['an allowed source is decided further', {}, [[{}, 'accepted Success']]],
    [
      'a foreign source with a known click is on record as rejected',
      {},
      [[{ isSourceAllowed: false }, 'rejected ip_not_whitelisted']],
    ],
    [
      'a foreign source with an unknown click is known to the inbox alone',
      {},
      [[{ isSourceAllowed: false, click: 'c9' }, 'parked ip_not_whitelisted']],
    ],
    [
      'the source is tested before the event',
      { steps: [install] },
      [[{ isSourceAllowed: false, event: 'nonsense' }, 'rejected ip_not_whitelisted']],
    ],
    [
      'the source is tested before duplicates',
      {},
      [
        [{}, 'accepted Success'],
        [{ isSourceAllowed: false }, 'rejected ip_not_whitelisted'],
      ],
    ],
    [
      'the same request from the same foreign source gets the answer it had',
      {},
      [
        [{ isSourceAllowed: false, conversionId: 'k1' }, 'rejected ip_not_whitelisted'],
        [{ isSourceAllowed: false }, 'duplicate of k1'],
      ],
    ],
    [
      'a refused identity stays seen; another one of the same click is decided afresh',
      {},
      [
        [{ isSourceAllowed: false, id: 'x', conversionId: 'k1' }, 'rejected ip_not_whitelisted'],
        [{ id: 'x' }, 'duplicate of k1'],
        [{ id: 'y' }, 'accepted Success'],
      ],
    ],
    [
      'a foreign request never takes the place of the conversion that stands',
      {},
      [
        [{ id: 'x', conversionId: 'k1' }, 'accepted Success'],
        [{ id: 'x', isSourceAllowed: false }, 'rejected ip_not_whitelisted'],
        [{ id: 'x' }, 'duplicate of k1'],
      ],
    ],
  ]);
});

describe('2 click', () => {
  table([
    ['a known click converts', {}, [[{ click: 'c1' }, 'accepted Success']]],
    ['an unknown click is parked', {}, [[{ click: 'c9' }, 'parked unknown_click']]],
    ['a missing click id is parked', {}, [[{ click: null }, 'parked unknown_click']]],
    ['an unfilled macro is parked', {}, [[{ click: '{click_id}' }, 'parked unknown_click']]],
    ['a click converts up to its lifetime', { clickLifetimeDays: 2 }, [[{ atHour: 48 }, 'accepted Success']]],
    [
      'a click past its lifetime is parked',
      { clickLifetimeDays: 2 },
      [[{ atHour: 48.001 }, 'parked click_expired']],
    ],
    [
      'the arrival counts for the lifetime, not the decision',
      { clickLifetimeDays: 2 },
      [[{ atHour: 47, decidedAtHour: 500 }, 'accepted Success']],
    ],
    [
      'the click is tested before the event',
      { steps: [install] },
      [[{ click: 'c9', event: 'nonsense' }, 'parked unknown_click']],
    ],
  ]);
});

describe('3 event', () => {
  const archived = { ...rate, archivedAtHour: 10 };
  table([
    ['a live event converts', { steps: [install] }, [[{ event: 'install' }, 'accepted Success']]],
    ['an unknown event is parked', { steps: [install] }, [[{ event: 'nope' }, 'parked unknown_event']]],
    ['a missing event is parked', { steps: [install] }, [[{}, 'parked unknown_event']]],
    [
      'event ids match exactly, case too',
      { steps: [install] },
      [[{ event: 'Install' }, 'parked unknown_event']],
    ],
    [
      'event ids match exactly, spaces too',
      { steps: [install] },
      [[{ event: 'install ' }, 'parked unknown_event']],
    ],
    ['a SingleEvent offer ignores the event', {}, [[{ event: 'whatever' }, 'accepted Success']]],
    [
      'an event archived after the click is still earned',
      { steps: [install, archived], clicks: [{ id: 'c1', steps: [install, rate] }] },
      [[{ event: 'rate', atHour: 20 }, 'accepted Success']],
    ],
    [
      'an event archived before the click is parked as archived',
      { steps: [install, archived], clicks: [{ id: 'c1', atHour: 11 }] },
      [[{ event: 'rate', atHour: 20 }, 'parked event_archived']],
    ],
    [
      'an event that came and went after the click is unknown to it',
      {
        steps: [install, { ...rate, addedAtHour: 5, archivedAtHour: 10 }],
        clicks: [{ id: 'c1', steps: [install] }],
      },
      [[{ event: 'rate', atHour: 20 }, 'parked unknown_event']],
    ],
    [
      'an event added after the click is earned',
      { steps: [install, { ...rate, addedAtHour: 5 }], clicks: [{ id: 'c1', steps: [install] }] },
      [[{ event: 'rate', atHour: 20 }, 'accepted Success']],
    ],
  ]);
});

describe('4 seen before', () => {
  const repeatable = { ...rate, repeatable: true };
  table([
    [
      'the same click and step again is a duplicate',
      { steps: [install] },
      [
        [{ event: 'install', conversionId: 'k1' }, 'accepted Success'],
        [{ event: 'install' }, 'duplicate of k1'],
      ],
    ],
    [
      'another id for a step that is not repeatable is a duplicate',
      { steps: [install] },
      [
        [{ event: 'install', id: 'x', conversionId: 'k1' }, 'accepted Success'],
        [{ event: 'install', id: 'y' }, 'duplicate of k1'],
      ],
    ],
    [
      'another click of the same attempt is a duplicate',
      { steps: [install], clicks: twoClicks },
      [
        [{ event: 'install', conversionId: 'k1', atHour: 2 }, 'accepted Success'],
        [{ event: 'install', click: 'c2', atHour: 3 }, 'duplicate of k1'],
      ],
    ],
    [
      'another step of the same click is decided by itself',
      { steps: [install, signUp] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 2 }, 'accepted Success'],
      ],
    ],
    [
      'another member with the same id is decided by itself',
      { clicks: [{ id: 'c1' }, { id: 'c2', member: 'm2' }] },
      [
        [{ id: 'x' }, 'accepted Success'],
        [{ id: 'x', click: 'c2' }, 'accepted Success'],
      ],
    ],
    [
      'a repeatable step repeats with a new id',
      { steps: [repeatable] },
      [
        [{ event: 'rate', id: 'x' }, 'accepted Success'],
        [{ event: 'rate', id: 'y' }, 'accepted Success'],
      ],
    ],
    [
      'a repeatable step does not repeat with the same id',
      { steps: [repeatable] },
      [
        [{ event: 'rate', id: 'x', conversionId: 'k1' }, 'accepted Success'],
        [{ event: 'rate', id: 'x' }, 'duplicate of k1'],
      ],
    ],
    [
      'a repeatable step does not repeat without an id',
      { steps: [repeatable] },
      [
        [{ event: 'rate', id: 'x', conversionId: 'k1' }, 'accepted Success'],
        [{ event: 'rate' }, 'duplicate of k1'],
      ],
    ],
    [
      'an id that is an unfilled macro is no id',
      { steps: [repeatable] },
      [
        [{ event: 'rate', id: '{transaction_id}', conversionId: 'k1' }, 'accepted Success'],
        [{ event: 'rate', id: '[txid]' }, 'duplicate of k1'],
        [{ event: 'rate', id: '%%txid%%' }, 'duplicate of k1'],
        [{ event: 'rate', id: '__TXID__' }, 'duplicate of k1'],
        [{ event: 'rate', id: 'undefined' }, 'duplicate of k1'],
        [{ event: 'rate', id: '' }, 'duplicate of k1'],
        [{ event: 'rate', id: 'a{b}c' }, 'accepted Success'],
      ],
    ],
    [
      'a held conversion is seen too',
      { steps: [install, signUp] },
      [
        [{ event: 'signup', conversionId: 'k1' }, 'held'],
        [{ event: 'signup' }, 'duplicate of k1'],
        [{ event: 'signup', id: 'other' }, 'duplicate of k1'],
      ],
    ],
    [
      'a rejected identity is seen, another one is decided afresh',
      { single: { id: 'offer' }, budget: '1' },
      [
        [{ id: 'x', conversionId: 'k1' }, 'rejected budget_exhausted'],
        [{ id: 'x' }, 'duplicate of k1'],
        [{ id: 'y' }, 'rejected budget_exhausted'],
      ],
    ],
    [
      'a parked request is not seen',
      revShare,
      [
        [{}, 'parked amount_missing'],
        [{ amount: '10' }, 'accepted Success'],
      ],
    ],
    [
      'a request decided again is no duplicate of itself unless it was accepted',
      { steps: [install, signUp] },
      [
        [{ event: 'signup', conversionId: 'k1' }, 'held'],
        [{ event: 'signup', conversionId: 'k1', atHour: 2 }, 'held'],
        [{ event: 'install', conversionId: 'k2', atHour: 3 }, 'accepted Success'],
        [{ event: 'install', conversionId: 'k2', atHour: 4 }, 'duplicate of k2'],
      ],
    ],
    [
      'the same id on another click is another identity',
      { steps: [repeatable], clicks: twoClicks },
      [
        [{ event: 'rate', id: 'x', atHour: 2 }, 'accepted Success'],
        [{ event: 'rate', id: 'x', click: 'c2', atHour: 2 }, 'accepted Success'],
      ],
    ],
    [
      'a repeatable SingleEvent offer repeats within the attempt',
      { repeatable: true },
      [
        [{ id: 'x' }, 'accepted Success'],
        [{ id: 'y' }, 'accepted Success'],
      ],
    ],
  ]);
});

describe('5 earned in another attempt', () => {
  const clicks = [
    { id: 'c1', run: 1 },
    { id: 'c2', run: 2, atHour: 2 },
  ];
  table([
    [
      'after a completed attempt nothing more is earned',
      { steps: [install, { ...rate, shown: false }], clicks },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'rate', click: 'c2', atHour: 3 }, 'rejected already_completed'],
        [{ event: 'install', click: 'c2', atHour: 3 }, 'rejected already_completed'],
      ],
    ],
    [
      'the completed attempt itself may still earn what is left',
      { steps: [install, { ...rate, shown: false }], clicks },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'rate', atHour: 3 }, 'accepted Success'],
      ],
    ],
    [
      'a repeatable offer is earned again',
      { steps: [install], repeatable: true, clicks },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'install', click: 'c2', atHour: 3 }, 'accepted Success'],
      ],
    ],
    [
      'after an unfinished attempt only the rest is earned, and the sequence goes on',
      { steps: [install, signUp], clicks: afterExpiry },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'install', click: 'c2', atHour: 101 }, 'rejected already_completed'],
        [{ event: 'signup', click: 'c2', atHour: 102 }, 'accepted Success'],
      ],
    ],
    [
      'after an unfinished attempt of a repeatable offer, too, only the rest is earned',
      { steps: [install, signUp], repeatable: true, clicks: afterExpiry },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'install', click: 'c2', atHour: 101 }, 'rejected already_completed'],
      ],
    ],
    [
      'on a repeatable offer a later completed attempt leaves the rest to an earlier one',
      { steps: [install, signUp, rate], repeatable: true, clicks: afterExpiry },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', click: 'c2', atHour: 102 }, 'accepted Success'],
        [{ event: 'rate', atHour: 103 }, 'accepted Success'],
        [{ event: 'signup', atHour: 104 }, 'rejected already_completed'],
      ],
    ],
    [
      'what was earned is tested before the amount',
      { ...revShare, clicks },
      [
        [{ amount: '1' }, 'accepted Success'],
        [{ click: 'c2', atHour: 3 }, 'rejected already_completed'],
      ],
    ],
    [
      'a repeatable step is repeated in its own attempt only',
      { steps: [install, { ...rate, repeatable: true }], clicks: afterExpiry },
      [
        [{ event: 'rate', id: 'x' }, 'accepted Success'],
        [{ event: 'rate', id: 'y', click: 'c2', atHour: 101 }, 'rejected already_completed'],
      ],
    ],
    [
      'a rejected conversion of another attempt earned nothing',
      { single: { id: 'offer' }, caps: { Daily: 0 }, clicks },
      [
        [{}, 'rejected cap_reached'],
        [{ click: 'c2', atHour: 3 }, 'rejected cap_reached'],
      ],
    ],
  ]);
});

describe('6 amount', () => {
  table([
    ['RevShare without an amount is parked', revShare, [[{}, 'parked amount_missing']]],
    ['an empty amount is missing', revShare, [[{ amount: '  ' }, 'parked amount_missing']]],
    ['a negative amount is parked', revShare, [[{ amount: '-1' }, 'parked amount_invalid']]],
    ['an unreadable amount is parked', revShare, [[{ amount: '1,50' }, 'parked amount_invalid']]],
    ['an unfilled macro is no amount', revShare, [[{ amount: '{payout}' }, 'parked amount_invalid']]],
    ['an exponent is no amount', revShare, [[{ amount: '1e3' }, 'parked amount_invalid']]],
    ['twelve digits are an amount', revShare, [[{ amount: '123456789012' }, 'rejected budget_exhausted']]],
    ['thirteen digits are not', revShare, [[{ amount: '1234567890123' }, 'parked amount_invalid']]],
    ['an amount of nought is an amount', revShare, [[{ amount: '0' }, 'accepted Success']]],
    ['FlatRate needs no amount', {}, [[{}, 'accepted Success']]],
    ['FlatRate ignores an unreadable amount', {}, [[{ amount: 'abc' }, 'accepted Success']]],
    [
      'an unknown currency is parked',
      revShare,
      [[{ amount: '10', currency: 'XTS' }, 'parked currency_unknown']],
    ],
    [
      "the tenant's own currency needs no rate",
      revShare,
      [[{ amount: '1', currency: 'usd' }, 'accepted Success']],
    ],
    [
      'a currency with a rate is accepted',
      revShare,
      [[{ amount: '10', currency: 'EUR', rate: '1.1' }, 'accepted Success']],
    ],
    [
      'a RevShare step that pays no share needs no amount',
      { revShare: true, steps: [{ ...install, revenue: null, reward: null }] },
      [[{ event: 'install' }, 'accepted Success']],
    ],
    [
      'the amount is tested before the sequence',
      { revShare: true, steps: [install, signUp] },
      [[{ event: 'signup' }, 'parked amount_missing']],
    ],
  ]);
});

describe('7 sequence', () => {
  table([
    [
      'the lowest number is not held',
      { steps: [install, signUp] },
      [[{ event: 'install' }, 'accepted Success']],
    ],
    ['a higher number is held', { steps: [install, signUp] }, [[{ event: 'signup' }, 'held']]],
    [
      'an independent step is not held',
      { steps: [install, rate] },
      [[{ event: 'rate' }, 'accepted Success']],
    ],
    [
      'hidden steps have to come in order too',
      { steps: [install, { ...signUp, shown: false }, buy] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'buy', atHour: 2 }, 'held'],
      ],
    ],
    [
      'an archived step is not waited for',
      {
        steps: [{ ...install, archivedAtHour: 5 }, signUp],
        clicks: [{ id: 'c1', steps: [install, signUp] }],
      },
      [[{ event: 'signup', atHour: 6 }, 'accepted Success']],
    ],
    [
      'a step added after the attempt was opened is not waited for',
      { steps: [{ ...install, addedAtHour: 5 }, signUp] },
      [[{ event: 'signup', atHour: 6 }, 'accepted Success']],
    ],
    [
      'a rejected step is still waited for',
      { steps: [{ ...install, caps: { Daily: 0 } }, signUp] },
      [
        [{ event: 'install' }, 'rejected cap_reached'],
        [{ event: 'signup', atHour: 2 }, 'held'],
      ],
    ],
    [
      'the sequence is tested before the deadline',
      { steps: [install, signUp, { ...buy, deadlineDays: 1 }] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'buy', atHour: 50 }, 'held'],
      ],
    ],
    [
      'short of 72 hours after its arrival it waits',
      { steps: [install, signUp] },
      [[{ event: 'signup', atHour: 1, decidedAtHour: 72.9 }, 'held']],
    ],
    [
      '72 hours after its arrival it is out of sequence',
      { steps: [install, signUp] },
      [[{ event: 'signup', atHour: 1, decidedAtHour: 73 }, 'rejected out_of_sequence']],
    ],
  ]);
});

describe('8 time since the previous step', () => {
  const later = { ...signUp, minHours: 3 };
  table([
    [
      'less than the minimum is too early',
      { steps: [install, later] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 3.999 }, 'rejected too_early'],
      ],
    ],
    [
      'exactly the minimum is enough',
      { steps: [install, later] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 4 }, 'accepted Success'],
      ],
    ],
    [
      'nought is no minimum',
      { steps: [install, { ...signUp, minHours: 0 }] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 1 }, 'accepted Success'],
      ],
    ],
    [
      'the first step and independent ones have no previous one',
      {
        steps: [
          { ...install, minHours: 9 },
          { ...rate, minHours: 9 },
        ],
      },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'rate' }, 'accepted Success'],
      ],
    ],
    [
      'it is counted from the next lower number, not from the first',
      { steps: [install, signUp, { ...buy, minHours: 3 }] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 5 }, 'accepted Success'],
        [{ event: 'buy', atHour: 7 }, 'rejected too_early'],
      ],
    ],
    [
      "the provider's time of the previous step counts",
      { steps: [install, later] },
      [
        [{ event: 'install', atHour: 4, providerHour: 1 }, 'accepted Success'],
        [{ event: 'signup', atHour: 4 }, 'accepted Success'],
      ],
    ],
    [
      'it is tested before the deadline and the caps',
      { steps: [install, { ...signUp, minHours: 48, deadlineDays: 1, caps: { Daily: 0 } }] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 30 }, 'rejected too_early'],
      ],
    ],
    [
      'another try with a new id is decided afresh',
      { steps: [install, later] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 2, id: 'x' }, 'rejected too_early'],
        [{ event: 'signup', atHour: 5, id: 'y' }, 'accepted Success'],
      ],
    ],
  ]);
});

describe('9 deadline', () => {
  table([
    [
      'the deadline runs from the completion of the first step',
      { steps: [install, { ...signUp, deadlineDays: 1 }] },
      [
        [{ event: 'install', atHour: 30 }, 'accepted Success'],
        [{ event: 'signup', atHour: 54 }, 'accepted Success'],
      ],
    ],
    [
      'after the deadline it is too late',
      { steps: [install, { ...signUp, deadlineDays: 1 }] },
      [
        [{ event: 'install', atHour: 30 }, 'accepted Success'],
        [{ event: 'signup', atHour: 54.001 }, 'rejected deadline_passed'],
      ],
    ],
    [
      'for the first step it runs from the first click',
      { steps: [{ ...install, deadlineDays: 1 }], clicks: twoClicks },
      [[{ event: 'install', click: 'c2', atHour: 24.5 }, 'rejected deadline_passed']],
    ],
    [
      'the first step is in time up to the deadline',
      { steps: [{ ...install, deadlineDays: 1 }] },
      [[{ event: 'install', atHour: 24 }, 'accepted Success']],
    ],
    [
      'without a first step it runs from the first click',
      { steps: [{ ...rate, deadlineDays: 1 }] },
      [[{ event: 'rate', atHour: 25 }, 'rejected deadline_passed']],
    ],
    [
      'an independent step has no deadline while the first step is open',
      { steps: [install, { ...rate, deadlineDays: 1 }] },
      [[{ event: 'rate', atHour: 50 }, 'accepted Success']],
    ],
    [
      'the arrival counts, not the decision',
      { steps: [install, { ...signUp, deadlineDays: 1 }] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 20, decidedAtHour: 90 }, 'accepted Success'],
      ],
    ],
    [
      'it is tested before caps and budget',
      { budget: '0', steps: [{ ...install, deadlineDays: 1, caps: { Daily: 0 } }] },
      [[{ event: 'install', atHour: 25 }, 'rejected deadline_passed']],
    ],
    [
      'in an attempt after an expired one it runs from the first click of the new attempt',
      { steps: [install, { ...signUp, deadlineDays: 1 }], clicks: afterExpiry },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', id: 'x', click: 'c2', atHour: 124.5 }, 'rejected deadline_passed'],
        [{ event: 'signup', id: 'y', click: 'c2', atHour: 124 }, 'accepted Success'],
      ],
    ],
    [
      'without deadline days any time is in time',
      { steps: [install, signUp] },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'signup', atHour: 9000 }, 'accepted Success'],
      ],
    ],
  ]);
});

describe('10 caps', () => {
  const two = [{ id: 'c1' }, { id: 'c2', member: 'm2' }];
  const partners = [
    { id: 'c1', partner: true },
    { id: 'c2', member: 'm2', partner: true },
    { id: 'c3', member: 'm3' },
  ];
  table([
    [
      'the last slot is given, the next is refused',
      { caps: { Daily: 1 }, clicks: two },
      [
        [{}, 'accepted Success'],
        [{ click: 'c2' }, 'rejected cap_reached'],
      ],
    ],
    [
      'the next day has slots again',
      { caps: { Daily: 1 }, clicks: two },
      [
        [{ atHour: 23.9 }, 'accepted Success'],
        [{ click: 'c2', atHour: 24 }, 'accepted Success'],
      ],
    ],
    [
      'a weekly cap lasts until Monday',
      { caps: { Weekly: 1 }, clicks: [...two, { id: 'c3', member: 'm3' }] },
      [
        [{ atHour: 1 }, 'accepted Success'],
        [{ click: 'c2', atHour: 167 }, 'rejected cap_reached'],
        [{ click: 'c3', atHour: 168 }, 'accepted Success'],
      ],
    ],
    [
      'a monthly cap lasts until the first',
      { caps: { Monthly: 1 }, clicks: [...two, { id: 'c3', member: 'm3' }] },
      [
        [{ atHour: 1 }, 'accepted Success'],
        [{ click: 'c2', atHour: 719 }, 'rejected cap_reached'],
        [{ click: 'c3', atHour: 720 }, 'accepted Success'],
      ],
    ],
    [
      'an all-time cap never opens again',
      { caps: { Total: 1 }, clicks: two },
      [
        [{}, 'accepted Success'],
        [{ click: 'c2', atHour: 9000 }, 'rejected cap_reached'],
      ],
    ],
    [
      'the window is the one open at the decision, not at the arrival',
      { caps: { Daily: 1 }, clicks: two },
      [
        [{ atHour: 1 }, 'accepted Success'],
        [{ click: 'c2', atHour: 2, decidedAtHour: 25 }, 'accepted Success'],
      ],
    ],
    [
      "a step's cap leaves other steps alone",
      { steps: [{ ...install, caps: { Daily: 1 } }, rate], clicks: two },
      [
        [{ event: 'install' }, 'accepted Success'],
        [{ event: 'install', click: 'c2' }, 'rejected cap_reached'],
        [{ event: 'rate', click: 'c2' }, 'accepted Success'],
      ],
    ],
    [
      "a partner's cap refuses the partner alone",
      { shareCaps: { Daily: 1 }, clicks: partners },
      [
        [{}, 'accepted Success'],
        [{ click: 'c2' }, 'rejected partner_cap_reached'],
        [{ click: 'c3' }, 'accepted Success'],
      ],
    ],
    [
      'partner conversions count for the offer',
      { caps: { Daily: 1 }, clicks: partners },
      [
        [{}, 'accepted Success'],
        [{ click: 'c3' }, 'rejected cap_reached'],
      ],
    ],
    [
      'tests take no slot',
      {
        caps: { Daily: 1 },
        clicks: [
          { id: 'c1', isTest: true },
          { id: 'c2', member: 'm2' },
        ],
      },
      [
        [{}, 'accepted Success'],
        [{ click: 'c2' }, 'accepted Success'],
      ],
    ],
  ]);
});

describe('11 budget', () => {
  const two = [{ id: 'c1' }, { id: 'c2', member: 'm2' }];
  table([
    ['revenue that uses up the budget is accepted', { budget: '2' }, [[{}, 'accepted Success']]],
    ['revenue beyond the budget is refused', { budget: '1.999999' }, [[{}, 'rejected budget_exhausted']]],
    [
      'what was spent is gone for this window',
      { budget: '3', clicks: two },
      [
        [{}, 'accepted Success'],
        [{ click: 'c2' }, 'rejected budget_exhausted'],
      ],
    ],
    [
      'the next window has its own budget',
      { budget: '3', clicks: two },
      [
        [{}, 'accepted Success'],
        [{ click: 'c2', atHour: 25 }, 'accepted Success'],
      ],
    ],
    [
      'a total budget has one window',
      { budget: '3', budgetType: 'Total', clicks: two },
      [
        [{}, 'accepted Success'],
        [{ click: 'c2', atHour: 2500 }, 'rejected budget_exhausted'],
      ],
    ],
    [
      'a step without revenue needs no budget',
      { budget: '0', steps: [{ ...install, revenue: null }] },
      [[{ event: 'install' }, 'accepted Success']],
    ],
    [
      'a budget of nought lets nothing be spent',
      { budget: '0', steps: [install] },
      [[{ event: 'install' }, 'rejected budget_exhausted']],
    ],
    [
      'RevShare is tested with its computed revenue',
      { ...revShare, budget: '5' },
      [[{ amount: '10' }, 'accepted Success']],
    ],
    [
      'RevShare beyond the budget is refused',
      { ...revShare, budget: '5' },
      [[{ amount: '10.01' }, 'rejected budget_exhausted']],
    ],
    ['caps come before the budget', { budget: '0', caps: { Daily: 0 } }, [[{}, 'rejected cap_reached']]],
  ]);
});

describe('12 acceptance', () => {
  table([
    ['automatic without pending time succeeds at once', {}, [[{}, 'accepted Success']]],
    [
      'automatic with pending days is pending',
      { single: { id: 'offer', pendingDays: 3 } },
      [[{}, 'accepted Pending']],
    ],
    ['manual is pending', { manual: true }, [[{}, 'accepted Pending']]],
    [
      'manual with pending days is pending',
      { manual: true, single: { id: 'offer', pendingDays: 3 } },
      [[{}, 'accepted Pending']],
    ],
  ]);
});
