/** Thrown when what came is no answer of HTTP/1.1; the message says what is wrong with it. */
export class AnswerFault extends Error {
  override readonly name = 'AnswerFault';
}

/** How much of a body is kept, in bytes. */
const KEPT_BYTES = 1_024;
/** The longest head of an answer, and the longest trailer. */
const HEAD_BYTES = 16_384;
/** The longest line that gives the size of a chunk. */
const SIZE_LINE_BYTES = 256;
const FIRST_FINAL_STATUS = 200;
const FIRST_STATUS = 100;
const NO_CONTENT = 204;
const NOT_MODIFIED = 304;
const SPACE = 0x20;
/** Of the names of the headers that are read. */
const NAME_LENGTHS = new Set(
  ['content-length', 'transfer-encoding', 'connection', 'keep-alive', 'retry-after'].map(
    ({ length }) => length,
  ),
);
const LINE_END = '\r\n';
const HEAD_END = '\r\n\r\n';
/** How long a connection is kept without use, at most. */
const IDLE_MS = 4_000;
const MS_PER_SECOND = 1_000;

type Part =
  | 'head'
  | 'sized body'
  | 'size of a chunk'
  | 'chunk'
  | 'end of a chunk'
  | 'trailers'
  | 'endless body';

/** What is left of the bytes after a part of the answer; undefined when the part needs more of them. */
type Rest = Buffer | undefined;

/**
 * Reads one answer of HTTP/1.1 as its bytes come, as far as a delivery needs it: the status, `Retry-After`, the beginning
 * of the body, and where the answer ends. It is strict where leniency would let a connection lose its place: what is
 * unclear is a fault, or ends the use of its connection.
 */
export class AnswerReader {
  /** Of the final answer, as soon as its head was read. */
  status: number | undefined;
  /** The `Retry-After` header as it came. */
  retryAfter: string | null = null;
  /** Whether another request may follow on the connection once the answer has ended, and how long it may wait for it. */
  isReusable = false;
  idleMs = IDLE_MS;
  /** Bytes of the body so far. */
  bodyBytes = 0;
  #part: Part = 'head';
  #isEnded = false;
  /** What came of a head or line that is not complete. */
  #carried: Buffer | undefined;
  /** Bytes that are still missing of a body or chunk of known size. */
  #left = 0;
  readonly #kept: Buffer[] = [];

