import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

/** A request that a receiver got. */
export interface Received {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A receiver on this machine: it keeps what it got and answers as it is told. */
export interface Receiver {
  readonly url: string;
  readonly origin: string;
  readonly received: Received[];
  /** Answers the next requests; 200 unless set. */
  answer: (request: Received, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** Opens a receiver that is closed after the test file. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const take = async () => {
      const body = await readBody(request);
      const one: Received = {
        at: performance.now(),
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers as Record<string, string>,
        body,
      };
      received.push(one);
      receiver.answer(one, response);
    };
    void take();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const receiver: Receiver = {
    url: `${origin}/callback`,
    origin,
    received,
    answer: (_request, response) => void response.end(),
    close: () => closeServer(server),
  };
  afterAll(receiver.close);
  return receiver;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((closed) => server.close(() => closed()));
}
