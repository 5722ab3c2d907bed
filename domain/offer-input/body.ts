import { lookUp } from '../enumeration.ts';
import { normaliseUuid } from '../ids.ts';
import { hasAtMostSixDecimals, hasAtMostTwelveIntegerDigits, isNegative, moneyDecimals } from '../money.ts';
import { moneyIntegerDigits, parseDecimal, toText } from '../money.ts';
import type { DecimalText } from '../money.ts';
import { parseInstant } from '../time.ts';
import type { Micros } from '../time.ts';

/** One fault of a body: the JSON path of the field, and the rest of a plain sentence that begins with it. */
export interface Fault {
  path: string;
  problem: string;
}

/** A fault as the sentence that is sent: `offerEvents[2].eventId: is required for a MultiEvent offer`. */
export function faultSentence({ path, problem }: Fault): string {
  return path === '' ? problem : `${path}: ${problem}`;
}

/** What a number must satisfy beside being one. */
export interface NumberLimits {
  minimum: number;
  maximum?: number;
}

/** Integers that are stored are at most this large. */
export const largestInteger = 2_147_483_647;

/**
 * Reads the fields of one JSON object and collects a fault for each that is wrong, in the order of reading. Names
 * match in any letter case, an exact match first. `null` counts as omitted unless a reader asks for presence. A
 * reader returns null both for an omitted and for a wrong value; only the wrong one leaves a fault.
 */
export class BodyReader {
  readonly #body: Readonly<Record<string, unknown>>;
  /** The values by their names in lower case; made when a name is asked for that isn't there as it is written. */
  #inAnyCase: ReadonlyMap<string, unknown> | undefined;
  readonly #path: string;
  readonly faults: Fault[];

  constructor(body: object, path: string, faults: Fault[]) {
    this.#body = body as Record<string, unknown>;
    this.#path = path;
    this.faults = faults;
  }

  /** The JSON path of one of this object's fields. */
  pathOf(field: string): string {
    return this.#path === '' ? field : `${this.#path}.${field}`;
  }

  /** Notes a fault of one of this object's fields. */
  fault(field: string, problem: string): void {
    this.faults.push({ path: this.pathOf(field), problem });
  }

  /** The value as sent, undefined when the key is absent. */
  raw(field: string): unknown {
    const exact = Object.hasOwn(this.#body, field) ? this.#body[field] : undefined;
    if (exact !== undefined) return exact;
    this.#inAnyCase ??= new Map(
      Object.entries(this.#body).map(([name, value]) => [name.toLowerCase(), value] as const),
    );
    return this.#inAnyCase.get(field.toLowerCase());
  }

  /** Whether the key is there at all, be it with null. */
  has(field: string): boolean {
    return this.raw(field) !== undefined;
  }

  /** Whether the field has a value. */
  isGiven(field: string): boolean {
    const value = this.raw(field);
    return value !== undefined && value !== null;
  }

  /** Notes `is required` when the field has no value. `when` names the case: ` for a MultiEvent offer`. */
  require(field: string, when = ''): boolean {
    if (this.isGiven(field)) return true;
    this.fault(field, `is required${when}`);
    return false;
  }

  /** Notes a fault when the key is absent; null is allowed. */
  requireKey(field: string, when = ''): void {
    if (!this.has(field)) this.fault(field, `is required${when}, null is allowed`);
  }

  /** Any text that can be stored. */
  text(field: string): string | null {
    if (!this.isGiven(field)) return null;
    return readText(this.raw(field), (problem) => this.fault(field, problem));
  }

  /** A text with something in it beside blanks. */
  filledText(field: string): string | null {
    const text = this.text(field);
    if (text !== null && text.trim() === '') {
      this.fault(field, 'must not be empty');
      return null;
    }
    return text;
  }

  /** A boolean, or the words true and false in any letter case. */
  boolean(field: string): boolean | null {
    if (!this.isGiven(field)) return null;
    const value = this.raw(field);
    if (typeof value === 'boolean') return value;
    const word = lookUp(['true', 'false'], value);
    if (word === null) this.fault(field, 'must be true or false');
    return word === null ? null : word === 'true';
  }

  /** A whole number within limits. */
  integer(field: string, { minimum, maximum = largestInteger }: NumberLimits): number | null {
    if (!this.isGiven(field)) return null;
    const value = this.raw(field);
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      this.fault(field, 'must be an integer');
      return null;
    }
    if (value >= minimum && value <= maximum) return value === 0 ? 0 : value;
    this.fault(field, value < minimum ? `must be at least ${minimum}` : `must be at most ${maximum}`);
    return null;
  }

  /** An amount of at least 0 with at most six decimals, as text. Text is read only where the field allows it. */
  amount(field: string, allowText = false): DecimalText | null {
    if (!this.isGiven(field)) return null;
    const raw = this.raw(field);
    const value =
      typeof raw === 'number' || (allowText && typeof raw === 'string') ? parseDecimal(trimmed(raw)) : null;
    if (value === null)
      this.fault(field, allowText ? 'must be a number or a numeric string' : 'must be a number');
    else if (isNegative(value)) this.fault(field, 'must be at least 0');
    else if (!hasAtMostSixDecimals(value)) this.fault(field, `must have at most ${moneyDecimals} decimals`);
    else if (!hasAtMostTwelveIntegerDigits(value)) {
      this.fault(field, `must have at most ${moneyIntegerDigits} digits before the decimal point`);
    } else return toText(value);
    return null;
  }

  /** A value of an enumeration, in any letter case. */
  oneOf<const Value extends string>(field: string, values: readonly Value[]): Value | null {
    if (!this.isGiven(field)) return null;
    const found = lookUp(values, this.raw(field));
    if (found === null) this.fault(field, `must be one of ${values.join(', ')}`);
    return found;
  }

  /** A date-time in any ISO 8601 form. */
  instant(field: string): Micros | null {
    if (!this.isGiven(field)) return null;
    const value = this.raw(field);
    const at = typeof value === 'string' ? parseInstant(value.trim()) : null;
    if (at === null) this.fault(field, 'must be an ISO 8601 date-time');
    return at;
  }

  /** A uuid, in lower case. */
  uuid(field: string): string | null {
    if (!this.isGiven(field)) return null;
    const value = this.raw(field);
    const id = typeof value === 'string' ? normaliseUuid(value.trim()) : null;
    if (id === null) this.fault(field, 'must be a uuid');
    return id;
  }

  /** The entries of an array; null when omitted or not an array. */
  list(field: string): readonly unknown[] | null {
    if (!this.isGiven(field)) return null;
    const value = this.raw(field);
    if (Array.isArray(value)) return value;
    this.fault(field, 'must be an array');
    return null;
  }

  /** A reader for each entry of an array of objects, with null in the place of an entry that is no object. */
  objects(field: string): (BodyReader | null)[] | null {
    const entries = this.list(field);
    return (
      entries?.map((entry, index) => {
        if (isObject(entry)) return new BodyReader(entry, this.pathOf(`${field}[${index}]`), this.faults);
        this.fault(`${field}[${index}]`, 'must be an object');
        return null;
      }) ?? null
    );
  }
}

/** Whether a JSON value is an object. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a text that can be stored: no NUL character, no half of a surrogate pair. */
export function readText(value: unknown, fault: (problem: string) => void): string | null {
  if (typeof value !== 'string') fault('must be a string');
  else if (value.includes('\u0000') || !value.isWellFormed())
    fault('must not contain NUL or broken characters');
  else return value;
  return null;
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
