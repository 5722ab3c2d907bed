/** A value of a list of texts; what is not there is NULL. */
type Element = string | number | boolean | null | undefined;

const UUID_ARRAY = {
  dimensions: 1,
  elementType: 2950,
  lowerBound: 1,
  headerBytes: 20,
  elementBytes: 16,
} as const;
const NULL_LENGTH = -1;
const DASH = 0x2d;
/** More than any byte, so that it shows in whatever it becomes part of. */
const NO_DIGIT = 0x100;

/** The value of each hexadecimal digit by its character code. */
const digits = new Uint16Array(128).fill(NO_DIGIT);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  digits[digit.charCodeAt(0)] = value;
  digits[digit.toUpperCase().charCodeAt(0)] = value;
}

/**
 * Ids as one parameter of type `uuid[]`, in PostgreSQL's binary form: reading the text of an id costs the database more
 * than comparing or storing it.
 *
 * @throws TypeError when one of them is not a uuid
 */
export function uuids(values: readonly (string | null | undefined)[]): Buffer {
  const { headerBytes, elementBytes } = UUID_ARRAY;
  const array = Buffer.allocUnsafe(headerBytes + values.length * (4 + elementBytes));
  let hasNulls = false;
  let at: number = headerBytes;
  for (const value of values) {
    if (value === null || value === undefined) {
      hasNulls = true;
      at = array.writeInt32BE(NULL_LENGTH, at);
      continue;
    }
    at = array.writeInt32BE(elementBytes, at);
    writeUuid(array, at, value);
    at += elementBytes;
  }
  writeHeader(array, UUID_ARRAY.elementType, values.length, hasNulls);
  return array.subarray(0, at);
}

function writeUuid(array: Buffer, start: number, text: string): void {
  let [at, from] = [start, 0];
  while (from < text.length && at < start + UUID_ARRAY.elementBytes) {
    if (text.charCodeAt(from) === DASH) {
      from += 1;
      continue;
    }
    const byte = (digitAt(text, from) << 4) | digitAt(text, from + 1);
    if (byte > 0xff) break;
    array[at++] = byte;
    from += 2;
  }
  if (at < start + UUID_ARRAY.elementBytes || from !== text.length || text.length !== 36)
    throw new TypeError(`"${text}" is not a uuid`);
}

function digitAt(text: string, index: number): number {
  return digits[text.charCodeAt(index)] ?? NO_DIGIT;
}

const JSONB_TYPE = 3802;
const JSONB_VERSION = 1;

/**
 * Documents as one parameter of type `jsonb[]`, in PostgreSQL's binary form: as text every quotation mark of every
 * document would be escaped here and unescaped there.
 *
 * @param values each a document as JSON; what is not there is NULL
 */
export function documents(values: readonly (string | null | undefined)[]): Buffer {
  const { headerBytes } = UUID_ARRAY;
  const lengths = values.map((text) => (typeof text === 'string' ? Buffer.byteLength(text) + 1 : 0));
  const array = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + 4 + length, headerBytes));
  let at: number = headerBytes;
  for (const [index, length] of lengths.entries()) {
    at = array.writeInt32BE(length === 0 ? NULL_LENGTH : length, at);
    if (length === 0) continue;
    at = array.writeUInt8(JSONB_VERSION, at);
    at += array.write(values[index] as string, at);
  }
  writeHeader(array, JSONB_TYPE, values.length, lengths.includes(0));
  return array;
}

function writeHeader(array: Buffer, elementType: number, count: number, hasNulls: boolean): void {
  array.writeInt32BE(UUID_ARRAY.dimensions, 0);
  array.writeInt32BE(hasNulls ? 1 : 0, 4);
  array.writeInt32BE(elementType, 8);
  array.writeInt32BE(count, 12);
  array.writeInt32BE(UUID_ARRAY.lowerBound, 16);
}

/** A list as one parameter of an array type, as PostgreSQL writes arrays: `{"a","b",NULL}`. */
export function arrayText(values: readonly Element[]): string {
  let text = '{';
  for (const [index, value] of values.entries()) {
    if (index > 0) text += ',';
    if (value === null || value === undefined) text += 'NULL';
    else if (typeof value === 'string') text += `"${needsEscape(value) ? escaped(value) : value}"`;
    else text += String(value);
  }
  return `${text}}`;
}

function needsEscape(text: string): boolean {
  return text.includes('"') || text.includes('\\');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

/** Whether a list holds nothing but what {@link arrayText} writes. */
export function isPlainArray(value: unknown): value is readonly Element[] {
  return Array.isArray(value) && value.every(isElement);
}

function isElement(value: unknown): boolean {
  return value === null || value === undefined || typeof value !== 'object';
}
