import { publisherParameters, type PublisherParameter } from '#domain/macros/names.ts';
import { storableText } from '../../platform/text.ts';

/** The publisher's parameters that carry a value, as received. */
export type PublisherValues = Readonly<Partial<Record<PublisherParameter, string>>>;

/** Picks the publisher's parameters out of a checked query; those without a value are left out. */
export function readParameters(query: Readonly<Record<string, unknown>>): PublisherValues {
  const values: Partial<Record<PublisherParameter, string>> = {};
  for (const name of publisherParameters) {
    const value = query[name];
    if (typeof value === 'string' && value !== '') values[name] = storableText(value);
  }
  return values;
}
