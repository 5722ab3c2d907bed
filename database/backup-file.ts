import type { Readable } from 'node:stream';

/** One part of a backup file. */
export type BackupPart =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'table'; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: 'rows'; readonly bytes: Buffer }
  | { readonly kind: 'table end'; readonly rows: number }
  | { readonly kind: 'end' };

/** What a backup says of itself before the rows. */
export interface BackupHeader {
  /** Migrations of the database, in order; it can be restored into the same level only. */
  readonly migrations: readonly string[];
  /** Version of the server it was taken from. */
  readonly server: string;
  readonly takenAt: string;
  readonly partitions: readonly { readonly parent: string; readonly name: string; readonly bounds: string }[];
  /** Sequences that were used, with the last value given out. */
  readonly sequences: readonly { readonly name: string; readonly lastValue: number }[];
}

/** Thrown when a file is no backup, or not a whole one. */
export class BackupFileError extends Error {
  override readonly name = 'BackupFileError';
}

const MAGIC = Buffer.from('PITWALL BACKUP 1\n');
const KINDS = ['header', 'table', 'rows', 'table end', 'end'] as const;
const PREFIX_BYTES = 5;
const LONGEST_PART_BYTES = 1 << 20;

/** Turns parts into the bytes of a file: after a first line, each part is its kind, its length and its content. */
export async function* encodeBackup(parts: AsyncIterable<BackupPart>): AsyncGenerator<Buffer> {
  yield MAGIC;
  for await (const part of parts) {
    const content = part.kind === 'rows' ? part.bytes : Buffer.from(JSON.stringify(part));
    for (let start = 0; start === 0 || start < content.length; start += LONGEST_PART_BYTES) {
      const piece = content.subarray(start, start + LONGEST_PART_BYTES);
      const prefix = Buffer.alloc(PREFIX_BYTES);
      prefix.writeUInt8(KINDS.indexOf(part.kind), 0);
      prefix.writeUInt32BE(piece.length, 1);
      yield prefix;
      yield piece;
    }
  }
}

/**
 * Reads the parts of a file, one at a time.
 *
 * @throws BackupFileError when the file is something else or breaks off
 */
export async function* decodeBackup(file: Readable): AsyncGenerator<BackupPart> {
  const bytes = new ByteQueue(file);
  if (!(await bytes.take(MAGIC.length))?.equals(MAGIC))
    throw new BackupFileError('The file is no backup of Pitwall');
  for (;;) {
    const prefix = await bytes.take(PREFIX_BYTES);
    const kind = KINDS[prefix?.readUInt8(0) ?? -1];
    const content = prefix && (await bytes.take(Math.min(prefix.readUInt32BE(1), LONGEST_PART_BYTES)));
    if (!kind || !content) throw new BackupFileError('The backup is damaged or breaks off');
    if (kind === 'rows') yield { kind, bytes: content };
    else yield JSON.parse(content.toString()) as BackupPart;
    if (kind === 'end') return;
  }
}

/** Takes exact numbers of bytes from a stream that comes in pieces. */
class ByteQueue {
  readonly #pieces: AsyncIterator<Buffer>;
  #waiting = Buffer.alloc(0);

  constructor(file: Readable) {
    this.#pieces = file[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  }

  /** Answers undefined when the stream ends before. */
  async take(count: number): Promise<Buffer | undefined> {
    const collected: Buffer[] = [this.#waiting];
    let length = this.#waiting.length;
    while (length < count) {
      const { done, value } = await this.#pieces.next();
      if (done) return undefined;
      collected.push(value);
      length += value.length;
    }
    const all = collected.length === 1 ? this.#waiting : Buffer.concat(collected);
    this.#waiting = all.subarray(count);
    return all.subarray(0, count);
  }
}
