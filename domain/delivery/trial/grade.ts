import type { AcceptedAnswer } from '../request.ts';
import { verdictOf, type TryResult } from '../outcome.ts';
import type { TrialCall, TrialCheck } from './plan.ts';

/** How one check went. */
export type TrialResult = 'Pass' | 'Warn' | 'Fail' | 'Skipped';

/** A grade and the sentence that explains it. */
export interface Grade {
  readonly result: TrialResult;
  readonly message: string;
}

/** What came of one call of a trial. */
export interface TrialOutcome {
  readonly call: TrialCall;
  readonly result: TryResult;
  readonly accepts: AcceptedAnswer | null;
  readonly durationMs: number;
}

/** An answer that takes longer than this leaves little room before a try counts as failed. */
const slowMs = 5_000;
const redirectFrom = 300;
const failureFrom = 400;
const serverFaultFrom = 500;

/** Grades one check by the answers to its calls, the first that went wrong. */
export function gradeCheck(check: TrialCheck, outcomes: readonly TrialOutcome[]): Grade {
  for (const outcome of outcomes) {
    const fault = faultOf(outcome);
    if (fault !== null) return { result: check.otherwise, message: `${fault} ${check.advice}` };
  }
  const slowest = Math.max(...outcomes.map(({ durationMs }) => durationMs));
  const isTaken = outcomes.every(({ call }) => call.expects === 'taken');
  if (isTaken && slowest > slowMs && outcomes.every(({ call }) => !call.isSlow)) {
    return {
      result: 'Warn',
      message: `It answered after ${(slowest / 1_000).toFixed(1)} s; a try ends after 15 s. ${check.advice}`,
    };
  }
  return { result: 'Pass', message: isTaken ? 'It was taken.' : 'It was refused.' };
}

function faultOf({ call, result, accepts }: TrialOutcome): string | null {
  const what = call.status === 'Success' ? 'It' : `The change to ${call.status}`;
  if ('error' in result) return `${what} had no answer: ${result.error}.`;
  const { status } = result;
  if (call.expects === 'refused') {
    if (status >= failureFrom && status < serverFaultFrom) return null;
    return status >= serverFaultFrom
      ? `It was answered ${status}, as if the receiver had broken, and not refused.`
      : `It was taken with ${status} although its proof was ${call.proof}.`;
  }
  if (verdictOf(result, accepts) === 'delivered') return null;
  if (status >= redirectFrom && status < failureFrom)
    return `${what} was redirected (${status}); redirects are never followed.`;
  const words = accepts?.bodies?.map((body) => `"${body}"`).join(' or ');
  return words === undefined || status >= redirectFrom
    ? `${what} was answered ${status}.`
    : `${what} was answered ${status} with another text than ${words}.`;
}

/** The worst of many grades. */
export function overallResult(grades: readonly Grade[]): 'Pass' | 'Warn' | 'Fail' {
  if (grades.some(({ result }) => result === 'Fail')) return 'Fail';
  return grades.some(({ result }) => result !== 'Pass') ? 'Warn' : 'Pass';
}
