import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { day, hour } from '../time.ts';
import { needsPerson, verdictOf, type RewardFacts, type Verdict } from './verdict.ts';

const now = 1_000 * day;
const clicked: RewardFacts = {
  now,
  lastClickAt: now - 5 * day,
  accepted: null,
  isHeld: false,
  rejectionReason: null,
  missingBefore: null,
  deadlineAt: null,
};
const accepted = { state: 'Pending', completedAt: now - 2 * day, ripensAt: null, paidAt: null } as const;
const doneAt = accepted.completedAt;

const cases: [name: string, facts: Partial<RewardFacts>, verdict: Verdict][] = [
  ['never clicked', { lastClickAt: null }, { code: 'not_clicked' }],
  [
    'paid',
    { accepted: { ...accepted, state: 'Success', paidAt: now - day } },
    { code: 'paid', doneAt, at: now - day },
  ],
  [
    'ripening',
    { accepted: { ...accepted, ripensAt: now + day } },
    { code: 'pending', doneAt, at: now + day },
  ],
  ['ripe, but not moved on yet', { accepted: { ...accepted, ripensAt: now } }, { code: 'in_review', doneAt }],
  ['for an operator to decide', { accepted }, { code: 'in_review', doneAt }],
  ['held', { isHeld: true, missingBefore: 'Install' }, { code: 'waiting', step: 'Install' }],
  ['held behind a hidden step', { isHeld: true }, { code: 'waiting', step: '' }],
  ['rejected', { rejectionReason: 'too_early' }, { code: 'refused', reason: 'too_early' }],
  ['rejected once and accepted after all', { rejectionReason: 'x', accepted }, { code: 'in_review', doneAt }],
  ['an earlier step is missing', { missingBefore: 'Install' }, { code: 'earlier_step', step: 'Install' }],
  ['too late', { deadlineAt: now }, { code: 'deadline_passed', at: now }],
  ['clicked just now', { lastClickAt: now - hour }, { code: 'reported_soon', at: now + 23 * hour }],
  ['clicked a day ago', { lastClickAt: now - day }, { code: 'not_reported' }],
  ['clicked long ago, in time', { deadlineAt: now + day }, { code: 'not_reported' }],
];

describe('what is known about a missing reward', () => {
  it.each(cases)('%s', (_name, facts, verdict) => {
    expect(verdictOf({ ...clicked, ...facts })).toEqual(verdict);
  });

  it('a person is asked only about what nobody reported', () => {
    const instant = fc.option(fc.integer({ min: now - 9 * day, max: now + 9 * day }));
    const facts = fc.record({
      lastClickAt: instant,
      deadlineAt: instant,
      isHeld: fc.boolean(),
      rejectionReason: fc.option(fc.constant('too_early')),
      missingBefore: fc.option(fc.constant('Install')),
      accepted: fc.option(fc.constantFrom(accepted, { ...accepted, state: 'Success' as const })),
    });
    fc.assert(
      fc.property(facts, (over) => {
        const whole = { ...clicked, ...over };
        if (!needsPerson(verdictOf(whole))) return;
        expect(whole).toMatchObject({
          accepted: null,
          isHeld: false,
          rejectionReason: null,
          missingBefore: null,
        });
        expect(whole.lastClickAt).not.toBeNull();
      }),
    );
  });
});
