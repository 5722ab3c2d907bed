import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { SeededRandom } from '#simulator/random.ts';

/** One call as the receiver got it. */
export interface FlakyCall {
  readonly id: string;
  readonly body: string;
  readonly misbehaviour: Misbehaviour | null;
  /** Whether it was genuine when it came. */
  readonly isSigned: boolean;
}

/** How a call can go wrong. A body that never ends comes with a status, which counts. */
export type Misbehaviour = 'hang' | 'dribble' | 'endless body' | 'reset' | 'redirect' | 'busy' | 'fault';

const misbehaviours: readonly Misbehaviour[] = [
  'hang',
  'dribble',
  'endless body',
  'reset',
  'redirect',
  'busy',
  'fault',
];
const DRIBBLE_EVERY_MS = 50;

/** A receiver that fails a third of its calls, in every way there is. */
export interface FlakyReceiver {
  readonly url: string;
  readonly calls: FlakyCall[];
  stop(): Promise<void>;
}

/**
 * Opens a receiver whose bad days follow from the source of randomness.
 *
 * @param secrets with which calls may be signed; it may grow
 */
export async function openFlakyReceiver(
  random: SeededRandom,
  secrets: readonly string[],
): Promise<FlakyReceiver> {
  const calls: FlakyCall[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      const misbehaviour = random.chance(1 / 3) ? random.pick(misbehaviours) : null;
      const headers = request.headers as Record<string, string>;
      calls.push({
        id: headers['webhook-id'] ?? '',
        body,
        misbehaviour,
        isSigned: isSigned(body, headers, secrets),
      });
      answer(response, misbehaviour);
      return undefined;
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/callbacks`, calls, stop: () => close(server) };
}

function isSigned(body: string, headers: Record<string, string>, secrets: readonly string[]): boolean {
  return secrets.some((secret) => {
    try {
      new Webhook(secret).verify(body, headers);
      return true;
    } catch {
      return false;
    }
  });
}

function answer(response: ServerResponse, misbehaviour: Misbehaviour | null): void {
  switch (misbehaviour) {
    case null:
      return void response.writeHead(204).end();
    case 'hang':
      return;
    case 'dribble':
      return dribble(response, () => void response.socket?.write('H'));
    case 'endless body':
      response.writeHead(200);
      return dribble(response, () => void response.write('.'));
    case 'reset':
      return void response.socket?.resetAndDestroy();
    case 'redirect':
      return void response.writeHead(307, { location: '/elsewhere' }).end();
    case 'busy':
      return void response.writeHead(429, { 'retry-after': '600' }).end('later');
    case 'fault':
      return void response.writeHead(500).end('broken');
  }
}

function dribble(response: ServerResponse, write: () => void): void {
  const timer = setInterval(write, DRIBBLE_EVERY_MS);
  response.on('close', () => clearInterval(timer));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((closed) => server.close(() => closed()));
}
