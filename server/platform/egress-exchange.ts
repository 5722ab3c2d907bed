import type { Readable } from 'node:stream';
import { AnswerReader } from './egress-answer.ts';

/** A request as it goes over a connection. */
export interface WrittenRequest {
  readonly bytes: Buffer;
  /** What follows them little by little. */
  readonly pieces: Readable | null;
}

/** What an exchange brought: what was read of the answer, and why it ended where it broke off. */
export interface ExchangeEnd {
  readonly reader: AnswerReader;
  /** Null where the answer ended by itself or was read far enough; `late` when its time was over. */
  readonly broken: Error | 'late' | null;
  readonly durationMs: number;
}

/** One request and its answer, over whatever connection carries it. */
export class Exchange {
  readonly request: WrittenRequest;
  readonly reader = new AnswerReader();
  /** What carries it; dropped when it ends before its answer does. */
  connection: { drop(): void } | undefined;
  /** Whether a byte of the answer has come. */
  hasBegun = false;
  /** Whether it goes over its second connection. */
  isAgain = false;
  isOver = false;
  readonly #startedAt = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #done: (end: ExchangeEnd) => void;

  constructor(request: WrittenRequest, timeoutMs: number, done: (end: ExchangeEnd) => void) {
    this.request = request;
    this.#done = done;
    this.#timer = setTimeout(() => this.end('late'), timeoutMs);
  }

  /** Whether all of the request has gone out. */
  get isWritten(): boolean {
    return this.request.pieces?.readableEnded ?? true;
  }

  end(broken: Error | 'late' | null): void {
    if (this.isOver) return;
    this.isOver = true;
    clearTimeout(this.#timer);
    this.request.pieces?.destroy();
    this.connection?.drop();
    this.#done({ reader: this.reader, broken, durationMs: Math.round(performance.now() - this.#startedAt) });
  }
}
