import { addressOf, originOf, readRoute, type AnyInput, type Route } from './address.ts';
import { PitwallError } from './failure.ts';
import { routes } from './generated.ts';
import { sendWithRetries } from './retry.ts';
import type { ReadyRequest } from './transport.ts';
import type { Answer, CallOptions, Client, ClientOptions } from './types.ts';

const table: Readonly<Record<string, string>> = routes;
const defaultTimeoutMs = 30_000;
const defaultRetries = 2;
const defaultRetryDelayMs = 500;
const largestPage = 100;
/** The longest that timers can wait; more would end at once. */
const longestTimeoutMs = 2_147_483_647;

/**
 * Makes a client of the whole API: one method for each call, and `send`, `each`, `download` and `urlOf`.
 *
 * @throws PitwallError when the address or the tenant cannot be one
 */
export function createClient(options: ClientOptions): Client {
  const origin = originOf(options.baseUrl, options.tenant);
  const send = (id: string, input: AnyInput = {}, call: CallOptions = {}) =>
    makeCall(options, origin, id, input, call);
  const tools = {
    send,
    each: (id: string, input?: AnyInput, call?: CallOptions) => eachItem(send, id, input ?? {}, call),
    download: async (id: string, format: string, input: AnyInput = {}, call: CallOptions = {}) => {
      const answer = await makeCall(
        options,
        origin,
        id,
        { ...input, query: { ...input.query, format } },
        call,
        'r',
      );
      return answer.data;
    },
    urlOf: (id: string, input: AnyInput) => addressOf(origin, routeOf(id), input, options.product),
  };
  const methods = Object.keys(table).map((id) => [
    id,
    async (input?: AnyInput, call?: CallOptions) => (await send(id, input, call)).data,
  ]);
  return { ...Object.fromEntries(methods), ...tools } as Client;
}

function routeOf(id: string): Route {
  const line = Object.hasOwn(table, id) ? table[id] : undefined;
  if (line === undefined) throw new PitwallError(`There is no call named ${id}`);
  return readRoute(line);
}

async function makeCall(
  options: ClientOptions,
  origin: string,
  id: string,
  input: AnyInput,
  call: CallOptions,
  answer?: string,
): Promise<Answer<unknown>> {
  const route = routeOf(id);
  const { body, type } = bodyOf(route, input.body);
  const request: ReadyRequest = {
    url: addressOf(origin, route, input, options.product),
    init: {
      method: route.method,
      headers: {
        accept: 'application/json',
        ...(type !== undefined && { 'content-type': type }),
        ...(await authorization(options.token)),
        ...keyOf(route, options, call),
        ...options.headers,
        ...call.headers,
      },
      // No call of the API redirects, and a token must not follow somebody who does.
      redirect: 'error',
      ...(body !== undefined && { body }),
      ...(options.credentials && { credentials: options.credentials }),
    },
    answer: answer ?? (/[tjb]/.exec(route.flags)?.[0] || ''),
    timeoutMs: Math.min(call.timeoutMs ?? options.timeoutMs ?? defaultTimeoutMs, longestTimeoutMs),
    signal: call.signal,
    // Called without an object before it, as browsers want it.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
  };
  return sendWithRetries(request, {
    retries: call.retries ?? options.retries ?? defaultRetries,
    delayMs: options.retryDelayMs ?? defaultRetryDelayMs,
  });
}

async function authorization(token: ClientOptions['token']): Promise<Record<string, string>> {
  const text = typeof token === 'function' ? await token() : token;
  if (text === undefined) return {};
  // Refused here, since the words of a failed fetch would show the token.
  if (!/^[\x21-\x7e]+$/.test(text)) throw new PitwallError('token: must be printable ASCII without blanks');
  return { authorization: `ApiToken ${text}` };
}

/** The same key goes with every try of one call, so that the server does it once. */
function keyOf(route: Route, options: ClientOptions, call: CallOptions): Record<string, string> {
  if (call.idempotencyKey !== undefined) return { 'idempotency-key': call.idempotencyKey };
  if (!route.flags.includes('k') || options.makeIdempotencyKey === null) return {};
  return { 'idempotency-key': (options.makeIdempotencyKey ?? randomKey)() };
}

/** 128 random bits; `randomUUID` is missing from pages without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function bodyOf(route: Route, body: unknown): { body?: BodyInit; type?: string } {
  if (body === undefined) return {};
  if (!route.flags.includes('m')) return { body: JSON.stringify(body), type: 'application/json' };
  if (body instanceof FormData) return { body };
  const form = new FormData();
  for (const [name, value] of Object.entries(body as Record<string, Blob | string | null | undefined>)) {
    if (value !== undefined && value !== null) form.append(name, value);
  }
  return { body: form };
}

type Send = (id: string, input: AnyInput, call?: CallOptions) => Promise<Answer<unknown>>;

interface AnyPage {
  readonly items: unknown[];
  readonly hasNextPage: boolean;
}

/** Asks for page after page. What is added or removed meanwhile may shift items over the border of two pages. */
async function* eachItem(
  send: Send,
  id: string,
  input: AnyInput,
  call: CallOptions | undefined,
): AsyncGenerator<unknown, void, void> {
  for (let page = Number(input.query?.['page'] ?? 0); ; page++) {
    const query = { page_size: largestPage, ...input.query, page };
    const { data } = await send(id, { ...input, query }, call);
    const found = pageOf(data);
    yield* found.items;
    if (!found.hasNextPage) return;
  }
}

/** The page is the data itself, or one of its fields. */
function pageOf(data: unknown): AnyPage {
  const holders = [data, ...Object.values(data as object)] as (Partial<AnyPage> | null)[];
  const page = holders.find((one) => Array.isArray(one?.items));
  if (!page) throw new PitwallError('The answer holds no page of a list');
  return page as AnyPage;
}
