import { request } from 'undici';
import { afterAll } from 'vitest';
import type { Envelope } from '#contract/envelope.ts';
import { inEngine, inTenant } from '#database/transaction.ts';
import { readConfig, type Environment } from '#server/config.ts';
import type { Context } from '#server/context.ts';
import { createTenant } from '#server/features/tenants/create.ts';
import { insertToken, type NewToken } from '#server/features/tokens/exports.ts';
import { openLog } from '#server/platform/log.ts';
import { startServer, type RunningServer } from '#server/start.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerFaults } from './answer-schema.ts';
import { testDatabase, type TestDatabase } from './database.ts';

/** Data whose shape the test itself asserts. */
// oxlint-disable-next-line typescript/no-explicit-any -- A test reads what it expects and fails where it isn't.
export type Loose = any;

/** An answer of the API. */
export interface ApiAnswer<Data = Loose> {
  readonly status: number;
  readonly headers: Headers;
  /** The envelope; for other media types an empty one. */
  readonly body: Envelope<Data>;
  readonly text: string;
  /** The envelope's data. */
  readonly data: Data;
  readonly messages: string[];
}

/** What a call carries. */
export interface ApiCall {
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  /** The Host header, for calls that name their tenant by it. */
  readonly host?: string;
  readonly redirect?: 'follow' | 'manual';
}

/** A tenant made for a test. */
export interface TestTenant {
  readonly id: string;
  readonly name: string;
  /** A Management token. */
  readonly token: string;
  /** Host that names the tenant. */
  readonly host: string;
  /** Calls with the tenant's Management token unless the call says otherwise. */
  call<Data = Loose>(method: string, path: string, call?: ApiCall): Promise<ApiAnswer<Data>>;
  makeToken(wanted: Partial<NewToken>): Promise<string>;
}

/** A running server of a test file. */
export interface TestApp {
  readonly baseUrl: string;
  readonly context: Context;
  readonly server: RunningServer;
  readonly testDatabase: TestDatabase;
  call<Data = Loose>(method: string, path: string, call?: ApiCall): Promise<ApiAnswer<Data>>;
  makeTenant(options?: { products?: string[]; name?: string; timeOffset?: string }): Promise<TestTenant>;
}

let tenantsMade = 0;

/**
 * Starts a server of its own for a test file, on its own database and a free port, and stops it after the file's last
 * test. Background work runs only when `ROLE` says so: `api` unless given.
 */
export async function testApp(environment: Environment = {}): Promise<TestApp> {
  const made = await testDatabase();
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-app-'));
  const config = readConfig({
    PORT: '0',
    HOST: '127.0.0.1',
    ROLE: 'api',
    DATA_DIR: dataDir,
    DATABASE_URL: made.connectionString,
    LOG_LEVEL: 'silent',
    SEED_DEMO: 'false',
    ...environment,
  });
  const server = await startServer(config, { log: openLog(config.logLevel) });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  const baseUrl = server.address ?? '';
  const { context } = server;
  const call: TestApp['call'] = (method, path, options = {}) => callApi(baseUrl, method, path, options);

  const makeTenant: TestApp['makeTenant'] = async (options = {}) => {
    const name = options.name ?? `t${process.pid}-${++tenantsMade}`;
    const products = options.products ?? ['publisher', 'aff-network', 'advertiser'];
    const id = await inEngine(context.database, (tx) =>
      createTenant(context, tx, { name, products, timeOffset: options.timeOffset }),
    );
    context.changes.publish([{ tenantId: id, kind: 'tenant', objectId: id }]);
    const makeToken = async (wanted: Partial<NewToken>) => {
      const full = { name: 'test', scope: 'management' as const, ...wanted };
      return (await inTenant(context.database, id, (tx) => insertToken(context, tx, full))).token;
    };
    const token = await makeToken({});
    const host = `api.${name}.localhost`;
    const callAsTenant: TestTenant['call'] = (method, path, ours = {}) =>
      call(method, path, { token, ...ours });
    return { id, name, token, host, call: callAsTenant, makeToken };
  };
  return { baseUrl, context, server, testDatabase: made, call, makeTenant };
}

/** Makes one call over HTTP. An answer that differs from what the contract says of it is an error. */
export async function callApi<Data = Loose>(
  baseUrl: string,
  method: string,
  path: string,
  options: ApiCall = {},
): Promise<ApiAnswer<Data>> {
  const { body: given, token, host } = options;
  const isText = typeof given === 'string';
  const sent = {
    method,
    headers: {
      ...(token && { authorization: `ApiToken ${token}` }),
      ...(given !== undefined && !isText && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(given !== undefined && { body: isText ? given : JSON.stringify(given) }),
  };
  const response = host
    ? await callHost(baseUrl + path, host, sent)
    : await fetch(baseUrl + path, { ...sent, redirect: options.redirect ?? 'manual' });
  const text = await response.text();
  const mediaType = response.headers.get('content-type');
  const faults = answerFaults({ method, path, status: response.status, mediaType, text });
  if (faults.length > 0) throw new Error(`An answer is not as described:\n${faults.join('\n')}\n${text}`);
  const isJson = mediaType?.startsWith('application/json');
  const body = (isJson && text !== '' ? JSON.parse(text) : { data: null, messages: [] }) as Envelope<Data>;
  return {
    status: response.status,
    headers: response.headers,
    body,
    text,
    data: body.data as Data,
    messages: body.messages,
  };
}

/** Calls under another host name than the address; fetch would put its own Host header in the place of ours. */
async function callHost(
  url: string,
  host: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string },
): Promise<Response> {
  const answer = await request(url, {
    method,
    headers: { ...headers, host },
    ...(body !== undefined && { body }),
  });
  const entries = Object.entries(answer.headers).flatMap(([name, value]) =>
    [value ?? []].flat().map((one): [string, string] => [name, one]),
  );
  const text = await answer.body.text();
  return new Response(text === '' ? null : text, { status: answer.statusCode, headers: entries });
}
