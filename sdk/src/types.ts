import type { Links, Operations, Product } from './generated.ts';

/** The name of a call. */
export type OperationId = keyof Operations;
/** What a call takes: its path parameters by name, `query` and `body`. */
export type InputOf<Id extends OperationId> = Operations[Id]['input'];
/** What a call answers. */
export type DataOf<Id extends OperationId> = Operations[Id]['data'];
/** The name of a call that answers a list page by page. */
export type ListId = {
  [Id in OperationId]: Operations[Id] extends { item: unknown } ? Id : never;
}[OperationId];
/** One item of a list. */
export type ItemOf<Id extends ListId> = Operations[Id] extends { item: infer Item } ? Item : never;
/** The name of a list that also comes whole, as a file. */
export type FileId = {
  [Id in OperationId]: Operations[Id] extends { isFile: true } ? Id : never;
}[OperationId];
/** The name of anything that has an address one can send a browser to. */
export type AddressId = keyof (Operations & Links);
/** What an address is made from. */
export type AddressInputOf<Id extends AddressId> = (Operations & Links)[Id]['input'];

/** What may differ from call to call. */
export interface CallOptions {
  /** Ends the call early; it then fails with the signal's reason. */
  signal?: AbortSignal | undefined;
  /** Longest time of one try, body included, in milliseconds. */
  timeoutMs?: number | undefined;
  /** How many times a call that failed in passing is tried again. */
  retries?: number | undefined;
  /** The key that makes a POST safe to repeat, where one of your own is better than a random one. */
  idempotencyKey?: string | undefined;
  /** Further headers, such as `If-Match`. */
  headers?: Readonly<Record<string, string>> | undefined;
}

/** How a client reaches the API. */
export interface ClientOptions {
  /** Where the API is, such as `https://api.example.com`; a path behind it is kept. */
  baseUrl: string;
  /** The tenant's label. It is put into the host: `https://acme.com` becomes `https://api.{tenant}.acme.com`. */
  tenant?: string | undefined;
  /** An API token, or what gives the one to use now. */
  token?: string | (() => string | Promise<string>) | undefined;
  /** The product of calls that name none. */
  product?: Product | undefined;
  /** Longest time of one try in milliseconds; 30,000 unless given. */
  timeoutMs?: number | undefined;
  /** How many times a call that failed in passing is tried again; 2 unless given. */
  retries?: number | undefined;
  /** Pause before the first retry in milliseconds, doubled each time; 500 unless given. */
  retryDelayMs?: number | undefined;
  /** Makes the `Idempotency-Key` of each POST; null sends none, and such calls are then not repeated. */
  makeIdempotencyKey?: (() => string) | null | undefined;
  /** Headers of every call. */
  headers?: Readonly<Record<string, string>> | undefined;
  /** Whether a browser sends the cookies of a session: `include` for pages of another origin. */
  credentials?: 'omit' | 'same-origin' | 'include' | undefined;
  /** What makes the requests, the global `fetch` unless given. */
  fetch?: ((url: string, request: RequestInit) => Promise<Response>) | undefined;
}

/** An answer with everything around its data. */
export interface Answer<Data> {
  readonly data: Data;
  readonly status: number;
  readonly headers: Headers;
  /** Id of the answer; null where it isn't in the API's envelope. */
  readonly responseId: string | null;
  /** Remarks beside the data. */
  readonly messages: readonly string[];
}

/** A call's arguments; the input may be left out where nothing in it is required. */
export type ArgumentsOf<Input> = {} extends Input
  ? [input?: Input, options?: CallOptions]
  : [input: Input, options?: CallOptions];

/** One method for each call of the API. */
export type Methods = {
  [Id in keyof Operations]: (
    ...args: ArgumentsOf<Operations[Id]['input']>
  ) => Promise<Operations[Id]['data']>;
};

/** What a client does beyond the calls themselves. */
export interface Tools {
  /** Makes a call and gives the whole answer: status, headers such as `ETag`, id and remarks. */
  send<Id extends OperationId>(id: Id, ...args: ArgumentsOf<InputOf<Id>>): Promise<Answer<DataOf<Id>>>;
  /** Gives every item of a list, asking for one page after the other as they are needed. */
  each<Id extends ListId>(id: Id, ...args: ArgumentsOf<InputOf<Id>>): AsyncGenerator<ItemOf<Id>, void, void>;
  /** Gives a whole list as a file; the answer's body can be read as a stream. */
  download<Id extends FileId>(
    id: Id,
    format: 'csv' | 'ndjson',
    ...args: ArgumentsOf<InputOf<Id>>
  ): Promise<Response>;
  /** The address of a call, to be opened by a browser. */
  urlOf<Id extends AddressId>(id: Id, input: AddressInputOf<Id>): string;
}

/** A typed client of the whole API. */
export type Client = Methods & Tools;
