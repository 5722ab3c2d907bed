import { publisherParameters, type PublisherParameter } from '#domain/macros/names.ts';
import { Type } from './schema.ts';

const text = Type.String({
  maxLength: 500,
  pattern: '^[^\\u0000]*$',
  'x-says': 'must not contain the character NUL',
});

const described: Partial<Record<PublisherParameter, string>> = {
  pub_member_id: 'Who the member is, in the words of the publisher.',
  pub_session_id: 'The session of the member, passed through.',
  pub_click_id: 'The click of the publisher, passed through.',
  pub_gender: 'Gender by name; unknown words match no list of genders.',
  pub_age: 'Age in whole years.',
  pub_geo_country: 'Country as ISO 3166-1 alpha-2, alpha-3 or numeric code.',
  pub_geo_state: 'State as ISO 3166-2 code such as US-CA.',
  pub_postal_code: 'Postal code; letter case and blanks do not matter.',
  pub_device:
    'One of IOS, Android, MacOS, Browser, All, or several with commas; read from the User-Agent when absent.',
};

type Optional = ReturnType<typeof Type.Optional<typeof text>>;

/** Every parameter a publisher may send with a view or click: any text up to 500 characters. */
export const publisherQuery = Object.fromEntries(
  publisherParameters.map((name) => [
    name,
    Type.Optional({ ...text, description: described[name] ?? 'Passed through to callbacks.' }),
  ]),
) as unknown as Record<PublisherParameter, Optional>;

/** The publisher's parameters where the member must be named. */
export const publisherQueryOfMember = {
  ...publisherQuery,
  pub_member_id: { ...text, minLength: 1, description: described.pub_member_id } as typeof text,
};
