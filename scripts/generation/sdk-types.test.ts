import { describe, expect, test } from 'vitest';
import { endpoint, type Endpoint } from '#contract/endpoint.ts';
import { endpoints } from '#contract/endpoints.ts';
import { listQuery, pageSchema } from '#contract/lists.ts';
import { commaList, named, nullable, oneOf, Type, Uuid } from '#contract/schema.ts';
import { shapePrinter } from './sdk-shapes.ts';
import { sdkTypes } from './sdk-types.ts';

const Thing = named('Thing', Type.Object({ id: Uuid }));

const printed = (schema: unknown) => shapePrinter().typeOf(schema);

describe('the type of a schema', () => {
  const cases: [string, unknown, string][] = [
    ['text', Type.String({ maxLength: 3 }), 'string'],
    ['file', Type.String({ format: 'binary' }), 'Blob'],
    ['whole number', Type.Integer(), 'number'],
    ['number or null', nullable(Type.Number()), 'number | null'],
    ['several types', { type: ['number', 'string'] }, 'number | string'],
    ['word', oneOf(['a', "it's", 'say "b"']), `'a' | 'it\\'s' | 'say "b"'`],
    ['word or null', nullable(oneOf(['a'])), "'a' | null"],
    ['fixed value', Type.Literal(3), '3'],
    ['fixed truth', Type.Boolean({ const: true }), 'true'],
    ['null', Type.Null(), 'null'],
    ['anything', Type.Unknown(), 'unknown'],
    ['a true schema', true, 'unknown'],
    ['list', Type.Array(Type.String()), 'string[]'],
    ['list of words', Type.Array(oneOf(['a', 'b'])), "('a' | 'b')[]"],
    ['list with commas', commaList(Uuid), 'string[]'],
    ['list or null', nullable(Type.Array(Type.Boolean())), 'boolean[] | null'],
    ['pair', { type: 'array', prefixItems: [Type.String(), Type.Number()] }, '[string, number]'],
    ['map', Type.Record(Type.String(), Type.Number()), 'Record<string, number>'],
    ['open map', Type.Object({}, { additionalProperties: Type.String() }), 'Record<string, string>'],
    ['any object', Type.Object({}), 'Record<string, unknown>'],
    ['alternatives', Type.Union([Type.String(), Thing]), 'string | Thing'],
    [
      'both',
      { allOf: [Thing, { type: 'object', properties: { a: Type.Null() } }] },
      'Thing & {\n  a?: null;\n}',
    ],
    [
      'object',
      Type.Object({ a: Type.String(), 'b.c': Type.Optional(Thing) }),
      "{\n  a: string;\n  'b.c'?: Thing;\n}",
    ],
    [
      'object and more',
      { type: 'object', properties: { a: Type.Null() }, additionalProperties: Type.Number() },
      '{\n  a?: null;\n} & Record<string, number>',
    ],
    [
      'list of objects',
      Type.Array(Type.Object({ a: Type.Union([Type.Null(), Type.String()]) })),
      '{\n  a: null | string;\n}[]',
    ],
    [
      'documented',
      Type.Object({ a: Type.String({ description: 'Ends a comment: */' }) }),
      '{\n  /** Ends a comment: *\\/ */\n  a: string;\n}',
    ],
  ];
  test.each(cases)('%s', (_, schema, expected) => {
    expect(printed(schema)).toBe(expected);
  });

  test('a named schema stands by its name and is declared once, null or not', () => {
    const printer = shapePrinter();
    expect(printer.typeOf(nullable(Thing))).toBe('Thing | null');
    expect(printer.typeOf(Type.Array(Thing))).toBe('Thing[]');
    expect(printer.declarations()).toEqual(['export interface Thing {\n  id: string;\n}']);
  });

  test('a page is declared as a page of its items', () => {
    const printer = shapePrinter();
    printer.typeOf(pageSchema('ThingPage', Thing));
    expect(printer.declarations()).toContain('export type ThingPage = Page<Thing>;');
  });

  test('two schemas of one name may differ in their words, not in their shape', () => {
    const printer = shapePrinter();
    printer.typeOf(Thing);
    printer.typeOf({ ...Thing, description: 'Another word for it.' });
    expect(() => printer.typeOf(named('Thing', Type.Object({ id: Type.Number() })))).toThrow('named Thing');
  });
});

