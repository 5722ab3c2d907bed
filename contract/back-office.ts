import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema, searchFilter } from './lists.ts';
import { Name, named, nullable, Type, Uuid, type TObject, type TSchema } from './schema.ts';

const base = '/api/v1/sdk-back-office-management';
const tag = 'Back office';
const orderBy = ['CreatedAt', 'Name'] as const;

/** A thing that offers point at by its id. */
export const NamedItem = named('NamedItem', Type.Object({ id: Uuid, name: Type.String() }));

/** A range of ages, both ends included; null at an end leaves it open. */
export const AgeRange = named(
  'AgeRange',
  Type.Object({
    id: Uuid,
    name: Type.String(),
    valueFrom: nullable(Type.Integer({ minimum: 0 })),
    valueTo: nullable(Type.Integer({ minimum: 0 })),
  }),
);

/** A country of ISO 3166-1. */
export const Country = named(
  'Country',
  Type.Object({
    id: Uuid,
    name: Type.String(),
    code2: Type.String(),
    code3: Type.String(),
    numeric: Type.String(),
  }),
);

/** A subdivision of ISO 3166-2, such as `US-CA`. */
export const State = named(
  'State',
  Type.Object({ id: Uuid, name: Type.String(), code: Type.String(), countryId: Uuid }),
);

const NamedBody = named('NamedItemInput', Type.Object({ name: Name }));
const age = nullable(Type.Integer({ minimum: 0, maximum: 150 }));
const AgeRangeBody = named(
  'AgeRangeInput',
  Type.Object({ name: Name, valueFrom: Type.Optional(age), valueTo: Type.Optional(age) }),
);
const idParam = Type.Object({ id: Uuid });

function lookup<Item extends TSchema>(
  resource: string,
  noun: string,
  plural: string,
  item: Item,
  filters: Record<string, TSchema> = {},
) {
  const word = pascal(noun);
  return {
    list: endpoint({
      id: `list${pascal(plural)}`,
      method: 'GET',
      path: `${base}/${resource}`,
      tag,
      access: 'management',
      summary: `Lists ${plural}.`,
      query: listQuery(orderBy, { search: searchFilter, ...filters }),
      status: 200,
      data: pageSchema(`${word}Page`, item),
      isExportable: true,
    }),
    read: endpoint({
      id: `read${word}`,
      method: 'GET',
      path: `${base}/${resource}/{id}`,
      tag,
      access: 'management',
      summary: `Reads one ${noun}.`,
      params: idParam,
      status: 200,
      data: item,
    }),
  };
}

function ownedLookup<Item extends TSchema, Body extends TObject>(
  resource: string,
  noun: string,
  plural: string,
  item: Item,
  body: Body,
) {
  const word = pascal(noun);
  return {
    ...lookup(resource, noun, plural, item),
    create: endpoint({
      id: `create${word}`,
      method: 'POST',
      path: `${base}/${resource}`,
      tag,
      access: 'management',
      summary: `Creates one ${noun}.`,
      body,
      status: 201,
      data: item,
      failures: ['Conflict'],
    }),
    change: endpoint({
      id: `change${word}`,
      method: 'PUT',
      path: `${base}/${resource}/{id}`,
      tag,
      access: 'management',
      summary: `Changes one ${noun}.`,
      params: idParam,
      body,
      status: 200,
      data: item,
      failures: ['Conflict'],
    }),
    remove: endpoint({
      id: `delete${word}`,
      method: 'DELETE',
      path: `${base}/${resource}/{id}`,
      tag,
      access: 'management',
      summary: `Deletes one ${noun} that nothing uses.`,
      params: idParam,
      status: 204,
      failures: ['Conflict'],
    }),
  };
}

function pascal(words: string): string {
  return words.replace(/(?:^|[ -])(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Advertisers: who owes the revenue. */
export const advertisers = ownedLookup('advertisers', 'advertiser', 'advertisers', NamedItem, NamedBody);
/** Partners: outside publishers who are paid for traffic. */
export const partners = ownedLookup('partners', 'partner', 'partners', NamedItem, NamedBody);
/** Placements: where a wall shows offers. */
export const placements = ownedLookup('placements', 'placement', 'placements', NamedItem, NamedBody);
/** Categories of offers. */
export const categories = ownedLookup('categories', 'category', 'categories', NamedItem, NamedBody);
/** Genders that an offer may ask for. */
export const genders = ownedLookup('genders', 'gender', 'genders', NamedItem, NamedBody);
/** Age ranges that an offer may ask for. */
export const ageRanges = ownedLookup('age-ranges', 'age range', 'age ranges', AgeRange, AgeRangeBody);
/** Countries, the same for every tenant. */
export const countries = lookup('countries', 'country', 'countries', Country);
/** States and provinces, the same for every tenant. */
export const states = lookup('states', 'state', 'states', State, { countryId: Type.Optional(Uuid) });

/** Every endpoint of the back office. */
export const backOfficeEndpoints = [
  ...[advertisers, partners, placements, categories, genders, ageRanges].flatMap((resource) =>
    Object.values(resource),
  ),
  ...[countries, states].flatMap((resource) => Object.values(resource)),
];
