import { describe, expect, it } from 'vitest';
import { nextDeadline, shownSteps, type StepState } from './step-state.ts';

type Event = Parameters<typeof shownSteps>[0][number];

const now = Date.parse('2026-03-10T12:00:00Z');
const soon = '2026-03-12T12:00:00+00:00';
const past = '2026-03-01T12:00:00+00:00';

function event(over: Partial<Event> = {}): Event {
  return {
    rewardStatus: null,
    deadlineExpiresAt: null,
    isUserCompleted: false,
    userCompletedAt: null,
    offerEventId: '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20',
    name: 'Step',
    displayOrder: 1,
    sequenceNumber: 1,
    reward: 5,
    deadlineDays: null,
    rewardPendingDays: null,
    ...over,
  };
}

const paid = { rewardStatus: 'Success', isUserCompleted: true, userCompletedAt: past } as const;
const waiting = { rewardStatus: 'Pending', isUserCompleted: true, userCompletedAt: past } as const;

const cases: [name: string, events: Event[], states: StepState[]][] = [
  [
    'the first of a sequence is next, the others wait',
    [event(), event({ sequenceNumber: 2 })],
    ['next', 'locked'],
  ],
  [
    'a paid step hands over to the one after it',
    [event(paid), event({ sequenceNumber: 2 })],
    ['done', 'next'],
  ],
  [
    'a step without a number can be done at any time',
    [event({ sequenceNumber: null }), event()],
    ['open', 'next'],
  ],
  ['a pending reward with days ahead is due', [event({ ...waiting, rewardPendingDays: 30 })], ['pending']],
  [
    'a pending reward whose days are over is looked at',
    [event({ ...waiting, rewardPendingDays: 3 })],
    ['review'],
  ],
  ['a pending reward without days is looked at', [event(waiting)], ['review']],
  ['a step that was refused says so', [event({ rejectionReason: 'too_early' })], ['refused']],
  ['a step whose deadline is over cannot be done', [event({ deadlineExpiresAt: past })], ['expired']],
  ['a step with time left can', [event({ deadlineExpiresAt: soon })], ['next']],
];

describe('steps of an offer', () => {
  it.each(cases)('%s', (_name, events, states) => {
    expect(shownSteps(events, now).map(({ state }) => state)).toEqual(states);
  });

  it('shows a deadline while there is something to do, and a due date while a reward is pending', () => {
    const [open, done] = shownSteps(
      [
        event({ deadlineExpiresAt: soon }),
        event({ ...waiting, deadlineExpiresAt: soon, rewardPendingDays: 30 }),
      ],
      now,
    );
    expect(open).toMatchObject({ deadlineMs: Date.parse(soon), dueMs: null });
    expect(done).toMatchObject({ deadlineMs: null, dueMs: Date.parse('2026-03-31T12:00:00Z') });
  });

  it('the next deadline is the first one that is still ahead of what is not done', () => {
    const later = '2026-03-15T00:00:00+00:00';
    expect(nextDeadline([event({ deadlineExpiresAt: later }), event({ deadlineExpiresAt: soon })], now)).toBe(
      Date.parse(soon),
    );
    expect(nextDeadline([event({ ...paid, deadlineExpiresAt: soon }), event()], now)).toBeNull();
    expect(nextDeadline([event({ deadlineExpiresAt: past })], now)).toBeNull();
  });
});
