import type { ConversionStatus } from '../offer.ts';

/** Which statuses are reported besides Success. */
export interface StatusSwitches {
  readonly sendPending: boolean;
  readonly sendRejected: boolean;
}

/** Whether a change to this status is reported: Success always, the others where they are switched on. */
export function isReported(status: ConversionStatus, switches: StatusSwitches): boolean {
  switch (status) {
    case 'Success':
      return true;
    case 'Pending':
      return switches.sendPending;
    case 'Rejected':
      return switches.sendRejected;
  }
}
