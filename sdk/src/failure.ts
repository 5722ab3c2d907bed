import type { FailureType } from './generated.ts';

/** One fault of a request, read from a sentence such as `offerEvents[2].eventId: is required`. */
export interface Fault {
  /** Path of the field; empty when the sentence is about the whole request. */
  readonly path: string;
  /** What is wrong with it. */
  readonly text: string;
}

/** Anything that this client throws of its own accord. */
export class PitwallError extends Error {
  override name = 'PitwallError';
}

/** The server answered, and said no. */
export class ApiError extends PitwallError {
  override name = 'ApiError';
  /** HTTP status. */
  readonly status: number;
  /** The refusal's type; `Unknown` when something between us and the server answered in its place. */
  readonly type: FailureType | 'Unknown';
  /** One sentence for each fault. */
  readonly messages: readonly string[];
  /** Id of the answer, which the server's log knows too; null when it carried none. */
  readonly responseId: string | null;
  /** How long the server asks to wait before the next try; null when it doesn't say. */
  readonly retryAfterMs: number | null;

  constructor(said: Pick<ApiError, 'status' | 'type' | 'messages' | 'responseId' | 'retryAfterMs'>) {
    super(said.messages.join('; ') || `The server answered ${said.status}`);
    this.status = said.status;
    this.type = said.type;
    this.messages = said.messages;
    this.responseId = said.responseId;
    this.retryAfterMs = said.retryAfterMs;
  }

  /** The messages taken apart, to be shown beside the fields that they name. */
  get faults(): Fault[] {
    return this.messages.map((message) => {
      const [, path = '', text = message] = /^([\w.[\]$-]+): ([^]+)$/.exec(message) ?? [];
      return { path, text };
    });
  }
}

/** No answer came: the server could not be reached, or the connection broke. */
export class ConnectionError extends PitwallError {
  override name = 'ConnectionError';
}

/** No answer came in time. */
export class TimeoutError extends PitwallError {
  override name = 'TimeoutError';
}
