import { Type, type Static, type TObject, type TSchema } from 'typebox';

export { Type, type Static, type TObject, type TSchema };

/** A schema of a fixed wire type whose static type is given by hand. */
type Of<T> = ReturnType<typeof Type.Unsafe<T>>;

/**
 * Gives a schema its name: `openapi.json` lists it among its components and the typed client names its type so.
 * Two schemas of one name must be equal.
 */
export function named<S extends TSchema>(name: string, schema: S): S {
  return { ...schema, 'x-name': name };
}

/** One word of a closed list, matched in any letter case and sent in this one. */
export function oneOf<const T extends string>(values: readonly T[], options: object = {}): Of<T> {
  return Type.Unsafe<T>({ type: 'string', enum: [...values], ...options });
}

/** The same shape, or null. */
export function nullable<S extends TSchema>(schema: S): Of<Static<S> | null> {
  const { type, enum: words, ...rest } = schema as unknown as { type: string; enum?: unknown[] };
  return Type.Unsafe<Static<S> | null>({
    ...rest,
    type: [type, 'null'],
    ...(words && { enum: [...words, null] }),
  });
}

/** A list that queries write with commas and bodies as an array or as one text with commas. */
export function commaList<S extends TSchema>(items: S, options: object = {}): Of<Static<S>[]> {
  return Type.Unsafe<Static<S>[]>({ type: 'array', items, 'x-comma-list': true, ...options });
}

/** A uuid, in any letter case; sent in lower case. */
export const Uuid = Type.String({ format: 'uuid', examples: ['0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20'] });

/**
 * An instant. Read in any ISO 8601 form with an offset or `Z`, without either as UTC, a bare date as midnight UTC;
 * written as `2025-02-27T23:00:00+00:00` with a fraction only when it isn't zero.
 */
export const Instant = Type.String({ format: 'date-time', examples: ['2026-02-27T23:00:00+00:00'] });

/** A day of the UTC calendar, `2026-02-27`. */
export const Day = Type.String({ format: 'date', examples: ['2026-02-27'] });

/** An amount of money or points: not negative, at most 6 decimals and 12 digits before them. */
export const Amount = Type.Number({ minimum: 0, maximum: 999_999_999_999, decimals: 6, examples: [1.25] });

/** An amount in an answer, which may be negative where it is a balance. */
export const Balance = Type.Number({ examples: [12.5] });

/** A text that says something. */
export const Text = Type.String({
  minLength: 1,
  maxLength: 100_000,
  pattern: '\\S',
  'x-says': 'must not be empty',
});

/** The name of a thing: a text of at most 200 characters. */
export const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '\\S',
  'x-says': 'must not be empty',
});

/** An absolute http or https address. */
export const HttpUrl = Type.String({
  format: 'http-url',
  maxLength: 4_000,
  examples: ['https://example.com/callback'],
});

/** A limit on a count: a whole number from 1, or null for none. */
export const Cap = nullable(Type.Integer({ minimum: 1, maximum: 9_007_199_254_740_991 }));
