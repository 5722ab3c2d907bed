import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '#contract/endpoint.ts';
import { failureEnvelope, successEnvelope } from '#contract/envelope.ts';
import { failures } from '#contract/failures.ts';
import { inTenant } from '#database/transaction.ts';
import type { Context } from '../context.ts';
import { recordChanges } from '../platform/changes.ts';
import type { Directory } from '../platform/directory.ts';
import { admit } from './admission.ts';
import { refused, Refusal, type Answer, type Failure, type Success } from './answer.ts';
import { actorOf, writeAudit } from './audit.ts';
import { isOpenToPages, openToPages } from './cors.ts';
import {
  presentKey,
  releaseClaim,
  storeAnswer,
  storedForm,
  type Claim,
  type StoredAnswer,
} from './idempotency.ts';
import { readInput, type Input } from './input.ts';
import type { RateLimit } from './rate-limits.ts';
import { collectChanges, type ArrivingFile, type Route, type TenantCall } from './route.ts';

/** When to come back from a passing trouble, unless the refusal says otherwise. */
const RETRY_AFTER_SECONDS = '2';

/** What every route is served with. */
export interface MountParts {
  readonly context: Context;
  readonly directory: Directory;
  /** The limit of an endpoint's calls; absent where nothing is limited. */
  readonly limitOf: ((endpoint: Endpoint) => RateLimit | undefined) | undefined;
}

/** Serves one route under its path and its aliases. */
export function mountRoute(
  app: FastifyInstance,
  { context, directory, limitOf }: MountParts,
  route: Route,
): void {
  const { endpoint } = route;
  const limit = limitOf?.(endpoint);
  const isOpen = isOpenToPages(endpoint.path);
  const receive = async (request: FastifyRequest, reply: FastifyReply) => {
    if (isOpen) reply.headers(openToPages);
    const admission = await admit(context, directory, endpoint, request);
    request.admission = admission;
    request.tenantName = admission.tenant?.name;
    limit?.(request, reply);
  };
  // Who may not call is told so before a body is read; where none comes, a step of its own would only cost time.
  const hasBody = endpoint.method !== 'GET';
  for (const path of [endpoint.path, ...(endpoint.aliases ?? [])]) {
    app.route({
      method: endpoint.method,
      url: path.replace(/\{(\w+)\}/g, ':$1'),
      ...(endpoint.bodyLimitBytes !== undefined && { bodyLimit: endpoint.bodyLimitBytes }),
      config: { endpoint },
      ...(hasBody && { onRequest: receive }),
      handler: async (request, reply) => {
        if (!hasBody) await receive(request, reply);
        return answer(context, route, request, reply);
      },
    });
  }
}

async function answer(
  context: Context,
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const input = readInput(route.endpoint, request);
  const { tenant, principal } = request.admission ?? {};
  const call = { context, ...input, tenant, principal, request: factsOf(request) } as TenantCall<unknown>;
  if (route.kind === 'open') return send(route.endpoint, request, reply, await route.handle(call));
  const claim = await claimKey(context, route.endpoint, request, input);
  if (claim && 'stored' in claim) return replay(context, reply, claim.stored);
  let result: Answer;
  try {
    result = await run(context, route, call, claim);
  } catch (error) {
    if (claim) await releaseClaim(context.database, claim).catch(() => {});
    throw error;
  }
  if (claim && result.kind !== 'success') await releaseClaim(context.database, claim);
  else if (claim && route.kind === 'tenant') {
    await inTenant(context.database, call.tenant.id, (tx) =>
      storeAnswer(tx, claim, storedForm(context, route.endpoint, request.id, result as Success<unknown>)),
    );
  }
  return send(route.endpoint, request, reply, result);
}

async function run(
  context: Context,
  route: Exclude<Route, { kind: 'open' }>,
  call: TenantCall<unknown>,
  claim: Claim | undefined,
): Promise<Answer> {
  switch (route.kind) {
    case 'tenant':
      return route.handle(call);
    case 'write':
      return runWrite(context, route, call, claim);
    case 'write-together':
      return route.submit(call, claim);
  }
}

