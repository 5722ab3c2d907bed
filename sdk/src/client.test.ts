import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createClient } from './client.ts';
import { ApiError, ConnectionError, PitwallError, TimeoutError } from './failure.ts';
import type { ClientOptions } from './types.ts';

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse) => void;

/** What the server does with each request, in order; the last one stands for all that follow. */
let script: Answer[] = [];
let seen: Seen[] = [];

async function answerByScript(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { method = '', url = '', headers } = request;
  seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
  (script.length > 1 ? script.shift() : script[0])?.(response);
}
const server = createServer((request, response) => void answerByScript(request, response));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const envelope = (data: unknown, messages: string[] = []) => ({
  data,
  responseId: '0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f02',
  isSuccessful: true,
  responseTitle: 'Success',
  responseType: 'Success',
  messages,
});
const refusal = (responseType: string, messages: string[]) => ({
  ...envelope(null, messages),
  isSuccessful: false,
  responseType,
});
const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
const ok = (data: unknown) => json(200, envelope(data));
const unavailable = json(503, refusal('ServiceUnavailable', ['Try again']), { 'retry-after': '0' });
const tooMany = json(429, refusal('TooManyRequests', ['Too many requests']), { 'retry-after': '0' });
const conflict = (message: string) => json(409, refusal('Conflict', [message]));
const stillRunning = conflict('Idempotency-Key: the first call with this key is still running');
const notFound = json(404, refusal('NotFound', ['No such token exists']));
const empty: Answer = (response) => void response.writeHead(204).end();
const hangUp: Answer = (response) => void response.socket?.destroy();
const silence: Answer = () => {};
const halfAnAnswer: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"data":');
  setTimeout(() => response.socket?.destroy(), 20);
};

const clientOf = (options: Partial<ClientOptions> = {}) =>
  createClient({ baseUrl, token: 'pwm_x', product: 'publisher', retryDelayMs: 1, ...options });
const client = clientOf();
const id = '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20';

beforeEach(() => {
  script = [ok({ id, name: 'A' })];
  seen = [];
});

describe('a call', () => {
  test('sends method, path, token and body, and answers the data', async () => {
    await expect(client.createAdvertiser({ body: { name: 'A' } })).resolves.toEqual({ id, name: 'A' });
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/api/v1/sdk-back-office-management/advertisers',
      body: '{"name":"A"}',
      headers: {
        authorization: 'ApiToken pwm_x',
        'content-type': 'application/json',
        accept: 'application/json',
      },
    });
  });

  test('sends no body, type or credential where there is none', async () => {
    await clientOf({ token: undefined }).readAdvertiser({ id });
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
    expect(seen[0]?.headers).not.toHaveProperty('content-type');
    expect(seen[0]?.headers).not.toHaveProperty('idempotency-key');
  });

  test('asks for the token anew each time when it is given by a function', async () => {
    let asked = 0;
    const rotating = clientOf({ token: () => Promise.resolve(`pwm_${++asked}`) });
    await rotating.readSettings();
    await rotating.readSettings();
    expect(seen.map(({ headers }) => headers.authorization)).toEqual(['ApiToken pwm_1', 'ApiToken pwm_2']);
  });

  test('a token that cannot stand in a header is refused without showing it', async () => {
    const fault = await clientOf({ token: 'secret\n' }).readSettings().catch(String);
    expect(fault).toMatch(/token: must be printable/);
    expect(fault).not.toContain('secret');
    expect(seen).toEqual([]);
  });

  test('one call may have headers of its own, which win', async () => {
    const options = { headers: { 'x-from': 'client', accept: 'text/plain' } };
    await clientOf(options).readSettings({}, { headers: { 'x-from': 'call' } });
    expect(seen[0]?.headers).toMatchObject({ 'x-from': 'call', accept: 'text/plain' });
  });

  test('the whole answer has status, headers, id and remarks', async () => {
    script = [json(201, envelope({ id }, ['Noted']), { etag: '"7"' })];
    const answer = await client.send('createAdvertiser', { body: { name: 'A' } });
    expect(answer).toMatchObject({ status: 201, data: { id }, messages: ['Noted'] });
    expect(answer.headers.get('etag')).toBe('"7"');
    expect(answer.responseId).toBe('0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f02');
  });

  test('an answer without a body is undefined', async () => {
    script = [empty];
    await expect(client.deleteAdvertiser({ id })).resolves.toBeUndefined();
  });

  test('a text is a text, and bare JSON is read', async () => {
    script = [(response) => void response.end('up 1\n'), json(200, { openapi: '3.1.0' })];
    await expect(client.readMetrics()).resolves.toBe('up 1\n');
    await expect(client.readOpenApi()).resolves.toEqual({ openapi: '3.1.0' });
  });

  test('never follows a redirect with the token', async () => {
    script = [(response) => void response.writeHead(302, { location: `${baseUrl}/elsewhere` }).end()];
    await expect(client.readSettings({}, { retries: 0 })).rejects.toBeInstanceOf(ConnectionError);
    expect(seen).toHaveLength(1);
  });

  test('an unknown call and a missing parameter are refused before anything is sent', async () => {
    await expect(client.send('nothing' as 'readSettings')).rejects.toThrow('no call named nothing');
    await expect(client.send('constructor' as 'readSettings')).rejects.toThrow(PitwallError);
    await expect(client.readAdvertiser({ id: '' })).rejects.toThrow('id: is required');
    expect(seen).toEqual([]);
  });

  test('an address can be written without being called', () => {
    expect(client.urlOf('readAdvertiser', { id })).toBe(
      `${baseUrl}/api/v1/sdk-back-office-management/advertisers/${id}`,
    );
    expect(seen).toEqual([]);
  });
});