const call = (more: Partial<Endpoint>): Endpoint => ({
  ...endpoint({
    id: 'doIt',
    method: 'POST',
    path: '/do/{id}',
    tag: 'T',
    access: 'management',
    summary: 'Does it.',
    status: 204,
  }),
  ...more,
});
const routeLine = (more: Partial<Endpoint>) => /^ {2}doIt: '(.*)',$/m.exec(sdkTypes([call(more)]))?.[1];

describe('the route of a call', () => {
  const cases: [string, Partial<Endpoint>, string][] = [
    ['a POST of the management surface takes a key', {}, 'POST /do/{id} k'],
    ['a POST of a partner takes a key', { access: 'partner' }, 'POST /do/{id} k'],
    ['a POST of the wall takes none', { access: 'wall' }, 'POST /do/{id}'],
    ['a PUT takes none', { method: 'PUT' }, 'PUT /do/{id}'],
    ['an upload takes none and is multipart', { bodyType: 'multipart' }, 'POST /do/{id} m'],
    ['a text is read as text', { method: 'GET', status: 200, mediaType: 'text/csv' }, 'GET /do/{id} t'],
    [
      'JSON without the envelope',
      { method: 'GET', status: 200, mediaType: 'application/json' },
      'GET /do/{id} j',
    ],
    ['a picture is read as bytes', { method: 'GET', status: 200, mediaType: 'image/png' }, 'GET /do/{id} b'],
  ];
  test.each(cases)('%s', (_, more, expected) => {
    expect(routeLine(more)).toBe(expected);
  });

  test('every endpoint of the contract has one', () => {
    const text = sdkTypes(endpoints);
    for (const { id, method, path } of endpoints) expect(text).toContain(`  ${id}: '${method} ${path}`);
    expect(endpoints.length).toBeGreaterThan(50);
  });

  test('two calls of one name are refused', () => {
    expect(() => sdkTypes([call({}), call({})])).toThrow('named doIt');
  });
});

describe('the input of a call', () => {
  const inputOf = (more: Partial<Endpoint>) =>
    /^ {2}doIt: \{\n {4}input: ([^]*?);\n {4}data/m.exec(sdkTypes([call(more)]))?.[1]?.replace(/\s+/g, ' ');
  const cases: [string, Partial<Endpoint>, string | undefined][] = [
    ['names path parameters', {}, '{ id: string; }'],
    ['may leave the product to the client', { path: '/{product}/x' }, '{ product?: Product; }'],
    ['is empty when there is nothing to say', { path: '/x' }, '{}'],
    ['has a body', { body: Thing }, '{ id: string; body: Thing; }'],
    [
      'has a body that may be left out',
      { body: Thing, isBodyOptional: true },
      '{ id: string; body?: Thing; }',
    ],
    ['has a form', { bodyType: 'multipart', body: Thing }, '{ id: string; body: FormData | Thing; }'],
    ['has a query', { query: listQuery(['Name'], {}) }, '{ id: string; query?: DoItQuery; }'],
    [
      'has a query with something required',
      { query: Type.Object({ a: Uuid }) },
      '{ id: string; query: DoItQuery; }',
    ],
    [
      'a postback has whatever query',
      { access: 'postback' },
      '{ id: string; query?: Record<string, string>; }',
    ],
  ];
  test.each(cases)('%s', (_, more, expected) => {
    expect(inputOf(more)).toBe(expected);
  });

  test('a list never asks for its file format, which has a method of its own', () => {
    const query = listQuery(['Name'], { search: Type.Optional(Type.String()) });
    const text = sdkTypes([
      call({ method: 'GET', query, status: 200, data: pageSchema('ThingPage', Thing), isExportable: true }),
    ]);
    expect(text).toContain("'filter.search'?: string;");
    expect(text).toContain('item: Thing;\n    isFile: true;');
    expect(text).not.toMatch(/format\?/);
  });

  test('an address that redirects is only written, never called', () => {
    const text = sdkTypes([call({ method: 'GET', status: 302 })]);
    expect(text).toMatch(/interface Operations \{\s*\}/);
    expect(text).toMatch(/interface Links \{[^]*doIt: /);
  });
});
