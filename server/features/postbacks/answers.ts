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
import type { TrackingSystem } from '#domain/offer.ts';
import { senderAnswer } from '#domain/tracking-systems/registry.ts';

/** What a sender is told about one request. */
export interface PostbackReply {
  readonly status: 200 | 202 | 401;
  readonly data: Static<typeof PostbackAnswer>;
  readonly messages: readonly string[];
}

/** The answer to a conversion as it stands: the same for its first request and for every duplicate of it. */
export function answerOf(conversion: ConversionFacts, system: TrackingSystem | null): PostbackReply {
  const { conversionId, state, reason } = conversion;
  if (state === 'Pending' || state === 'Success') {
    return reply(200, { accepted: true, conversionId, status: state, reason: null }, null, system);
  }
  const status = state === 'Held' ? ('Pending' as const) : state;
  const code = state === 'Held' ? waitingForPreviousEvent : reason;
  return reply(200, { accepted: false, conversionId, status, reason: code }, sentenceOfReason(code), system);
}

/** The answer to a request that stays in the inbox. */
export function answerOfParked(
  decision: Extract<Decision, { outcome: 'parked' }>,
  cause: string,
  system: TrackingSystem | null,
): PostbackReply {
  const data = { accepted: false, conversionId: null, status: null, reason: decision.reason };
  return reply(202, data, cause, system);
}

/** The answer to secrets that do not open the offer they were used for. */
export const refusedReply: PostbackReply = {
  status: 401,
  data: { accepted: false, conversionId: null, status: null, reason: null },
  messages: ['signature: is not valid for this call'],
};

function reply(
  status: 200 | 202,
  data: PostbackReply['data'],
  sentence: string | null,
  system: TrackingSystem | null,
): PostbackReply {
  const messages = sentence === null ? [] : [sentence];
  const wanted = system === null ? null : senderAnswer(system);
  if (wanted === null) return { status, data, messages };
  // Some senders look for words of their own in whatever they are answered.
  const isDone = data.accepted || data.reason === waitingForPreviousEvent;
  const words = isDone ? wanted.accepted : wanted.refused.replace('{message}', sentence ?? data.reason ?? '');
  return { status, data, messages: [...messages, words] };
}

function sentenceOfReason(code: string | null): string | null {
  if (code === null) return null;
  if (code === waitingForPreviousEvent) return reasonSentence(code);
  const known = rejectionReasons.find((reason): reason is RejectionReason => reason === code);
  return known === undefined ? code : reasonSentence(known);
}
