import type { Readable } from 'node:stream';
import type { FailureType } from '#contract/failures.ts';
import type { LentBuffer } from './body-buffers.ts';

/** Headers of an answer, by their names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** What a handler decided: success with its data, a refusal with its sentences, or bytes that are not the envelope. */
export type Answer<Data = unknown> = Success<Data> | Failure | File;

/** A success. Without data the envelope is left out too (204, redirects). */
export interface Success<Data> {
  readonly kind: 'success';
  readonly data?: Data | undefined;
  /** The whole answer, envelope included, where it was put together from bytes; sent instead of the data. */
  readonly prepared?: LentBuffer | undefined;
  /** The endpoint's own status unless given. */
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  /** Remarks beside the data. */
  readonly messages?: readonly string[] | undefined;
}

/** A refusal: its type and one sentence for each fault. */
export interface Failure {
  readonly kind: 'failure';
  readonly type: FailureType;
  readonly messages: readonly string[];
  readonly headers?: Headers | undefined;
}

/** An answer in another media type than JSON. */
export interface File {
  readonly kind: 'file';
  readonly mediaType: string;
  readonly body: Readable | Buffer | string;
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
}

/** Succeeds with this data. */
export function ok<Data>(data: Data, extra: Omit<Success<Data>, 'kind' | 'data'> = {}): Success<Data> {
  return { kind: 'success', data, ...extra };
}

/**
 * Succeeds with an answer that was put together from bytes.
 *
 * @param data makes the same data for callers inside the process
 */
export function okPrepared<Data>(prepared: () => LentBuffer, data: () => Data): Success<Data> {
  return new PreparedSuccess(prepared, data);
}

/**
 * A class and no object with getters of its own: for each of those the engine makes a shape of its own among the old
 * objects, which then keeps all that the request has made alive until they are swept.
 */
class PreparedSuccess<Data> implements Success<Data> {
  readonly kind = 'success';
  readonly #prepare: () => LentBuffer;
  readonly #data: () => Data;

  constructor(prepare: () => LentBuffer, data: () => Data) {
    this.#prepare = prepare;
    this.#data = data;
  }

  get prepared(): LentBuffer {
    return this.#prepare();
  }

  get data(): Data {
    return this.#data();
  }
}

/** Succeeds with a new object that can be read at this path. */
export function created<Data>(data: Data, location: string): Success<Data> {
  return { kind: 'success', data, headers: { location } };
}

/** Succeeds without a body. */
export function done(headers?: Headers): Success<never> {
  return { kind: 'success', headers };
}

/** Refuses, with one sentence for each fault. */
export function refused(type: FailureType, ...messages: string[]): Failure {
  return { kind: 'failure', type, messages };
}

/** The same answer for what does not exist and for what belongs to somebody else. */
export function notFound(noun: string): Failure {
  return refused('NotFound', `No such ${noun} exists`);
}

/** Answers bytes of another media type. */
export function file(
  mediaType: string,
  body: File['body'],
  extra: Pick<File, 'status' | 'headers'> = {},
): File {
  return { kind: 'file', mediaType, body, ...extra };
}

/** Carries a refusal out of nested work, so that the transaction around it rolls back. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.messages.join('; '));
    this.failure = failure;
  }
}

/** Refuses from inside nested work. */
export function refuse(type: FailureType, ...messages: string[]): never {
  throw new Refusal(refused(type, ...messages));
}
