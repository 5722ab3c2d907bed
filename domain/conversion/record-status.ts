import type { ConversionStatus } from '../offer.ts';
import type { ClosingFacts } from './attempt.ts';
import { attemptsOfSameRun, earnedElsewhere, requiredSteps } from './steps.ts';

/**
 * The status of a MultiEvent attempt as a whole: Success when every required step has a conversion that is (or was
 * earned in an attempt before it), Rejected when all its conversions are, else Pending.
 */
export function recordStatus({ attempt, terms, offer, otherAttempts }: ClosingFacts): ConversionStatus {
  const { conversions } = attempt;
  if (conversions.length > 0 && conversions.every(({ state }) => state === 'Rejected')) return 'Rejected';
  const earlier = attemptsOfSameRun(attempt, otherAttempts, terms.allowRepetitions).filter(
    ({ run }) => run < attempt.run,
  );
  const isSuccess = requiredSteps({ terms, offer, openedAt: attempt.openedAt }).every(
    ({ stepId }) =>
      conversions.some((conversion) => conversion.stepId === stepId && conversion.state === 'Success') ||
      earnedElsewhere(stepId, earlier) !== null,
  );
  return isSuccess && conversions.some(({ state }) => state === 'Success') ? 'Success' : 'Pending';
}