describe('a refusal', () => {
  test('carries status, type, messages, id and the fields that are named', async () => {
    const messages = [
      'offerEvents[2].eventId: is required for a MultiEvent offer',
      'No such offer exists',
      'a.b: c: d',
    ];
    script = [json(400, refusal('ValidationError', messages))];
    const error: unknown = await client.readSettings().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 400,
      type: 'ValidationError',
      messages,
      responseId: '0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f02',
      retryAfterMs: null,
      faults: [
        { path: 'offerEvents[2].eventId', text: 'is required for a MultiEvent offer' },
        { path: '', text: 'No such offer exists' },
        { path: 'a.b', text: 'c: d' },
      ],
    });
    expect(seen).toHaveLength(1);
  });

  const strange: [string, Answer][] = [
    ['a page of a proxy', (response) => void response.writeHead(500).end('<html>Oops</html>')],
    ['a success that is no envelope', json(200, { hello: 1 })],
    ['a success that is no JSON', (response) => void response.end('hello')],
    ['an empty success', (response) => void response.end()],
  ];
  test.each(strange)('%s has the type Unknown', async (_, answer) => {
    script = [answer];
    await expect(client.readSettings()).rejects.toMatchObject({ name: 'ApiError', type: 'Unknown' });
  });
});

describe('trying again', () => {
  type Do = (call: {
    retries?: number;
    timeoutMs?: number;
    headers?: Record<string, string>;
  }) => Promise<unknown>;
  const post: Do = (call) => client.createAdvertiser({ body: { name: 'A' } }, call);
  const put: Do = (call) => client.changeAdvertiser({ id, body: { name: 'A' } }, call);
  const get: Do = (call) => client.readAdvertiser({ id }, call);
  const remove: Do = (call) => client.deleteToken({ id }, call);
  const plainPost: Do = (call) =>
    client.signIn({ body: { email: 'a@example.com', password: 'long enough' } }, call);
  const keylessPost: Do = (call) =>
    clientOf({ makeIdempotencyKey: null }).createAdvertiser({ body: { name: 'A' } }, call);
  const guardedPut: Do = (call) => put({ ...call, headers: { 'If-Match': '"1"' } });

  const cases: [string, Do, Answer[], number, string | undefined][] = [
    ['a GET after 503', get, [unavailable, ok({})], 2, undefined],
    ['a GET after a broken connection', get, [hangUp, ok({})], 2, undefined],
    ['a GET after half an answer', get, [halfAnAnswer, ok({})], 2, undefined],
    ['a GET after silence', get, [silence, ok({})], 2, undefined],
    [
      'a GET after 502 of a proxy',
      get,
      [(response) => void response.writeHead(502).end(), ok({})],
      2,
      undefined,
    ],
    ['a GET until the tries are used up', get, [unavailable], 3, 'ApiError'],
    ['a GET not after 500', get, [json(500, refusal('InternalError', ['Oops'])), ok({})], 1, 'ApiError'],
    ['a GET not after 404', get, [notFound, ok({})], 1, 'ApiError'],
    [
      'a GET not when it has to wait for an hour',
      get,
      [json(503, refusal('ServiceUnavailable', []), { 'retry-after': '3600' })],
      1,
      'ApiError',
    ],
    ['a PUT after a broken connection', put, [hangUp, ok({})], 2, undefined],
    ['a PUT with If-Match not after a broken connection', guardedPut, [hangUp, ok({})], 1, 'ConnectionError'],
    ['a PUT with If-Match after 429', guardedPut, [tooMany, ok({})], 2, undefined],
    ['a POST with a key after a broken connection', post, [hangUp, ok({})], 2, undefined],
    ['a POST with a key while its first try still runs', post, [hangUp, stillRunning, ok({})], 3, undefined],
    ['a POST with a key not while somebody else holds it', post, [stillRunning, ok({})], 1, 'ApiError'],
    [
      'a POST with a key not after another conflict',
      post,
      [hangUp, conflict('name: exists'), ok({})],
      2,
      'ApiError',
    ],
    ['a POST without a key not after 503', plainPost, [unavailable, ok({})], 1, 'ApiError'],
    ['a POST without a key not after a broken connection', plainPost, [hangUp, ok({})], 1, 'ConnectionError'],
    ['a POST without a key after 429', plainPost, [tooMany, ok({})], 2, undefined],
    ['a POST whose key was switched off not', keylessPost, [hangUp, ok({})], 1, 'ConnectionError'],
    ['a DELETE whose first answer was lost counts as done', remove, [hangUp, notFound], 2, undefined],
    ['a DELETE of nothing fails', remove, [notFound], 1, 'ApiError'],
    ['a DELETE of nothing fails after 429 too', remove, [tooMany, notFound], 2, 'ApiError'],
  ];
  test.each(cases)('%s', async (_, call, answers, tries, fault) => {
    script = [...answers];
    const outcome = await call({ timeoutMs: 250 }).then(
      () => undefined,
      (error: Error) => error.name,
    );
    expect({ outcome, tries: seen.length }).toEqual({ outcome: fault, tries });
  });

  test('all tries of one POST carry one key, and the next POST another', async () => {
    script = [hangUp, unavailable, ok({}), ok({})];
    await post({});
    await post({});
    const keys = seen.map(({ headers }) => headers['idempotency-key']);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[3]).not.toBe(keys[0]);
  });

  test('keys can be made by the caller, for all calls or for one', async () => {
    const own = clientOf({ makeIdempotencyKey: () => 'mine' });
    await own.createAdvertiser({ body: { name: 'A' } });
    await own.createAdvertiser({ body: { name: 'A' } }, { idempotencyKey: 'this one' });
    expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual(['mine', 'this one']);
  });

  test('waits as long as the server asks', async () => {
    script = [json(429, refusal('TooManyRequests', []), { 'retry-after': '1' }), ok({})];
    const begun = performance.now();
    await get({});
    expect(performance.now() - begun).toBeGreaterThan(990);
  });

  test('a refusal says how long to wait, whether in seconds or as a date', async () => {
    script = [
      json(429, refusal('TooManyRequests', []), {
        'retry-after': new Date(Date.now() + 50_000).toUTCString(),
      }),
    ];
    const error = (await get({ retries: 0 }).catch((thrown: unknown) => thrown)) as ApiError;
    expect(error.retryAfterMs).toBeGreaterThan(45_000);
    expect(error.retryAfterMs).toBeLessThanOrEqual(50_000);
  });
});

