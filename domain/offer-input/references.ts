import { isUuid } from '../ids.ts';
import { isObject, readText } from './body.ts';
import type { BodyReader } from './body.ts';

/** A country as offers refer to it. */
export interface CountryReference {
  id: string;
  /** ISO 3166-1 alpha-2. */
  code2: string;
}

/** A state or province as offers refer to it. */
export interface StateReference {
  id: string;
  /** ISO 3166-2, for example `US-CA`. */
  code: string;
  countryId: string;
}

/** A gender of the tenant. */
export interface GenderReference {
  id: string;
  name: string;
}

/**
 * What a body's ids and codes can refer to, loaded before the check. Sets hold ids in lower case. Keys of maps are
 * in lower case: a country's id, alpha-2, alpha-3 and three-digit numeric code; a state's id and code; a gender's id
 * and name.
 */
export interface OfferReferences {
  advertiserIds: ReadonlySet<string>;
  categoryIds: ReadonlySet<string>;
  ageIds: ReadonlySet<string>;
  placementIds: ReadonlySet<string>;
  countries: ReadonlyMap<string, CountryReference>;
  states: ReadonlyMap<string, StateReference>;
  genders: ReadonlyMap<string, GenderReference>;
}

/** The ids a body mentions, to be looked up before it is checked. Malformed ones are left out. */
export interface MentionedIds {
  advertiserIds: string[];
  categoryIds: string[];
  ageIds: string[];
  placementIds: string[];
}

/** Collects the ids whose existence has to be known before a body can be checked. */
export function mentionedIds(body: unknown): MentionedIds {
  const fields = new Map(
    isObject(body) ? Object.entries(body).map(([name, value]) => [name.toLowerCase(), value]) : [],
  );
  const ids = (field: string): string[] => {
    const value: unknown = fields.get(field.toLowerCase());
    const entries: unknown[] = Array.isArray(value) ? value : [value];
    const texts = entries
      .filter((entry) => typeof entry === 'string')
      .map((text) => text.trim().toLowerCase());
    return [...new Set(texts.filter((text) => isUuid(text)))];
  };
  return {
    advertiserIds: ids('advertiserId'),
    categoryIds: ids('categoryIds'),
    ageIds: ids('ageId'),
    placementIds: ids('placementIds'),
  };
}

/** Reads one id that must be among the known ones. */
export function readReference(
  reader: BodyReader,
  field: string,
  noun: string,
  known: ReadonlySet<string>,
): string | null {
  const id = reader.uuid(field);
  if (id === null || known.has(id)) return id;
  reader.fault(field, `unknown ${noun} "${id}"`);
  return null;
}

/** Reads a list of ids that must be among the known ones, each kept once. */
export function readReferences(
  reader: BodyReader,
  field: string,
  noun: string,
  known: ReadonlySet<string>,
): string[] {
  return readEntries(reader, field, (text) => {
    const id = text.trim().toLowerCase();
    if (!isUuid(id)) return { problem: 'must be a uuid' };
    return known.has(id) ? { value: id } : { problem: `unknown ${noun} "${id}"` };
  });
}

/** Reads a list of texts, each turned into a value or a fault; equal values are kept once. */
export function readEntries(
  reader: BodyReader,
  field: string,
  resolve: (text: string, path: string) => { value: string } | { problem: string },
): string[] {
  const values = new Set<string>();
  for (const [index, entry] of (reader.list(field) ?? []).entries()) {
    const path = `${field}[${index}]`;
    const text = readText(entry, (problem) => reader.fault(path, problem));
    if (text === null) continue;
    const resolved = resolve(text, path);
    if ('value' in resolved) values.add(resolved.value);
    else reader.fault(path, resolved.problem);
  }
  return [...values];
}

/** Finds a country by id, alpha-2, alpha-3 or numeric code in any case; a numeric code may lack leading noughts. */
export function findCountry(
  text: string,
  countries: ReadonlyMap<string, CountryReference>,
): CountryReference | undefined {
  const key = text.trim().toLowerCase();
  return countries.get(/^\d{1,2}$/.test(key) ? key.padStart(3, '0') : key);
}
