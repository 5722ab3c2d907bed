import fc, { type Arbitrary } from 'fast-check';
import type { ModelSettings, OfferPlan, SharePlan } from '../model/terms.ts';
import { often, oneOf, plan, settings, share } from './plans.ts';

/** What a tracking system sends, in words that a list of commands can keep when it is shortened. */
export interface PostbackWords {
  /** Counted back from the latest click. */
  readonly click: number;
  readonly clickWord: 'known' | 'missing' | 'macro' | 'foreign' | 'garbage';
  readonly step: number;
  readonly stepWord: 'known' | 'misspelt';
  readonly trackId: string | null;
  readonly amount: string | null;
  readonly isListed: boolean;
  readonly isPost: boolean;
}

/** Who follows a link to which offer; numbers are counted round. */
interface ClickWords {
  readonly offer: number;
  readonly source: string;
  readonly member: string;
  readonly isRobot: boolean;
}

/** One thing that somebody does. Numbers stand for objects made before, counted round. */
export type Command =
  | { readonly kind: 'offer'; readonly plan: OfferPlan }
  | { readonly kind: 'edit'; readonly offer: number; readonly plan: OfferPlan; readonly namesIds: boolean }
  | { readonly kind: 'pause'; readonly offer: number; readonly isPaused: boolean }
  | { readonly kind: 'share'; readonly offer: number; readonly partner: string; readonly plan: SharePlan }
  | { readonly kind: 'unshare'; readonly offer: number; readonly partner: string }
  | ({ readonly kind: 'click' } & ClickWords)
  | { readonly kind: 'postbacks'; readonly together: readonly PostbackWords[] }
  | { readonly kind: 'forged'; readonly click: number; readonly what: 'signature' | 'segment' }
  | {
      readonly kind: 'status';
      readonly conversion: number;
      readonly to: 'Pending' | 'Success' | 'Rejected';
      readonly note: string;
    }
  | { readonly kind: 'jump'; readonly hours: number }
  | { readonly kind: 'look'; readonly member: string };

/** One run: the settings it begins with, the days after the last one, and what is done. */
export interface RunPlan {
  readonly settings: ModelSettings;
  readonly daysLater: number;
  readonly commands: readonly Command[];
}

/** The partners and the members of every run. */
export const partners = ['1', '2'];
export const members = ['ann', 'bob'];

const words: Arbitrary<PostbackWords> = fc.record({
  click: often(0, 3, 1, 2, 3),
  clickWord: often<PostbackWords['clickWord']>('known', 25, 'missing', 'macro', 'foreign', 'garbage'),
  step: oneOf(0, 0, 0, 1, 1, 2, 3),
  stepWord: often<PostbackWords['stepWord']>('known', 20, 'misspelt'),
  trackId: oneOf(null, null, 't1', 't2', 't3', '{conversion_id}', '', 'undefined', '__ID__'),
  amount: often<string | null>(
    '12.34',
    5,
    '100',
    '0.000049',
    '7.1234567',
    '-3',
    'much',
    '1234567890123',
    null,
  ),
  isListed: often(true, 15, false),
  isPost: fc.boolean(),
});

const offer = oneOf(0, 0, 0, 1);
const source = often('wall', 2, '1', '1', '2');
const member = oneOf(...members);
const clicked = (isRobot: Arbitrary<boolean>) =>
  fc.record({ kind: fc.constant('click' as const), offer, source, member, isRobot });
const jump = (hours: number): Command => ({ kind: 'jump', hours });
const hours = oneOf(1, 3, 14, 23, 25, 31, 73, 170, 500, 745);

const command: Arbitrary<Command> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('edit' as const), offer, plan, namesIds: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('pause' as const), offer, isPaused: oneOf(true, false, false) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('share' as const),
      offer,
      partner: oneOf(...partners),
      plan: share,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('unshare' as const), offer, partner: oneOf(...partners) }),
  },
  { weight: 3, arbitrary: clicked(often(false, 10, true)) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('postbacks' as const),
      together: fc.oneof(
        { weight: 4, arbitrary: fc.tuple(words) },
        { weight: 1, arbitrary: fc.array(words, { minLength: 2, maxLength: 4 }) },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('forged' as const),
      click: fc.nat(3),
      what: oneOf('signature' as const, 'segment' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      conversion: fc.nat(3),
      to: oneOf('Pending' as const, 'Success' as const, 'Rejected' as const, 'Rejected' as const),
      note: oneOf('', 'fraud'),
    }),
  },
  { weight: 3, arbitrary: hours.map(jump) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('look' as const), member }) },
);