describe('giving up', () => {
  test('a silent server is a timeout, which names the place without the query', async () => {
    script = [silence];
    const listing = client.listAdvertisers(
      { query: { 'filter.search': 'secret' } },
      { timeoutMs: 50, retries: 0 },
    );
    const error = await listing.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TimeoutError);
    expect(String(error)).toMatch(/GET http.*advertisers gave no answer within 50 ms$/);
  });

  test('an unreachable server is a connection error with its cause', async () => {
    const nobody = createClient({ baseUrl: 'http://127.0.0.1:1', retries: 0 });
    await expect(nobody.readSettings()).rejects.toThrow(
      /GET http:\/\/127\.0\.0\.1:1\/api\/v1\/settings could not be reached/,
    );
    await expect(nobody.readSettings()).rejects.toHaveProperty('cause');
  });

  test.each([
    ['while waiting for an answer', silence, {}],
    ['while pausing before the next try', unavailable, { retryDelayMs: 60_000 }],
  ])('the signal ends a call %s, with its own reason', async (_, answer, options) => {
    script = [answer];
    const controller = new AbortController();
    const reason = new Error('The page was left');
    setTimeout(() => controller.abort(reason), 50);
    const begun = performance.now();
    await expect(clientOf(options).readSettings({}, { signal: controller.signal })).rejects.toBe(reason);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(seen).toHaveLength(1);
  });

  test('a signal that was given already sends nothing', async () => {
    const signal = AbortSignal.abort(new Error('Too late'));
    await expect(client.readSettings({}, { signal })).rejects.toThrow('Too late');
    expect(seen).toEqual([]);
  });
});