  /**
   * Takes the bytes that came next. Returns whether the answer has ended.
   *
   * @throws AnswerFault
   */
  read(chunk: Buffer): boolean {
    let rest: Rest = this.#carried === undefined ? chunk : Buffer.concat([this.#carried, chunk]);
    this.#carried = undefined;
    while (rest !== undefined && !this.#isEnded) rest = this.#readPart(rest);
    // Bytes that nobody asked for may be the beginning of anything.
    if (rest !== undefined && rest.length > 0) this.isReusable = false;
    return this.#isEnded;
  }

  /** Takes the end of the connection. Returns whether that is how the answer ends, rather than breaking off. */
  close(): boolean {
    return this.#part === 'endless body';
  }

  /** The first 1 KB of the body as text. */
  text(): string {
    const [first, ...others] = this.#kept;
    if (first === undefined) return '';
    return (others.length === 0 ? first : Buffer.concat(this.#kept)).toString('utf8');
  }

  #readPart(bytes: Buffer): Rest {
    switch (this.#part) {
      case 'head':
        return this.#readHead(bytes);
      case 'sized body':
        return this.#readSized(bytes);
      case 'size of a chunk':
        return this.#readLine(bytes, SIZE_LINE_BYTES, (line) => this.#beginChunk(line));
      case 'chunk':
        return this.#readSized(bytes);
      case 'end of a chunk':
        return this.#readLine(bytes, SIZE_LINE_BYTES, (line) => {
          if (line !== '') throw new AnswerFault('the answer has a chunk that is longer than it says');
          this.#part = 'size of a chunk';
        });
      case 'trailers':
        return this.#readLine(bytes, HEAD_BYTES, (line) => {
          this.#isEnded = line === '';
        });
      case 'endless body':
        this.#keep(bytes);
        return undefined;
    }
  }

  #readHead(bytes: Buffer): Rest {
    const end = bytes.indexOf(HEAD_END);
    if ((end < 0 ? bytes.length : end) > HEAD_BYTES)
      throw new AnswerFault('the answer has headers of more than 16 KB');
    if (end < 0) return this.#carry(bytes);
    this.#takeHead(bytes.toString('latin1', 0, end).split(LINE_END));
    return bytes.subarray(end + HEAD_END.length);
  }

  #takeHead(lines: readonly string[]): void {
    const [, version, digits] = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(lines[0] ?? '') ?? [];
    const status = Number(digits);
    if (!(status >= FIRST_STATUS)) throw new AnswerFault('the answer does not begin as HTTP/1.1 does');
    // An interim answer is followed by the real one; only a change of protocols would not be, which nobody asked for.
    if (status < FIRST_FINAL_STATUS) {
      if (status === 101) throw new AnswerFault('the answer changes to another protocol');
      return;
    }
    this.status = status;
    this.isReusable = version === '1';
    let length: number | undefined;
    let codings: string | undefined;
    for (let nth = 1; nth < lines.length; nth++) {
      const header = lines[nth] as string;
      const colon = header.indexOf(':');
      if (colon < 1 || header.charCodeAt(0) <= SPACE)
        throw new AnswerFault('the answer has a header that is none');
      // Most headers of an answer say nothing that matters here, which the length of their names tells.
      if (!NAME_LENGTHS.has(colon)) continue;
      switch (header.slice(0, colon).toLowerCase()) {
        case 'content-length':
          length = readLength(header.slice(colon + 1).trim(), length);
          break;
        case 'transfer-encoding':
          codings = `${codings ?? ''},${header.slice(colon + 1)}`.toLowerCase();
          break;
        case 'connection':
          if (/close/i.test(header)) this.isReusable = false;
          break;
        case 'keep-alive':
          this.#limitIdleness(header);
          break;
        case 'retry-after':
          this.retryAfter = header.slice(colon + 1).trim();
          break;
      }
    }
    this.#beginBody(status, length, codings);
  }

  #beginBody(status: number, length: number | undefined, codings: string | undefined): void {
    // Both a length and a coding is how one answer is made to look like two.
    if (length !== undefined && codings !== undefined) this.isReusable = false;
    if (status === NO_CONTENT || status === NOT_MODIFIED) {
      this.#isEnded = true;
      // A body that must not be there may still come.
      if (length !== undefined && length > 0) this.isReusable = false;
    } else if (codings !== undefined) {
      this.#part = /(^|,)[ \t]*chunked[ \t]*$/.test(codings) ? 'size of a chunk' : 'endless body';
    } else if (length !== undefined) {
      this.#part = 'sized body';
      this.#left = length;
      this.#isEnded = length === 0;
    } else this.#part = 'endless body';
    if (this.#part === 'endless body') this.isReusable = false;
  }

  /** A receiver says how long it keeps a connection; a request should not cross with the end of that time. */
  #limitIdleness(header: string): void {
    const seconds = /timeout=(\d{1,6})/i.exec(header)?.[1];
    if (seconds !== undefined) this.idleMs = Math.min(IDLE_MS, (Number(seconds) - 1) * MS_PER_SECOND);
    if (this.idleMs <= 0) this.isReusable = false;
  }

  #beginChunk(line: string): void {
    const [size = ''] = line.split(';');
    if (!/^[0-9a-f]{1,8}[ \t]*$/i.test(size)) throw new AnswerFault('the answer has a chunk without a size');
    this.#left = Number.parseInt(size, 16);
    this.#part = this.#left === 0 ? 'trailers' : 'chunk';
  }

  #readSized(bytes: Buffer): Rest {
    const piece = bytes.subarray(0, this.#left);
    this.#keep(piece);
    this.#left -= piece.length;
    if (this.#left > 0) return undefined;
    if (this.#part === 'chunk') this.#part = 'end of a chunk';
    else this.#isEnded = true;
    return bytes.subarray(piece.length);
  }

  #readLine(bytes: Buffer, longest: number, take: (line: string) => void): Rest {
    const end = bytes.indexOf(LINE_END);
    if ((end < 0 ? bytes.length : end) > longest)
      throw new AnswerFault('the answer has a line that is too long');
    if (end < 0) return this.#carry(bytes);
    take(bytes.toString('latin1', 0, end));
    return bytes.subarray(end + LINE_END.length);
  }

  #carry(bytes: Buffer): undefined {
    if (bytes.length > 0) this.#carried = bytes;
  }

  #keep(bytes: Buffer): void {
    // The piece that is kept is copied, so that it does not hold the memory that the connection was read into.
    if (this.bodyBytes < KEPT_BYTES && bytes.length > 0)
      this.#kept.push(Buffer.from(bytes.subarray(0, KEPT_BYTES - this.bodyBytes)));
    this.bodyBytes += bytes.length;
  }
}

/** A length may be repeated, but not differ. */
function readLength(text: string, known: number | undefined): number {
  const length = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
  if (length === undefined || (known !== undefined && known !== length))
    throw new AnswerFault('the answer has no clear length');
  return length;
}
