import { PitwallError } from './failure.ts';

/** The parts of a call as the table of routes gives them. */
export interface Route {
  readonly method: string;
  readonly path: string;
  readonly flags: string;
}

/** A call's input, whatever its operation. */
export interface AnyInput {
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly [parameter: string]: unknown;
}

/** Reads one line of the table of routes. */
export function readRoute(line: string): Route {
  const [method = '', path = '', flags = ''] = line.split(' ');
  return { method, path, flags };
}

/**
 * Where the API is: the base without a slash at its end, with `api.{tenant}.` before the host when a tenant is named.
 *
 * @throws PitwallError when the base is not an http address or the tenant is not a label of a host name
 */
export function originOf(baseUrl: string, tenant?: string): string {
  if (!/^https?:\/\/[^/?#]+[^?#]*$/.test(baseUrl))
    throw new PitwallError('baseUrl: must be an http or https address');
  if (tenant !== undefined && /^https?:\/\/(\[|[\d.]+(:|\/|$))/.test(baseUrl))
    throw new PitwallError('tenant: cannot be put before an IP address');
  if (tenant !== undefined && !/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/i.test(tenant))
    throw new PitwallError('tenant: must be a label of a host name');
  const base = baseUrl.replace(/\/+$/, '');
  return tenant === undefined ? base : base.replace('://', `://api.${tenant}.`);
}

/**
 * Writes the address of a call.
 *
 * @throws PitwallError when a path parameter is missing, or is one that would turn the path into another
 */
export function addressOf(origin: string, route: Route, input: AnyInput, product?: string): string {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = input[name] ?? (name === 'product' ? product : undefined);
    const text = typeof value === 'string' ? value : '';
    if (text === '') throw new PitwallError(`${name}: is required`);
    if (text === '.' || text === '..') throw new PitwallError(`${name}: must not be "${text}"`);
    return encodeURIComponent(text);
  });
  const query = queryText(input.query ?? {});
  return origin + path + (query && `?${query}`);
}

/** Lists are sent with commas; what is undefined or null is left out. */
function queryText(query: Readonly<Record<string, unknown>>): string {
  return Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');
}
