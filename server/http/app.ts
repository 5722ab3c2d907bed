import type { Socket } from 'node:net';
import multipart from '@fastify/multipart';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Endpoint } from '#contract/endpoint.ts';
import { failureEnvelope } from '#contract/envelope.ts';
import { failures } from '#contract/failures.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import type { Directory } from '../platform/directory.ts';
import { redactUrl, withoutSecrets } from '../platform/log.ts';
import { refused, type Failure } from './answer.ts';
import { answerPreflights } from './cors.ts';
import { failureOf } from './problems.ts';
import { pathTable } from './path-table.ts';
import { mountRoute, sendFailure } from './mount.ts';
import { openRateLimits } from './rate-limits.ts';
import type { Route } from './route.ts';

/** The largest JSON body, in bytes, unless an endpoint says otherwise. */
const BODY_LIMIT_BYTES = 1_048_576;

/** The largest file of an upload, in bytes. */
const LARGEST_FILE_BYTES = 100 * 1_048_576;

/** What the HTTP server is made from. */
export interface AppParts {
  readonly context: Context;
  readonly directory: Directory;
  readonly routes: readonly Route[];
  /** Adds what is not part of the API: pages, files, the explorer. */
  readonly plugins?: readonly ((app: FastifyInstance) => Promise<void> | void)[];
}

/** Builds the HTTP server: every endpoint behind one envelope, one log line a request, one way to fail. */
export async function buildApp({
  context,
  directory,
  routes,
  plugins = [],
}: AppParts): Promise<FastifyInstance> {
  const app = fastify({
    genReqId: () => context.newId(),
    trustProxy: trustedProxies(context.config.trustProxy),
    bodyLimit: BODY_LIMIT_BYTES,
    logger: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    forceCloseConnections: 'idle',
    keepAliveTimeout: 65_000,
    // While it closes, a call on an open connection is answered by us, in the envelope.
    return503OnClosing: false,
    // An address that cannot be decoded, or with an endless part, names nothing.
    frameworkErrors: (_error, request, reply) =>
      void sendFailure(reply as FastifyReply, request.id, refused('NotFound', 'No such path exists')),
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, context.newId()),
  });
  readBodies(app);
  logRequests(app, context);
  await app.register(answerPreflights);
  app.setErrorHandler((error, request, reply) => answerError(context, error, request, reply));
  const endpoints = routes.map(({ endpoint }) => endpoint);
  const table = pathTable(endpoints);
  app.setNotFoundHandler((request, reply) => {
    const methods = table.methodsAt(request.url.split('?')[0] ?? '/');
    if (methods.length === 0)
      return sendFailure(reply, request.id, refused('NotFound', 'No such path exists'));
    const failure: Failure = {
      ...refused('MethodNotAllowed', `This path takes ${methods.join(', ')}`),
      headers: { allow: methods.join(', ') },
    };
    return sendFailure(reply, request.id, failure);
  });
  const { rateLimitFactor } = context.config;
  const limitOf = rateLimitFactor === null ? undefined : openRateLimits(rateLimitFactor);
  const mount = (scope: FastifyInstance, kind: BodyKind) => {
    const fitting = routes.filter(({ endpoint }) => bodyKindOf(endpoint) === kind);
    for (const route of fitting) mountRoute(scope, { context, directory, limitOf }, route);
  };
  mount(app, 'json');
  await app.register(async (scope) => mount(readNoBodies(scope), 'none'));
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    await scope.register(multipart, {
      limits: { files: 1, fileSize: LARGEST_FILE_BYTES, fields: 20 },
      throwFileSizeLimit: false,
    });
    mount(scope, 'multipart');
  });
  await app.register(async (scope) => {
    readBodiesAsText(scope);
    mount(scope, 'any');
  });
  for (const plugin of plugins) await plugin(app);
  return app;
}

/** How the body of a call is read; none where an endpoint takes none. */
type BodyKind = NonNullable<Endpoint['bodyType']> | 'none';

function bodyKindOf({ bodyType, body }: Endpoint): BodyKind {
  return bodyType ?? (body ? 'json' : 'none');
}

/** Clients send `{}` or an empty form where nothing is asked for: it is passed over, whatever it is. */
function readNoBodies(scope: FastifyInstance): FastifyInstance {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, body, next) => {
    body.resume();
    next(null, undefined);
  });
  return scope;
}

/** An empty JSON body is no body; forms and other texts reach only the endpoints that take them. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(?:[\w.-]+\+)?json(?:\s*;|$)/i,
    { parseAs: 'string' },
    (_request, body, next) => {
      if (body.length === 0) return next(null, undefined);
      try {
        return next(null, JSON.parse(body as string));
      } catch {
        return next(
          Object.assign(new Error('is not valid JSON'), {
            code: 'FST_ERR_CTP_INVALID_JSON_BODY',
            statusCode: 400,
          }),
        );
      }
    },
  );
}

/** Fastify trusts nobody by a mere count, so the count is told to it as a rule about hops. */
function trustedProxies(
  proxies: Config['trustProxy'],
): boolean | string | ((address: string, hop: number) => boolean) {
  return typeof proxies === 'number' ? (_address, hop) => hop < proxies : proxies;
}

/** What is not HTTP never becomes a request; it is answered on the bare socket, which is then closed. */
function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(failureEnvelope('ValidationError', requestId, [unreadableWords(error)]));
  socket.end(
    `HTTP/1.1 ${failures.ValidationError.status} Bad Request\r\nConnection: close\r\nX-Request-Id: ${requestId}\r\n` +
      `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function unreadableWords({ code }: NodeJS.ErrnoException): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'The headers are too large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT'
    ? 'The request did not arrive in time'
    : 'The request is not valid HTTP';
}

/** Gives bodies of whatever kind to their endpoint as they came, so that it can keep and read them by itself. */
function readBodiesAsText(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, next) => next(null, body));
}

function logRequests(app: FastifyInstance, context: Context): void {
  const log = withoutSecrets(context.log);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    done();
    if (!log.isLevelEnabled('info')) return;
    log.info(
      {
        requestId: request.id,
        method: request.method,
        url: redactUrl(request.url),
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        tenant: request.tenantName,
      },
      'request',
    );
  });
}

function answerError(
  context: Context,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { failure, isOurs } = failureOf(error);
  if (isOurs) context.log.error({ error, requestId: request.id, url: redactUrl(request.url) }, 'call failed');
  return sendFailure(reply, request.id, failure);
}

declare module 'fastify' {
  interface FastifyRequest {
    tenantName: string | undefined;
  }
  interface FastifyContextConfig {
    endpoint?: Endpoint;
  }
}
