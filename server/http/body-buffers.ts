/** Memory for the body of one answer, to be given back when the answer has been sent or its connection has died. */
export interface LentBuffer {
  readonly body: Buffer;
  /** Gives it back; a second time does nothing. */
  release(): void;
}

/** Sizes that buffers are kept in, in bytes: powers of two from the smallest to the largest. */
const SMALLEST = 4_096;
const LARGEST = 1_048_576;
/** Bytes that are kept of each size. */
const KEPT_BYTES = 4 * 1_048_576;

const kept = new Map<number, Buffer[]>();

/** Lends a buffer of exactly so many bytes; its content is whatever was in it before. */
export function takeBuffer(size: number): LentBuffer {
  if (size > LARGEST) return { body: Buffer.allocUnsafeSlow(size), release: () => {} };
  const capacity = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(size)));
  let free = kept.get(capacity);
  if (!free) {
    free = [];
    kept.set(capacity, free);
  }
  const whole = free.pop() ?? Buffer.allocUnsafeSlow(capacity);
  return new Lent(whole, size, free);
}

class Lent implements LentBuffer {
  readonly body: Buffer;
  readonly #free: Buffer[];
  #whole: Buffer | undefined;

  constructor(whole: Buffer, size: number, free: Buffer[]) {
    this.#whole = whole;
    this.#free = free;
    this.body = whole.subarray(0, size);
  }

  release(): void {
    const whole = this.#whole;
    if (whole === undefined) return;
    this.#whole = undefined;
    if (this.#free.length * whole.length < KEPT_BYTES) this.#free.push(whole);
  }
}