/** Runs a writing handler: effects, audit, change feed and the stored answer commit together. */
async function runWrite(
  context: Context,
  route: Extract<Route, { kind: 'write' }>,
  call: TenantCall<unknown>,
  claim: Claim | undefined,
): Promise<Answer> {
  const { result, changes } = await inTenant(context.database, call.tenant.id, async (tx) => {
    const collected = collectChanges(call.tenant.id);
    const answered = await route.handle({
      ...call,
      tx,
      announce: collected.announce,
      audit: (entry) => writeAudit(context, tx, actorOf(call.principal), entry, call.request.id),
    });
    if (answered.kind === 'failure') throw new Refusal(answered);
    recordChanges(tx, collected.changes);
    if (claim && answered.kind === 'success') {
      await storeAnswer(tx, claim, storedForm(context, route.endpoint, call.request.id, answered));
    }
    return { result: answered, changes: collected.changes };
  });
  context.changes.publish(changes);
  return result;
}

async function claimKey(
  context: Context,
  endpoint: Endpoint,
  request: FastifyRequest,
  input: Input,
): Promise<Claim | { stored: StoredAnswer } | undefined> {
  const key = request.headers['idempotency-key'];
  const principal = request.admission?.principal;
  const takesKeys = endpoint.method === 'POST' && endpoint.bodyType !== 'multipart';
  if (typeof key !== 'string' || !principal || !takesKeys) return undefined;
  if (key.length === 0 || key.length > 255)
    throw new Refusal({
      kind: 'failure',
      type: 'ValidationError',
      messages: ['Idempotency-Key: must have 1 to 255 characters'],
    });
  const [path = '', search = ''] = request.url.split('?', 2);
  const scope = {
    tenantId: principal.tenantId,
    principalId: principal.id,
    method: endpoint.method,
    path,
    key,
  };
  const presented = await presentKey(context.database, scope, { search, body: input.body }, context.newId());
  if ('refusal' in presented) throw new Refusal(presented.refusal);
  return 'stored' in presented ? presented : presented.claim;
}

function factsOf(request: FastifyRequest): TenantCall<unknown>['request'] {
  return {
    id: request.id,
    method: request.method,
    url: request.url,
    ip: request.ip,
    headers: request.headers,
    origin: `${request.protocol}://${request.host}`,
    rawQuery: request.query as Record<string, unknown>,
    stream: request.raw,
    file: () => arrivingFile(request),
  };
}

async function arrivingFile(request: FastifyRequest): Promise<ArrivingFile | undefined> {
  if (!request.isMultipart()) return undefined;
  try {
    const part = await request.file();
    return part && { name: part.filename, bytes: part.file, isCut: () => part.file.truncated };
  } catch (error) {
    // What goes beyond a limit carries its status; the rest is a form without an end or with another boundary than said.
    if ('statusCode' in (error as object)) throw error;
    throw new Refusal(refused('ValidationError', 'body: is no whole multipart/form-data'));
  }
}

function replay({ vault }: Context, reply: FastifyReply, stored: StoredAnswer): FastifyReply {
  reply.status(stored.status).headers(stored.headers).header('idempotent-replayed', 'true');
  if (stored.sealedBody === '') return reply.send();
  const body = vault.open(Buffer.from(stored.sealedBody, 'base64'));
  return reply.type('application/json; charset=utf-8').send(body);
}

function send(
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
  result: Answer,
): FastifyReply {
  if (result.kind === 'failure') return sendFailure(reply, request.id, result);
  reply.status(result.status ?? endpoint.status);
  if (result.headers) reply.headers(result.headers);
  if (result.kind === 'file') return reply.type(result.mediaType).send(result.body);
  if (!endpoint.data) return reply.send();
  const { prepared } = result;
  if (prepared) {
    // Closed comes after the last byte was handed on, and also when the connection died before.
    reply.raw.once('close', () => prepared.release());
    return reply.type('application/json; charset=utf-8').send(prepared.body);
  }
  // Serialised by hand: a response schema is slower and would hide what a mapping forgot.
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(successEnvelope(result.data, request.id, [...(result.messages ?? [])])));
}

/** Sends a refusal in the envelope. */
export function sendFailure(reply: FastifyReply, requestId: string, failure: Failure): FastifyReply {
  reply.status(failures[failure.type].status);
  reply.header('x-request-id', requestId);
  if (failure.type === 'ServiceUnavailable') reply.header('retry-after', RETRY_AFTER_SECONDS);
  if (failure.headers) reply.headers(failure.headers);
  return reply
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(failureEnvelope(failure.type, requestId, failure.messages)));
}
