import type { FailureType } from './failures.ts';
import type { Static, TObject, TSchema } from './schema.ts';

/** The kinds of credential a call may need. */
export type Access =
  /** None and no tenant: health and documentation. */
  | 'open'
  /** None; the tenant comes from the host. */
  | 'wall'
  /** A Management token, or an operator's session. */
  | 'management'
  /** A Partner token, or a partner user's session. */
  | 'partner'
  /** An Advertiser token, or an advertiser user's session. */
  | 'advertiser'
  /** The session of whoever is signed in, whatever the role. */
  | 'session'
  /** The secret segment and signature of an inbound postback. */
  | 'postback';

/** HTTP methods that endpoints use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What kind of limit on its rate an endpoint has, per tenant, IP address and minute. */
export interface RateLimit {
  /** Endpoints of one bucket share their count. */
  readonly bucket: string;
  readonly perMinute: number;
}

/** One call of the API: its address, who may make it, and the shapes that cross the wire. */
export interface Endpoint<
  Params extends TObject = TObject,
  Query extends TObject = TObject,
  Body extends TSchema = TSchema,
  Data extends TSchema = TSchema,
> {
  /** The operation's name: a verb and a thing, unique. */
  readonly id: string;
  readonly method: Method;
  /** Path with `{names}` in braces; `{product}` is a gate that the server checks by itself. */
  readonly path: string;
  /** Further paths that answer the same, such as a published alias. */
  readonly aliases?: readonly string[];
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: Access;
  /** Of people who are signed in only owners may call it; tokens may as their scope says. */
  readonly needsOwner?: boolean;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The body's own check names its faults; the server then only folds names and letter case before it. */
  readonly isBodyCheckedByHandler?: boolean;
  /** Each entry of the body succeeds or fails by itself, so that a text in one which cannot be kept refuses only that one. */
  readonly isBodyOfEntries?: boolean;
  /** Whether the body may be left out. */
  readonly isBodyOptional?: boolean;
  /** Largest body in bytes; 1 MB unless given. */
  readonly bodyLimitBytes?: number;
  /** How the body is encoded; JSON unless given. */
  readonly bodyType?: 'json' | 'multipart' | 'any';
  readonly status: 200 | 201 | 202 | 204 | 302;
  /** The shape of `data`; absent for answers without one (204, redirects, files). */
  readonly data?: Data;
  /** Other successful statuses that carry the same shape. */
  readonly otherStatuses?: readonly (200 | 202)[];
  /** The media type of an answer that is not the envelope. */
  readonly mediaType?: string;
  /** Failures beyond those that follow from access, parameters and body. */
  readonly failures?: readonly FailureType[];
  readonly rateLimit?: RateLimit;
  /** Whether the answer also comes as CSV and NDJSON. */
  readonly isExportable?: boolean;
  /** An example of the body, for documentation. */
  readonly bodyExample?: unknown;
}

/** An endpoint of whatever shapes. */
// oxlint-disable-next-line typescript/no-explicit-any -- The shapes stand in both directions, so only `any` fits all.
export type AnyEndpoint = Endpoint<any, any, any, any>;

/** Declares an endpoint, keeping the static types of its shapes. */
export function endpoint<
  Params extends TObject = TObject<{}>,
  Query extends TObject = TObject<{}>,
  Body extends TSchema = TSchema,
  Data extends TSchema = TSchema,
>(definition: Endpoint<Params, Query, Body, Data>): Endpoint<Params, Query, Body, Data> {
  return definition;
}

/** The static type of an endpoint's path parameters. */
export type ParamsOf<E> = E extends Endpoint<infer P, infer _Q, infer _B, infer _D> ? Static<P> : never;
/** The static type of an endpoint's query. */
export type QueryOf<E> = E extends Endpoint<infer _P, infer Q, infer _B, infer _D> ? Static<Q> : never;
/** The static type of an endpoint's body. */
export type BodyOf<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _D> ? Static<B> : never;
/** The static type of the `data` of an endpoint's answer. */
export type DataOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer D> ? Static<D> : never;