describe('lists', () => {
  async function collect(items: AsyncIterable<unknown>): Promise<unknown[]> {
    const found: unknown[] = [];
    for await (const item of items) found.push(item);
    return found;
  }
  const page = (items: unknown[], hasNextPage: boolean) => ({ items, hasNextPage, pageIndex: 0 });

  test('each gives every item, page after page, with the same filters', async () => {
    script = [ok(page([{ id: 1 }, { id: 2 }], true)), ok(page([{ id: 3 }], false))];
    const found: unknown[] = [];
    for await (const { id: one } of client.each('listTokens', {
      query: { 'filter.scope': ['partner', 'management'] },
    }))
      found.push(one);
    expect(found).toEqual([1, 2, 3]);
    expect(seen.map(({ url }) => url.split('?')[1])).toEqual([
      'page_size=100&filter.scope=partner%2Cmanagement&page=0',
      'page_size=100&filter.scope=partner%2Cmanagement&page=1',
    ]);
  });

  test('a page inside the data is found', async () => {
    script = [ok({ offers: page([{ id: 'a' }], false) })];
    const found = await collect(client.each('listWallOffers', { query: { pub_member_id: 'm' } }));
    expect(found).toEqual([{ id: 'a' }]);
  });

  test('asks for no page more than is read', async () => {
    script = [ok(page([{ id: 1 }], true))];
    for await (const token of client.each('listTokens')) if (token) break;
    expect(seen).toHaveLength(1);
  });

  test('may start at a later page, in pages of another size', async () => {
    script = [ok(page([], false))];
    await collect(client.each('listTokens', { query: { page: 3, page_size: 5 } }));
    expect(seen[0]?.url).toMatch(/\?page_size=5&page=3$/);
  });

  test('a download is the answer itself, to be read as a stream', async () => {
    script = [
      (response) => void response.writeHead(200, { 'content-type': 'text/csv' }).end('id,name\r\n1,A\r\n'),
    ];
    const file = await client.download('listTokens', 'csv', { query: { 'filter.search': 'x' } });
    expect(await file.text()).toBe('id,name\r\n1,A\r\n');
    expect(seen[0]?.url).toMatch(/\?filter\.search=x&format=csv$/);
  });

  test('a download that is refused fails like any other call', async () => {
    script = [json(401, refusal('Unauthorized', ['The token is unknown']))];
    await expect(client.download('listTokens', 'csv')).rejects.toMatchObject({ type: 'Unauthorized' });
  });
});
