import type { Static } from '#contract/schema.ts';
import type { PostbackAnswer } from '#contract/postbacks.ts';
import type { ConversionFacts } from '#domain/conversion/facts.ts';
import {
  reasonSentence,
  rejectionReasons,
  waitingForPreviousEvent,
  type RejectionReason,
} from '#domain/conversion/reasons.ts';
import type { Decision } from '#domain/conversion/decision.ts';
import type { SenderAnswer } from '#domain/tracking-systems/types.ts';

/** What a sender is told about one request. */
export interface PostbackReply {
  readonly status: 200 | 202 | 401;
  readonly data: Static<typeof PostbackAnswer>;
  readonly messages: readonly string[];
}

/** The answer to a conversion as it stands: the same for its first request and for every duplicate of it. */
export function answerOf(conversion: ConversionFacts): PostbackReply {
  const { conversionId, state, reason } = conversion;
  if (state === 'Pending' || state === 'Success') {
    return reply(200, { accepted: true, conversionId, status: state, reason: null }, null);
  }
  const status = state === 'Held' ? ('Pending' as const) : state;
  const code = state === 'Held' ? waitingForPreviousEvent : reason;
  return reply(200, { accepted: false, conversionId, status, reason: code }, sentenceOfReason(code));
}

/** The answer to a request that stays in the inbox. */
export function answerOfParked(
  decision: Extract<Decision, { outcome: 'parked' }>,
  cause: string,
): PostbackReply {
  const data = { accepted: false, conversionId: null, status: null, reason: decision.reason };
  return reply(202, data, cause);
}

/** The answer to secrets that do not open the offer they were used for. */
export const refusedReply: PostbackReply = {
  status: 401,
  data: { accepted: false, conversionId: null, status: null, reason: null },
  messages: ['signature: is not valid for this call'],
};

/**
 * The same answer in the words that a sender looks for, where it reads plain text: done for what was accepted or waits
 * for an earlier step, refused with the reason for everything else.
 */
export function wordsFor(wanted: SenderAnswer, { data, messages }: PostbackReply): string {
  if (data.accepted || data.reason === waitingForPreviousEvent) return wanted.accepted;
  // The words end at a semicolon, so that the sentence must not have one.
  const sentence = (messages[0] ?? data.reason ?? '').replaceAll(';', ',');
  return wanted.refused.replace('{message}', () => sentence);
}

function reply(status: 200 | 202, data: PostbackReply['data'], sentence: string | null): PostbackReply {
  return { status, data, messages: sentence === null ? [] : [sentence] };
}

function sentenceOfReason(code: string | null): string | null {
  if (code === null) return null;
  if (code === waitingForPreviousEvent) return reasonSentence(code);
  const known = rejectionReasons.find((reason): reason is RejectionReason => reason === code);
  return known === undefined ? code : reasonSentence(known);
}
