import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { failures, type FailureType } from '#contract/failures.ts';
import { openLog } from '#server/platform/log.ts';
import { buildApp } from '#server/http/app.ts';
import { openDirectory } from '#server/platform/directory.ts';
import { testApp, type ApiAnswer } from '#support/app.ts';
import { describedOperations, addressOf } from '#support/operations.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const categories = '/api/v1/sdk-back-office-management/categories';

function expectFailure(answer: ApiAnswer, type: FailureType): void {
  expect([answer.status, answer.body.responseType], answer.text).toEqual([failures[type].status, type]);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.body).toEqual({
    data: null,
    responseId: expect.stringMatching(
      /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    ),
    isSuccessful: false,
    responseTitle: failures[type].title,
    responseType: type,
    messages: expect.any(Array),
  });
  expect(answer.messages.length).toBeGreaterThan(0);
  expect(answer.headers.get('x-request-id')).toBe(answer.body.responseId);
}

describe('a body that cannot be read', () => {
  it.each([
    ['not JSON', '{"name":'],
    ['a text', '"name"'],
    ['a list', '[]'],
    ['a number', '7'],
    ['null', 'null'],
    ['nothing', ''],
  ])('is refused: %s', async (_what, body) => {
    const headers = { 'content-type': 'application/json' };
    expectFailure(await tenant.call('POST', categories, { body, headers }), 'ValidationError');
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
  ])('is refused in another media type: %s', async (type) => {
    const headers = { 'content-type': type };
    const answer = await tenant.call('POST', categories, { body: 'name=x', headers });
    expectFailure(answer, 'UnsupportedMediaType');
  });

  it('is taken in any JSON media type and charset', async () => {
    for (const type of ['application/json; charset=utf-8', 'application/vnd.api+json', 'Application/JSON']) {
      const body = JSON.stringify({ name: crypto.randomUUID() });
      const answer = await tenant.call('POST', categories, { body, headers: { 'content-type': type } });
      expect([type, answer.status]).toEqual([type, 201]);
    }
  });

  it('is refused above 1 MB, also when its length is not announced', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(1_100_000) });
    expectFailure(await tenant.call('POST', categories, { body: JSON.parse(body) }), 'PayloadTooLarge');
    const chunked = await chunkedPost(categories, tenant.token, body);
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    expect(chunked).toContain('"responseType":"PayloadTooLarge"');
  });

  it('cannot reach a prototype, nor be too deep to be refused', async () => {
    const body = '{"__proto__":{"name":"x"},"constructor":{"prototype":{"name":"x"}}}';
    const headers = { 'content-type': 'application/json' };
    expectFailure(await tenant.call('POST', categories, { body, headers }), 'ValidationError');
    const deep = `{"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    expectFailure(await tenant.call('POST', categories, { body: deep, headers }), 'ValidationError');
  });
});

describe('a text that no database can keep', () => {
  it.each(['\u0000', 'before\u0000after', '\ud800', 'half \udc00 pair'])('is refused: %j', async (name) => {
    const answer = await tenant.call('POST', categories, { body: { name } });
    expectFailure(answer, 'ValidationError');
    expect(answer.messages[0]).toMatch(/^name: must not hold/);
  });

  it('is refused in a query', async () => {
    expectFailure(await tenant.call('GET', `${categories}?filter.search=%00`), 'ValidationError');
  });
});

describe('an address that cannot be served', () => {
  it.each([
    '/',
    '/api',
    '/api/v1',
    '/api/v1/nothing',
    '/api/v2/tokens',
    `${categories}/a/b`,
    '/%',
    '/api/v1/%ff',
  ])('%s is answered in the envelope', async (path) => {
    for (const call of [{}, { token: tenant.token }]) {
      const answer = await app.call('GET', path, call);
      expectFailure(answer, 'NotFound');
    }
  });

  it('does not exist for a malformed or unknown id', async () => {
    for (const id of [
      'x',
      '1',
      'not-a-uuid',
      crypto.randomUUID(),
      `${crypto.randomUUID()}x`,
      'x'.repeat(600),
    ]) {
      expectFailure(await tenant.call('GET', `${categories}/${id}`), 'NotFound');
      expectFailure(await tenant.call('DELETE', `${categories}/${id}`), 'NotFound');
    }
  });

  it('says which methods a path takes, on every path of the API', async () => {
    const byPath = Map.groupBy(describedOperations(), ({ path }) => path);
    for (const [path, operations] of byPath) {
      const taken = operations.map(({ method }) => method).toSorted();
      const method = ['DELETE', 'PUT', 'PATCH', 'POST', 'GET'].find((one) => !taken.includes(one));
      if (!method || path.startsWith('/api/v1/{')) continue;
      const answer = await app.call(method, addressOf(operations[0] as never));
      expectFailure(answer, 'MethodNotAllowed');
      expect(answer.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(taken));
    }
  });
});

describe('what is not HTTP', () => {
  it.each([
    ['garbage', 'hello\r\n\r\n'],
    ['headers without an end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx'],
  ])('is answered in the envelope and cut off: %s', async (_what, sent) => {
    const text = await exchange((socket) => socket.write(sent));
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(text.slice(text.indexOf('{')))).toMatchObject({
      data: null,
      responseType: 'ValidationError',
    });
  });
});

describe('what is in the way', () => {
  it('a name that is taken and an object that is in use are conflicts', async () => {
    const { data } = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'Used' },
    });
    await tenant.makeToken({ scope: 'partner', partnerId: data.id });
    const path = `/api/v1/sdk-back-office-management/partners/${data.id}`;
    expectFailure(await tenant.call('DELETE', path), 'Conflict');
    expect((await tenant.call('GET', path)).status).toBe(200);
    const again = await tenant.call('POST', '/api/v1/sdk-back-office-management/partners', {
      body: { name: 'USED' },
    });
    expectFailure(again, 'Conflict');
  });

  it('many faults are named at once, each by its field', async () => {
    const answer = await tenant.call('POST', '/api/v1/tokens', {
      body: { scope: 'boss', partnerId: 'x', expiresAt: 'soon' },
    });
    expectFailure(answer, 'ValidationError');
    expect(answer.messages.map((message) => message.split(':')[0] as string).toSorted()).toEqual([
      'expiresAt',
      'name',
      'partnerId',
      'scope',
    ]);
  });
});

describe('what goes wrong on our side', () => {
  it('is answered without a word about its inside', async () => {
    const { context } = app;
    const lines: string[] = [];
    const broken = await buildApp({
      context: { ...context, log: openLog('info', { write: (line) => void lines.push(line) }) },
      directory: openDirectory(context.database, context.changes),
      routes: [],
      plugins: [
        (server) => {
          server.get('/broken', () => {
            throw new Error('password of the vault: hunter2');
          });
        },
      ],
    });
    const answer = await broken.inject('/broken');
    await broken.close();
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({
      data: null,
      responseType: 'InternalError',
      responseTitle: 'Internal error',
    });
    expect(answer.body).not.toContain('hunter2');
    const requestId = answer.json<{ responseId: string }>().responseId;
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({
        requestId,
        msg: 'call failed',
        error: expect.objectContaining({ message: expect.stringContaining('hunter2') }),
      }),
    );
  });

  it('says when to come back, while the process stops', async () => {
    app.context.isDraining = true;
    try {
      expectFailure(await app.call('GET', '/readyz'), 'ServiceUnavailable');
      const answer = await tenant.call('GET', '/api/v1/settings');
      expectFailure(answer, 'ServiceUnavailable');
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect((await app.call('GET', '/healthz')).status).toBe(200);
    } finally {
      app.context.isDraining = false;
    }
    expect((await app.call('GET', '/readyz')).status).toBe(200);
  });
});

/** Sends a body in chunks, without its length. */
function chunkedPost(path: string, token: string, body: string): Promise<string> {
  return exchange((socket) => {
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: ApiToken ${token}\r\n` +
        'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n',
    );
    socket.write(`${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`);
  });
}

/** What the server says on a bare connection until it closes it. */
function exchange(send: (socket: Socket) => void): Promise<string> {
  const { hostname, port } = new URL(app.baseUrl);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => send(socket));
    let text = '';
    socket.setEncoding('utf8').on('data', (part) => (text += String(part)));
    socket
      .on('close', () => resolve(text))
      .on('error', (error) => (text === '' ? reject(error) : resolve(text)));
  });
}
