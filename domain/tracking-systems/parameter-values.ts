/** Names and values of a query, form or flat JSON body, decoded. A name may come more than once. */
export type PostbackParameters = Iterable<readonly [string, string]> | Readonly<Record<string, unknown>>;

/** Looks parameters up by exact name first, then in any letter case. */
export class ParameterValues {
  readonly #exact = new Map<string, string[]>();
  readonly #anyCase = new Map<string, string[]>();

  constructor(parameters: PostbackParameters, jsonField: string | null) {
    for (const [name, value] of entriesOf(parameters)) {
      this.#add(name, value);
      if (name === jsonField) {
        for (const [innerName, innerValue] of entriesOfJson(value)) this.#add(innerName, innerValue);
      }
    }
  }

  #add(name: string, value: string): void {
    const trimmed = value.trim();
    append(this.#exact, name, trimmed);
    append(this.#anyCase, name.toLowerCase(), trimmed);
  }

  /** The values of a parameter in the order they came, trimmed; empty when it did not come. */
  named(name: string): readonly string[] {
    return this.#exact.get(name) ?? this.#anyCase.get(name.toLowerCase()) ?? [];
  }
}

function append(map: Map<string, string[]>, key: string, value: string): void {
  const present = map.get(key);
  if (present === undefined) map.set(key, [value]);
  else present.push(value);
}

/** Walks the names and values; lists in a JSON body give one pair for each item, objects none. */
export function* entriesOf(parameters: PostbackParameters): Iterable<readonly [string, string]> {
  if (isIterable(parameters)) {
    yield* parameters;
    return;
  }
  for (const [name, value] of Object.entries(parameters)) {
    for (const single of Array.isArray(value) ? value : [value]) {
      const text = textOf(single);
      if (text !== null) yield [name, text];
    }
  }
}

function isIterable(parameters: PostbackParameters): parameters is Iterable<readonly [string, string]> {
  return Symbol.iterator in parameters;
}

function entriesOfJson(text: string): Iterable<readonly [string, string]> {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)
      ? entriesOf({ ...parsed })
      : [];
  } catch {
    // A broken JSON field carries no parameters; whatever came beside it is still read.
    return [];
  }
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return value === null ? 'null' : null;
}
