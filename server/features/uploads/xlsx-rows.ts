import { Unzip, UnzipInflate, UnzipPassThrough, type UnzipFile } from 'fflate';
import { SaxesParser } from 'saxes';
import { JobFault } from '../../platform/jobs.ts';

/** One row of a file, its cells by their place. */
export interface SheetRow {
  /** As a spreadsheet counts, from 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

/** What is unpacked at once, so that a file made to burst does so in small pieces. */
const SLICE_BYTES = 16_384;
const MOST_UNPACKED_BYTES = 2_000_000_000;
const MOST_SHARED_CHARACTERS = 100_000_000;
const MOST_COLUMNS = 200;

const sharedStringsName = 'xl/sharedStrings.xml';
const sheetName = /^xl\/worksheets\/[^/]+\.xml$/;

/**
 * Reads the rows of an XLSX file's first sheet, one after the other: first the texts that cells share, then the sheet,
 * so that at no time more than these texts and a piece of the sheet is in memory.
 *
 * @param open reads the file from its beginning; it is read twice
 * @throws JobFault when the file is no such spreadsheet, or unpacks to far more than it seems
 */
export async function* xlsxRows(open: () => AsyncIterable<Uint8Array>): AsyncGenerator<SheetRow> {
  try {
    const shared = await sharedTexts(open());
    const sheet = new SheetReader(shared);
    let isFound = false;
    for await (const piece of unpacked(open(), (name) => {
      const isFirst = !isFound && sheetName.test(name);
      isFound ||= isFirst;
      return isFirst;
    })) {
      sheet.write(piece);
      yield* sheet.take();
    }
    if (!isFound) throw new JobFault('The file is no XLSX spreadsheet: it has no sheet');
  } catch (error) {
    if (error instanceof JobFault || !(error instanceof Error) || 'severity' in error) throw error;
    throw new JobFault(`The file cannot be read as XLSX: ${error.message.slice(0, 200)}`);
  }
}

/** Unpacks those files of an archive that are wanted, piece by piece. */
async function* unpacked(
  bytes: AsyncIterable<Uint8Array>,
  isWanted: (name: string) => boolean,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let unpackedBytes = 0;
  const unzip = new Unzip((file: UnzipFile) => {
    if (!isWanted(file.name)) return;
    file.ondata = (error, data) => {
      if (error) throw error;
      unpackedBytes += data.length;
      if (unpackedBytes > MOST_UNPACKED_BYTES) throw new JobFault('The file unpacks to more than 2 GB');
      pieces.push(decoder.decode(data, { stream: true }));
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  unzip.register(UnzipPassThrough);
  for await (const chunk of bytes) {
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      unzip.push(chunk.subarray(at, at + SLICE_BYTES), false);
      yield* pieces.splice(0);
    }
  }
  unzip.push(new Uint8Array(), true);
  yield* pieces.splice(0);
}

async function sharedTexts(bytes: AsyncIterable<Uint8Array>): Promise<string[]> {
  const texts: string[] = [];
  let characters = 0;
  let isText = false;
  // A text may come in several runs of formatting; what is spoken beside it (phonetic runs) is no part of it.
  let phonetic = 0;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    if (name === 'si') texts.push('');
    if (name === 'rPh') phonetic++;
    if (name === 't') isText = phonetic === 0;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 't') isText = false;
    if (name === 'rPh') phonetic--;
  });
  parser.on('text', (text) => {
    if (!isText || texts.length === 0) return;
    characters += text.length;
    if (characters > MOST_SHARED_CHARACTERS) throw new JobFault('The texts of the file are too long');
    texts[texts.length - 1] += text;
  });
  for await (const piece of unpacked(bytes, (name) => name === sharedStringsName)) parser.write(piece);
  return texts;
}

/** Gathers rows from the pieces of a sheet. */
class SheetReader {
  readonly #parser = new SaxesParser();
  readonly #shared: readonly string[];
  #rows: SheetRow[] = [];
  #row = 0;
  #cells: string[] = [];
  #column = 0;
  #type = 'n';
  #value = '';
  #isValue = false;

  constructor(shared: readonly string[]) {
    this.#shared = shared;
    this.#parser.on('opentag', ({ name, attributes }) =>
      this.#open(name, attributes as Record<string, string>),
    );
    this.#parser.on('closetag', ({ name }) => this.#close(name));
    this.#parser.on('text', (text) => {
      if (this.#isValue) this.#value += text;
    });
  }

  write(piece: string): void {
    this.#parser.write(piece);
  }

  take(): SheetRow[] {
    return this.#rows.splice(0);
  }

  #open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.#row = Number(attributes['r'] ?? this.#row + 1);
      this.#cells = [];
      this.#column = -1;
    } else if (name === 'c') {
      this.#column = columnOf(attributes['r']) ?? this.#column + 1;
      this.#type = attributes['t'] ?? 'n';
      this.#value = '';
    } else if (name === 'v' || name === 't') this.#isValue = true;
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#isValue = false;
    else if (name === 'c' && this.#column < MOST_COLUMNS) {
      while (this.#cells.length < this.#column) this.#cells.push('');
      this.#cells[this.#column] =
        this.#type === 's' ? (this.#shared[Number(this.#value)] ?? '') : this.#value;
    } else if (name === 'row') this.#rows.push({ row: this.#row, cells: this.#cells });
  }
}

/** The place of a cell's column, from 0: `B7` is 1. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
