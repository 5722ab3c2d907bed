import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import ipaddr from 'ipaddr.js';
import type { TSchema } from '#contract/schema.ts';
import { isUuid } from '#domain/ids.ts';
import { parseInstant } from '#domain/time.ts';

const ajv = new Ajv2020({ allErrors: true, strict: false, verbose: true });
ajv.addKeyword({
  keyword: 'decimals',
  type: 'number',
  schemaType: 'number',
  validate: (most: number, value: number) => decimalsOf(value) <= most,
});
ajv.addFormat('uuid', isUuid);
ajv.addFormat('date-time', (text: string) => parseInstant(text) !== null);
ajv.addFormat('date', (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(text) !== null);
ajv.addFormat('http-url', isHttpUrl);
ajv.addFormat('origin', (text: string) => isHttpUrl(text) && new URL(text).origin === text);
ajv.addFormat('email', /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/);
ajv.addFormat('ip-range', (text: string) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text));

const formatWords: Record<string, string> = {
  uuid: 'must be a uuid',
  'date-time': 'must be an ISO 8601 date and time',
  date: 'must be a date such as 2026-02-27',
  'http-url': 'must be an http or https URL',
  origin: 'must be an origin such as https://example.com',
  email: 'must be an e-mail address',
  'ip-range': 'must be an IP address or a network such as 203.0.113.0/24',
};

const typeWords: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
};

const compiled = new WeakMap<object, ValidateFunction>();

/**
 * Checks a folded value against its schema.
 *
 * @returns one sentence for each fault, beginning with the path of the field; none when the value is right
 */
export function faultsOf(schema: TSchema, value: unknown): string[] {
  let validate = compiled.get(schema);
  if (!validate) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  if (validate(value)) return [];
  return [...new Set((validate.errors ?? []).map(sentence))];
}

/** How many decimals a number has as it is written. */
function decimalsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(value).toLowerCase().split('e');
  const written = digits.split('.')[1]?.length ?? 0;
  return Math.max(0, written - Number(exponent));
}

/** Whether a text is an absolute http or https address. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s/?#]+/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}

function sentence(error: ErrorObject): string {
  if (error.keyword === 'required') {
    return `${pathOf(error, String(error.params['missingProperty']))}: is required`;
  }
  return `${pathOf(error)}: ${problem(error)}`;
}

function problem({ keyword, params, parentSchema, data }: ErrorObject): string {
  const says = (parentSchema as { 'x-says'?: string } | undefined)?.['x-says'];
  switch (keyword) {
    case 'type':
      return `must be ${[params['type']]
        .flat()
        .map((type: string) => typeWords[type] ?? type)
        .join(' or ')}`;
    case 'enum':
      return `must be one of ${(params['allowedValues'] as (string | null)[]).filter((word) => word !== null).join(', ')}`;
    case 'format':
      return formatWords[params['format'] as string] ?? `must be a ${params['format'] as string}`;
    case 'pattern':
      return says ?? 'has the wrong form';
    case 'minLength':
      return data === '' || params['limit'] === 1
        ? 'must not be empty'
        : `must have at least ${params['limit'] as number} characters`;
    case 'maxLength':
      return `must have at most ${params['limit'] as number} characters`;
    case 'minItems':
      return params['limit'] === 1
        ? 'must have at least one entry'
        : `must have at least ${params['limit'] as number} entries`;
    case 'maxItems':
      return `must have at most ${params['limit'] as number} entries`;
    case 'minimum':
      return `must be at least ${params['limit'] as number}`;
    case 'exclusiveMinimum':
      return `must be more than ${params['limit'] as number}`;
    case 'maximum':
      return `must be at most ${params['limit'] as number}`;
    case 'decimals':
      return 'must have at most 6 decimals';
    default:
      return 'is not valid';
  }
}

function pathOf({ instancePath }: ErrorObject, last?: string): string {
  const parts = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (last !== undefined) parts.push(last);
  const path = parts.reduce(
    (before, part) => (/^\d+$/.test(part) ? `${before}[${part}]` : before ? `${before}.${part}` : part),
    '',
  );
  return path || 'body';
}
