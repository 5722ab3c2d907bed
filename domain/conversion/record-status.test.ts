import { describe, expect, test } from 'vitest';
import type { AttemptFacts, ConversionFacts, ConversionState, OtherAttempt } from './facts.ts';
import { recordStatus } from './record-status.ts';
import { emptyAttempt, hours, offerFrom, start, termsFrom, type StepSpec } from './world.test-support.ts';

const install: StepSpec = { id: 's1', seq: 1 };
const signUp: StepSpec = { id: 's2', seq: 2 };
const rate: StepSpec = { id: 's3' };

function attemptWith(states: readonly (readonly [string, ConversionState])[]): AttemptFacts {
  const conversions = states.map(([stepId, state], index): ConversionFacts => ({
    conversionId: `k${index}`,
    clickId: 'c1',
    stepId,
    trackId: null,
    takesIdentity: true,
    state,
    reason: null,
    arrivedAt: hours(index),
    completedAt: hours(index),
    heldRequest: null,
  }));
  return { ...emptyAttempt('a2', 'm1', 2, start), conversions };
}

function statusOf(
  steps: readonly StepSpec[],
  states: readonly (readonly [string, ConversionState])[],
  otherAttempts: readonly OtherAttempt[] = [],
) {
  const spec = { steps };
  return recordStatus({
    attempt: attemptWith(states),
    terms: termsFrom(spec, steps),
    offer: offerFrom(spec),
    otherAttempts,
  });
}

describe('the status of a record', () => {
  test.each<[string, readonly StepSpec[], readonly (readonly [string, ConversionState])[], string]>([
    ['is Pending while a required step lacks', [install, signUp], [['s1', 'Success']], 'Pending'],
    [
      'is Pending while one is',
      [install, signUp],
      [
        ['s1', 'Success'],
        ['s2', 'Pending'],
      ],
      'Pending',
    ],
    ['is Pending while one is held', [install, signUp], [['s2', 'Held']], 'Pending'],
    [
      'is Success when all required ones are',
      [install, signUp],
      [
        ['s1', 'Success'],
        ['s2', 'Success'],
      ],
      'Success',
    ],
    [
      'asks nothing of independent ones',
      [install, rate],
      [
        ['s1', 'Success'],
        ['s3', 'Pending'],
      ],
      'Success',
    ],
    [
      'asks nothing of archived ones',
      [install, { ...signUp, archivedAtHour: 1 }],
      [['s1', 'Success']],
      'Success',
    ],
    [
      'takes one Success of a step that was refused before',
      [install],
      [
        ['s1', 'Rejected'],
        ['s1', 'Success'],
      ],
      'Success',
    ],
    [
      'is Pending when one of several is Rejected',
      [install, signUp],
      [
        ['s1', 'Success'],
        ['s2', 'Rejected'],
      ],
      'Pending',
    ],
    [
      'is Rejected when all are',
      [install, signUp],
      [
        ['s1', 'Rejected'],
        ['s2', 'Rejected'],
      ],
      'Rejected',
    ],
    ['is Pending without any conversion', [install], [], 'Pending'],
  ])('%s', (_guarantee, steps, states, expected) => {
    expect(statusOf(steps, states)).toBe(expected);
  });

  test('counts what was earned in the attempt before, and nothing of one after', () => {
    const other = (run: number): OtherAttempt => ({
      attemptId: `a${run}`,
      run,
      end: 'expired',
      earned: [{ stepId: 's1', completedAt: start }],
    });
    expect(statusOf([install, signUp], [['s2', 'Success']], [other(1)])).toBe('Success');
    expect(statusOf([install, signUp], [['s2', 'Success']], [other(3)])).toBe('Pending');
  });
});
