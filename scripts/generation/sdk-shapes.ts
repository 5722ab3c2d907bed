type Json = Record<string, unknown>;

/** Prints the TypeScript types of schemas, and remembers the named ones that it meets. */
export interface ShapePrinter {
  /** The type of one schema, by its name where it has one. */
  typeOf(schema: unknown): string;
  /** The exported declarations of every named schema met so far, in order of their names. */
  declarations(): string[];
  /** Whether a named schema has this name. */
  hasName(name: string): boolean;
}

/** The keys that make an object a page of a list. */
const pageKeys = ['items', 'pageIndex', 'pageSize', 'totalCount', 'totalPages', 'hasNextPage'];

/** Whether a schema is a page of a list. */
export function isPage(schema: unknown): boolean {
  const properties = (schema as Json | undefined)?.['properties'];
  return (
    typeof properties === 'object' && properties !== null && pageKeys.every((name) => name in properties)
  );
}

/**
 * Makes a printer with nothing remembered.
 *
 * What a schema says beyond its type (formats, limits) is left out: the server checks it and names the field.
 */
export function shapePrinter(): ShapePrinter {
  const named = new Map<string, string>();
  const printer: ShapePrinter = {
    typeOf: (schema) => reference(schema, named),
    declarations: () => [...named].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text),
    hasName: (name) => named.has(name),
  };
  return printer;
}

type Named = Map<string, string>;

/** A named schema by its name, declared the first time that it is met; anything else in full. */
function reference(given: unknown, named: Named): string {
  if (typeof given !== 'object' || given === null) return 'unknown';
  const { 'x-name': name, ...schema } = given as Json;
  if (typeof name !== 'string') return shape(schema, named);
  const { schema: own, isNullable } = withoutNull(schema);
  declare(name, own, named);
  return isNullable ? `${name} | null` : name;
}

/** @throws Error when two different shapes have one name, since one of the two types would be wrong. */
function declare(name: string, schema: Json, named: Named): void {
  const known = named.get(name);
  // A name that is still being declared is met again only inside itself.
  if (known === '') return;
  if (known === undefined) named.set(name, '');
  const text = declaration(name, schema, named);
  if (known !== undefined && bare(known) !== bare(text))
    throw new Error(
      `Two schemas are named ${name} and differ:\n${known}\n${text}\nGive one of them another name.`,
    );
  if (known === undefined) named.set(name, text);
}

function declaration(name: string, schema: Json, named: Named): string {
  const doc = docOf(schema);
  if (isPage(schema)) {
    const { items } = schema['properties'] as { items: Json };
    return `${doc}export type ${name} = Page<${reference(items['items'], named)}>;`;
  }
  const text = shape(schema, named);
  return text.startsWith('{\n') && !text.includes('\n} &') && !text.includes('\n} |')
    ? `${doc}export interface ${name} ${text}`
    : `${doc}export type ${name} = ${text};`;
}

/** A declaration without its comments, to tell whether two are the same type. */
function bare(text: string): string {
  return text.replace(/\/\*\*[\s\S]*?\*\/\s*/g, '');
}

function withoutNull(schema: Json): { schema: Json; isNullable: boolean } {
  const { type, enum: words } = schema;
  if (!Array.isArray(type) || !type.includes('null')) return { schema, isNullable: false };
  const types = type.filter((one) => one !== 'null');
  return {
    schema: {
      ...schema,
      type: types.length === 1 ? types[0] : types,
      ...(Array.isArray(words) && { enum: words.filter((word) => word !== null) }),
    },
    isNullable: true,
  };
}

function shape(schema: Json, named: Named): string {
  const { anyOf, oneOf, allOf, properties } = schema as Record<string, unknown[] | undefined>;
  if (schema['const'] !== undefined) return literal(schema['const']);
  if (Array.isArray(schema['enum'])) return union(schema['enum'].map(literal));
  const parts: string[] = [];
  const isObject = schema['type'] === 'object' || properties !== undefined;
  const alternatives = anyOf ?? oneOf;
  if (isObject && (properties !== undefined || !alternatives)) parts.push(objectShape(schema, named));
  if (alternatives) parts.push(union(alternatives.map((one) => reference(one, named))));
  if (allOf) parts.push(...allOf.map((one) => reference(one, named)));
  if (parts.length > 0) return parts.length === 1 ? (parts[0] as string) : parts.map(grouped).join(' & ');
  const { type } = schema;
  const types = Array.isArray(type) ? (type as unknown[]) : [type];
  return union(types.map((one) => plainShape(one, schema, named)));
}

function plainShape(type: unknown, schema: Json, named: Named): string {
  if (type === 'array') return arrayShape(schema, named);
  if (type === 'object') return objectShape(schema, named);
  if (type === 'string') return schema['format'] === 'binary' ? 'Blob' : 'string';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' || type === 'null' ? type : 'unknown';
}

function arrayShape({ items, prefixItems }: Json, named: Named): string {
  const fixed = Array.isArray(prefixItems) ? prefixItems : Array.isArray(items) ? items : undefined;
  if (fixed) return `[${fixed.map((one) => reference(one, named)).join(', ')}]`;
  return `${grouped(reference(items, named))}[]`;
}

function objectShape(schema: Json, named: Named): string {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const rest = restShape(schema, named);
  if (properties.length === 0) return `Record<string, ${rest ?? 'unknown'}>`;
  const required = new Set((schema['required'] ?? []) as string[]);
  const lines = properties.map(([name, property]) => {
    const type = reference(property, named);
    return `${docOf(property)}${key(name)}${required.has(name) ? '' : '?'}: ${type};`;
  });
  const text = `{\n${indent(lines.join('\n'))}\n}`;
  return rest === undefined ? text : `${text} & Record<string, ${rest}>`;
}

/** What the properties that are not listed hold; undefined when nothing is said about them. */
function restShape({ additionalProperties, patternProperties }: Json, named: Named): string | undefined {
  if (typeof patternProperties === 'object' && patternProperties !== null)
    return union(Object.values(patternProperties).map((one) => reference(one, named)));
  return typeof additionalProperties === 'object' ? reference(additionalProperties, named) : undefined;
}

function union(types: readonly string[]): string {
  const distinct = [...new Set(types)];
  return distinct.length === 0 ? 'never' : distinct.join(' | ');
}

function grouped(type: string): string {
  return /[|&]/.test(type.replace(/\{[\s\S]*\}/g, '')) ? `(${type})` : type;
}

/** A value as a type of its own. */
export function literal(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** A property's name, in quotes where TypeScript needs them. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : literal(name);
}

/** Moves every line in by one step. */
export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function docOf(schema: unknown): string {
  const { description } = schema as { description?: unknown };
  return typeof description === 'string' ? comment([description]) : '';
}

/** A comment for readers of the declarations, of one or several lines. */
export function comment(lines: readonly string[]): string {
  const safe = lines.map((line) => line.replaceAll('*/', '*\\/').replace(/\s*\n\s*/g, ' '));
  if (safe.length === 1) return `/** ${safe[0]} */\n`;
  return `/**\n${safe.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}
