/** What a receiver has to answer beyond a 2xx status for a delivery to count as taken; null asks for nothing more. */
export interface AcceptedAnswer {
  /** Statuses that count; all of 2xx where absent. */
  readonly statuses?: readonly number[];
  /** The body, without blanks around it and in any letter case, is one of these. */
  readonly bodies?: readonly string[];
}

/** One request that is to be sent, the same over all its tries. */
export interface DeliveryRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string | null;
  /** By lower-case name. Secrets are added when it is sent and are never stored here. */
  readonly headers: Readonly<Record<string, string>>;
  readonly accepts: AcceptedAnswer | null;
}

/** How many days a delivery is tried before it fails. */
export const giveUpDays = 3;
