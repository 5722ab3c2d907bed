import { setTimeout } from 'node:timers/promises';
import { request } from 'undici';
import type { Envelope } from '#contract/envelope.ts';
import { inEngine, inTenant } from '#database/transaction.ts';
import type { Context } from '#server/context.ts';
import { createTenant } from '#server/features/tenants/exports.ts';
import { insertToken } from '#server/features/tokens/exports.ts';
import type { Worker } from '#server/platform/worker.ts';
import { partners } from './commands.ts';

/** A server that runs are played against. */
export interface Stage {
  readonly baseUrl: string;
  readonly context: Context;
  /** What works in the background, to be made to work. */
  readonly workers: readonly Worker[];
}

/** What a call of the runs carries. */
export interface Call {
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Calls as somebody without a credential, by the tenant's host. */
  readonly isOpen?: boolean;
}

/** What came back. */
export interface Reply {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- A run reads what it expects and fails where it isn't.
  readonly data: any;
  readonly location: string;
  readonly messages: readonly string[];
}

/** A tenant that runs are played in, one after the other. */
export interface RunTenant {
  readonly stage: Stage;
  readonly id: string;
  readonly advertiserId: string;
  readonly ageId: string;
  readonly categoryId: string;
  /** Partner ids by their numbers. */
  readonly partnerIds: Readonly<Record<string, string>>;
  /** Path and secrets of the postback address. */
  readonly postbackPath: string;
  /** How many runs were begun in it. Tenants name their runs alike, so that one's rows would do for another's. */
  runs: number;
  /** The time at which the next one may begin, in milliseconds: the clock only goes on. */
  readonly clock: { now: number };
  call(method: string, path: string, call?: Call): Promise<Reply>;
}

/** The clock on which the first run begins: a morning, at no full hour. */
const FIRST_DAY = Date.UTC(2027, 0, 1, 10, 7);

let tenantsMade = 0;

/** Makes a tenant with an advertiser and its partners, over the API wherever that can. */
export async function makeRunTenant(stage: Stage): Promise<RunTenant> {
  const { context, baseUrl } = stage;
  const name = `run${process.pid}-${++tenantsMade}`;
  const id = await inEngine(context.database, (tx) =>
    createTenant(context, tx, { name, products: ['publisher', 'aff-network', 'advertiser'] }),
  );
  context.changes.publish([{ tenantId: id, kind: 'tenant', objectId: id }]);
  const { token } = await inTenant(context.database, id, (tx) =>
    insertToken(context, tx, { name: 'runs', scope: 'management' }),
  );
  const call: RunTenant['call'] = (method, path, { body, headers, isOpen } = {}) =>
    callServer(baseUrl + path, method, body, {
      ...(isOpen ? { host: `api.${name}.localhost` } : { authorization: `ApiToken ${token}` }),
      ...headers,
    });
  const base = '/api/v1/sdk-back-office-management';
  const make = async (resource: string, named: string): Promise<string> =>
    (await call('POST', `${base}/${resource}`, { body: { name: named } })).data.id;
  const first = async (resource: string, search: string): Promise<string> =>
    (await call('GET', `${base}/${resource}?filter.search=${search}`)).data.items[0].id;
  const pairs = (await call('GET', '/api/v1/settings/postback-urls')).data;
  const address = new URL(pairs[0].url);
  return {
    stage,
    id,
    advertiserId: await make('advertisers', 'Advertiser'),
    ageId: await first('age-ranges', 'All'),
    categoryId: await first('categories', 'Games'),
    partnerIds: Object.fromEntries(
      await Promise.all(
        partners.map(async (number) => [number, await make('partners', `Partner ${number}`)]),
      ),
    ),
    postbackPath: address.pathname + address.search,
    runs: 0,
    clock: { now: FIRST_DAY },
    call,
  };
}

async function callServer(
  url: string,
  method: string,
  body: object | string | undefined,
  headers: Record<string, string>,
): Promise<Reply> {
  const isJson = typeof body === 'object';
  const answer = await request(url, {
    method,
    headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : body }),
  });
  const text = await answer.body.text();
  const isEnvelope = String(answer.headers['content-type']).startsWith('application/json') && text !== '';
  const envelope: Partial<Envelope> = isEnvelope ? JSON.parse(text) : {};
  return {
    status: answer.statusCode,
    data: envelope.data,
    location: String(answer.headers.location ?? ''),
    messages: envelope.messages ?? [],
  };
}

const POLL_MS = 5;
const NEWEST_CHANGE = 'SELECT xid::text AS xid FROM changes ORDER BY changes.xid DESC LIMIT 1';
const IS_SEEN = 'SELECT $1::text::xid8 < pg_snapshot_xmin(pg_current_snapshot()) AS is_seen';

const turns = new WeakMap<Stage, { next: Promise<void>; isTaken: boolean }>();

/**
 * Lets everything that works in the background do what is due. One turn at a time, as two could pass each other; whoever
 * asks before the next one has begun shares it.
 */
export function takeTurns(stage: Stage): Promise<void> {
  const last = turns.get(stage);
  if (last?.isTaken === false) return last.next;
  const turn = { isTaken: false, next: Promise.resolve() };
  turn.next = takeTurn(stage, last?.next, turn);
  turns.set(stage, turn);
  return turn.next;
}

async function takeTurn(
  { context, workers }: Stage,
  before: Promise<void> | undefined,
  turn: { isTaken: boolean },
): Promise<void> {
  await before?.catch(() => {});
  turn.isTaken = true;
  // What follows changes leaves out those that a running transaction could still precede.
  const { rows } = await context.database.engine.query<{ xid: string }>(NEWEST_CHANGE);
  const isSeen = async () =>
    (await context.database.engine.query(IS_SEEN, [rows[0]?.xid ?? '0'])).rows[0].is_seen === true;
  while (!(await isSeen())) await setTimeout(POLL_MS);
  for (const worker of workers) await worker.takeTurn();
}
