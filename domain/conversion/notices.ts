import type { ConversionState } from './facts.ts';

/** Which states besides Success a receiver wants to hear of. */
export interface NoticeSwitches {
  readonly sendPending: boolean;
  readonly sendRejected: boolean;
}

/**
 * Whether entering a state is told to a receiver: Success always, Pending and Rejected where switched on (a reversal
 * is a Rejected), a held conversion never. The same rule serves the tenant's callback and a partner's postbacks, each
 * with its own switches; without a URL nothing is sent either way.
 */
export function isNoticeDue(state: ConversionState, { sendPending, sendRejected }: NoticeSwitches): boolean {
  switch (state) {
    case 'Success':
      return true;
    case 'Pending':
      return sendPending;
    case 'Rejected':
      return sendRejected;
    case 'Held':
      return false;
  }
}
