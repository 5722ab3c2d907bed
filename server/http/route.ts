import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { AnyEndpoint, BodyOf, DataOf, Endpoint, ParamsOf, QueryOf } from '#contract/endpoint.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../context.ts';
import type { Change, ChangeKind } from '../platform/changes.ts';
import type { Principal, Tenant } from '../platform/directory.ts';
import type { Answer } from './answer.ts';
import type { AuditEntry } from './audit.ts';
import type { Claim } from './idempotency.ts';

/** A file as it arrives; its bytes have to be read to their end. */
export interface ArrivingFile {
  readonly name: string;
  readonly bytes: Readable;
  /** Whether it was longer than is taken; known once its bytes were read. */
  isCut(): boolean;
}

/** The parts of a request that handlers may look at beside its checked input. */
export interface RequestFacts {
  readonly id: string;
  readonly method: string;
  /** Path and query as they came. */
  readonly url: string;
  readonly ip: string;
  readonly headers: IncomingHttpHeaders;
  /** Scheme and host that the caller reached us by. */
  readonly origin: string;
  /** The query as it came, before it was folded. */
  readonly rawQuery: Readonly<Record<string, unknown>>;
  /** The request's own stream: the socket that it came in on. */
  readonly stream: NodeJS.ReadableStream;
  /** The first file of an upload, or nothing where it has none. */
  file(): Promise<ArrivingFile | undefined>;
}

/** A call without a tenant. */
export interface OpenCall<E> {
  readonly context: Context;
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly request: RequestFacts;
  /** The tenant that the host names, or the default one. */
  readonly tenant: Tenant | undefined;
}

/** A call inside one tenant. */
export interface TenantCall<E> extends OpenCall<E> {
  readonly tenant: Tenant;
  /** Who calls; absent on the wall and on inbound postbacks. */
  readonly principal: Principal;
}

/** A call that reads, inside a read-only transaction. */
export interface ReadCall<E> extends TenantCall<E> {
  readonly tx: TenantTransaction;
}

/** A call that changes something: what it writes, audits and announces commits together or not at all. */
export interface WriteCall<E> extends ReadCall<E> {
  /** Notes who changed what. */
  audit(entry: AuditEntry): Promise<void>;
  /** Tells every process about a change, once it is committed. */
  announce(kind: ChangeKind, objectId: string | null): void;
}

/** How an endpoint is answered. */
export type Route =
  | {
      readonly kind: 'open';
      readonly endpoint: Endpoint;
      handle(call: OpenCall<unknown>): Promise<Answer> | Answer;
    }
  | {
      readonly kind: 'tenant';
      readonly endpoint: Endpoint;
      handle(call: TenantCall<unknown>): Promise<Answer>;
    }
  | {
      readonly kind: 'write';
      readonly endpoint: Endpoint;
      handle(call: WriteCall<unknown>): Promise<Answer>;
    }
  | {
      readonly kind: 'write-together';
      readonly endpoint: Endpoint;
      /** Answers after the commit that holds the call, whoever else's calls it holds. */
      submit(call: TenantCall<unknown>, claim: Claim | undefined): Promise<Answer>;
    };

/** Answers without a tenant. */
export function open<E extends AnyEndpoint>(
  endpoint: E,
  handle: (call: OpenCall<E>) => Promise<Answer<DataOf<E>>> | Answer<DataOf<E>>,
): Route {
  return { kind: 'open', endpoint, handle: handle };
}

/** Answers inside a tenant, with transactions of its own: wall, redirects, uploads, long answers. */
export function tenantRoute<E extends AnyEndpoint>(
  endpoint: E,
  handle: (call: TenantCall<E>) => Promise<Answer<DataOf<E>>>,
): Route {
  return { kind: 'tenant', endpoint, handle: handle };
}

/** Answers by reading, in one read-only transaction of the tenant. */
export function read<E extends AnyEndpoint>(
  endpoint: E,
  handle: (call: ReadCall<E>) => Promise<Answer<DataOf<E>>>,
): Route {
  return tenantRoute(endpoint, (call) =>
    inTenant(call.context.database, call.tenant.id, (tx) => handle({ ...call, tx }), { readOnly: true }),
  );
}

/** Answers by changing something, in one transaction that also holds the audit, the change feed and the stored answer. */
export function write<E extends AnyEndpoint>(
  endpoint: E,
  handle: (call: WriteCall<E>) => Promise<Answer<DataOf<E>>>,
): Route {
  return { kind: 'write', endpoint, handle: handle };
}

/** Collects what one run of a writing transaction wants announced. */
export function collectChanges(tenantId: string): {
  changes: Change[];
  announce: WriteCall<unknown>['announce'];
} {
  const changes: Change[] = [];
  return { changes, announce: (kind, objectId) => void changes.push({ tenantId, kind, objectId }) };
}