/** What a tracking system sends when all is well. */
function wellSaid(step: number, trackId: string | null, click = 0): PostbackWords {
  const known = { clickWord: 'known', stepWord: 'known', isListed: true, isPost: false } as const;
  return { ...known, click, step, trackId, amount: '12.34' };
}

const gap = oneOf(0, 0, 0, 1, 3, 23, 25, 31, 73);

/** A member clicks and does step after step, sometimes two of them the wrong way round. */
const walk: Arbitrary<Command[]> = fc
  .record({
    click: clicked(fc.constant(false)),
    gaps: fc.array(gap, { minLength: 1, maxLength: 3 }),
    isSwapped: often(false, 2, true),
    trackId: oneOf(null, 't1'),
  })
  .map(({ click, gaps, isSwapped, trackId }) => {
    const done = gaps.map((hoursBefore, place): Command[] => {
      const step = isSwapped && place < 2 ? 1 - place : place;
      const told: Command = { kind: 'postbacks', together: [wellSaid(step, trackId)] };
      return hoursBefore === 0 ? [told] : [jump(hoursBefore), told];
    });
    return [click, ...done.flat()];
  });

/** The member comes back after a while and does something again. */
const comeback: Arbitrary<Command[]> = fc
  .record({ walk, step: fc.nat(2), hoursBefore: gap, trackId: oneOf(null, 't2') })
  .map(({ walk: before, step, hoursBefore, trackId }) => {
    const again = before.slice(0, 1);
    const told: Command = { kind: 'postbacks', together: [wellSaid(step, trackId)] };
    return [...before, ...(hoursBefore === 0 ? [] : [jump(hoursBefore)]), ...again, told];
  });

/**
 * Members of the wall and of a partner reach the same step of an offer at once. The first of four is decided alone, the others
 * beside each other, so that two places are what they are most likely to take too many of.
 */
const rush: Arbitrary<Command[]> = fc
  .record({ offer, step: oneOf(0, 0, 1), count: often(4, 3, 2, 3), trackId: oneOf(null, 't1') })
  .map(({ offer: number, step, count, trackId }) => {
    const all = ['wall', '1'].flatMap((from) => members.map((who) => ({ source: from, member: who })));
    const clicks = all
      .slice(-count)
      .map((who): Command => ({ kind: 'click', offer: number, isRobot: false, ...who }));
    const together = clicks.map((_, place) => wellSaid(step, trackId, place));
    return [...clicks, { kind: 'postbacks', together }];
  });

/** What a run begins with: an offer given to a partner, and often another one. */
const beginning: Arbitrary<Command[]> = fc
  .record({
    plan,
    share,
    others: fc.option(fc.record({ plan, share: fc.option(share, { freq: 1 }) }), { freq: 1 }),
  })
  .map(({ plan: first, share: given, others }): Command[] => [
    { kind: 'offer', plan: { ...first, isPaused: false } },
    { kind: 'share', offer: 0, partner: '1', plan: given },
    ...(others === null ? [] : [{ kind: 'offer' as const, plan: others.plan }]),
    ...(others?.share == null
      ? []
      : [{ kind: 'share' as const, offer: 1, partner: '1', plan: others.share }]),
  ]);

const scene: Arbitrary<Command[]> = fc.oneof(
  { weight: 6, arbitrary: fc.array(command, { minLength: 1, maxLength: 4 }) },
  { weight: 3, arbitrary: walk },
  { weight: 3, arbitrary: comeback },
  { weight: 3, arbitrary: rush },
);

/** Any run: a beginning, and then whatever comes, often aimed at a rule. */
export const anyRun: Arbitrary<RunPlan> = fc.record({
  settings,
  daysLater: fc.nat(40),
  commands: fc
    .tuple(beginning, fc.array(scene, { minLength: 1, maxLength: 4 }))
    .map(([first, scenes]) => [...first, ...scenes.flat()]),
});
