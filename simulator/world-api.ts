import type { FastifyInstance } from 'fastify';
import type { Envelope } from '#contract/envelope.ts';

/** A call of the simulated world, through the same server that the world's users call. */
export interface WorldCall {
  readonly token?: string;
  readonly host?: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What came back. */
export interface WorldAnswer<Data = unknown> {
  readonly status: number;
  readonly data: Data;
  readonly location: string | undefined;
  readonly messages: readonly string[];
}

/** Calls the API of a server that need not listen yet. */
export type WorldApi = <Data = unknown>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH',
  path: string,
  call?: WorldCall,
) => Promise<WorldAnswer<Data>>;

/** Opens the API of a server for the simulated world. */
export function worldApi(app: FastifyInstance): WorldApi {
  return async (method, path, call = {}) => {
    const answer = await app.inject({
      method,
      url: path,
      headers: {
        ...call.headers,
        ...(call.token !== undefined && { authorization: `ApiToken ${call.token}` }),
        ...(call.host !== undefined && { host: call.host }),
      },
      ...(call.body !== undefined && { payload: call.body }),
    });
    const isJson = String(answer.headers['content-type'] ?? '').startsWith('application/json');
    const envelope: Partial<Envelope> = isJson ? answer.json() : {};
    return {
      status: answer.statusCode,
      data: envelope.data as never,
      location: answer.headers.location,
      messages: envelope.messages ?? [],
    };
  };
}

/** The data of a call that has to succeed. */
export async function expectData<Data>(answer: Promise<WorldAnswer<Data>>): Promise<Data> {
  const { status, data, messages } = await answer;
  if (status >= 300) throw new Error(`The simulated world was refused: ${status} ${messages.join('; ')}`);
  return data;
}
