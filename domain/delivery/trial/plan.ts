import type { ConversionStatus } from '../../offer.ts';

/** One call of a trial. */
export interface TrialCall {
  /** Calls of one delivery have the same id and the same bytes. */
  readonly delivery: number;
  /** Calls about one conversion carry its id. */
  readonly conversion: number;
  readonly status: ConversionStatus;
  /** Statuses of the conversion that were called back before. */
  readonly earlier: readonly ConversionStatus[];
  /** Whether signature, hash and header are right, wrong, or right but of an hour ago. */
  readonly proof: 'right' | 'wrong' | 'old';
  readonly hasUnknownFields: boolean;
  /** Whether the request trickles in. */
  readonly isSlow: boolean;
  readonly expects: 'taken' | 'refused';
}

/** One thing that a trial looks at. */
export interface TrialCheck {
  readonly name: TrialCheckName;
  readonly calls: readonly TrialCall[];
  /** How bad it is when the receiver does otherwise. */
  readonly otherwise: 'Fail' | 'Warn';
  /** What to do about it. */
  readonly advice: string;
}

/** The names of what a trial looks at. */
export const trialCheckNames = [
  'AnswersInTime',
  'TakesDuplicates',
  'RefusesBadSignature',
  'RefusesOldTimestamp',
  'CopesWithUnknownFields',
  'CopesWithSlowNetwork',
  'TakesStatusChanges',
] as const;
/** The name of one thing that a trial looks at. */
export type TrialCheckName = (typeof trialCheckNames)[number];

const plain: TrialCall = {
  delivery: 1,
  conversion: 1,
  status: 'Success',
  earlier: [],
  proof: 'right',
  hasUnknownFields: false,
  isSlow: false,
  expects: 'taken',
};

const inTime: TrialCheck = {
  name: 'AnswersInTime',
  calls: [plain],
  otherwise: 'Fail',
  advice: 'Answer 2xx as soon as the callback is stored, and do the work afterwards.',
};
const duplicates: TrialCheck = {
  name: 'TakesDuplicates',
  calls: [plain],
  otherwise: 'Fail',
  advice:
    'Remember the id of every delivery, and answer 2xx to one that was taken before without crediting again.',
};
const badSignature: TrialCheck = {
  name: 'RefusesBadSignature',
  calls: [{ ...plain, delivery: 2, conversion: 2, proof: 'wrong', expects: 'refused' }],
  otherwise: 'Fail',
  advice: 'Verify the signature over the bytes as they came, and answer 401 when it is wrong.',
};
const oldTimestamp: TrialCheck = {
  name: 'RefusesOldTimestamp',
  calls: [{ ...plain, delivery: 3, conversion: 3, proof: 'old', expects: 'refused' }],
  otherwise: 'Warn',
  advice: 'Refuse a signature whose timestamp is more than 5 minutes away, so that nobody can replay a call.',
};
const unknownFields: TrialCheck = {
  name: 'CopesWithUnknownFields',
  calls: [{ ...plain, delivery: 4, conversion: 4, hasUnknownFields: true }],
  otherwise: 'Fail',
  advice: 'Ignore fields that you do not know: new ones may come at any time.',
};
const slowNetwork: TrialCheck = {
  name: 'CopesWithSlowNetwork',
  calls: [{ ...plain, delivery: 5, conversion: 5, isSlow: true }],
  otherwise: 'Fail',
  advice: 'Wait for the whole body before reading it; it may come in pieces.',
};

function statusChanges(statuses: readonly ConversionStatus[], from: number): TrialCheck {
  return {
    name: 'TakesStatusChanges',
    calls: statuses.map((status, index) => ({
      ...plain,
      delivery: from + index,
      conversion: from,
      status,
      earlier: statuses.slice(0, index),
    })),
    otherwise: 'Fail',
    advice:
      'Find the conversion by its conversionId and take over its new status, in whatever order they come.',
  };
}

/** What is tried of a receiver of callbacks. */
export const callbackTrial: readonly TrialCheck[] = [
  inTime,
  duplicates,
  badSignature,
  oldTimestamp,
  unknownFields,
  slowNetwork,
  statusChanges(['Pending', 'Success', 'Rejected'], 6),
];

/** What is tried of a receiver that was made for another wall. */
export function dialectTrial({
  needsSecret,
  tellsReversals,
}: {
  readonly needsSecret: boolean;
  readonly tellsReversals: boolean;
}): readonly TrialCheck[] {
  return [
    inTime,
    duplicates,
    ...(needsSecret ? [badSignature] : []),
    ...(tellsReversals ? [statusChanges(['Success', 'Rejected'], 3)] : []),
  ];
}

/** What is tried of a partner's receiver of postbacks. */
export const partnerPostbackTrial: readonly TrialCheck[] = [
  inTime,
  duplicates,
  statusChanges(['Pending', 'Success', 'Rejected'], 2),
];
