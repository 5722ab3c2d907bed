import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { SimulatedRequest } from '#domain/tracking-systems/simulate.ts';
import type { RequestFacts } from '../../http/route.ts';

/** What our own postback address answered. */
export interface OwnAnswer {
  readonly status: number;
  readonly durationMs: number;
  /** Null when the answer is not the envelope. */
  readonly envelope: {
    data: {
      accepted?: boolean;
      conversionId?: string | null;
      status?: string | null;
      reason?: string | null;
    } | null;
    messages: string[];
  } | null;
}

const TIMEOUT_MS = 15_000;

/**
 * Sends a request over HTTP to the very socket that the present call came in on: the same process, whatever names and
 * proxies stand before it, and never another address.
 *
 * @throws when the call cannot be made or takes longer than 15 seconds.
 */
export async function callOurselves(simulated: SimulatedRequest, present: RequestFacts): Promise<OwnAnswer> {
  const { socket } = present.stream as IncomingMessage;
  const { pathname, search, host } = new URL(simulated.url);
  const startedAt = performance.now();
  const { status, text } = await new Promise<{ status: number; text: string }>((resolve, reject) => {
    const outgoing = httpRequest(
      {
        host: socket.localAddress,
        port: socket.localPort,
        method: simulated.method,
        path: pathname + search,
        headers: {
          ...simulated.headers,
          // Senders that read plain text are answered in it; the decision stands in the envelope alone.
          accept: 'application/json',
          host,
          ...(simulated.body !== null && { 'content-length': Buffer.byteLength(simulated.body) }),
        },
        timeout: TIMEOUT_MS,
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
        );
        incoming.on('error', reject);
      },
    );
    outgoing.on('timeout', () =>
      outgoing.destroy(new Error('our own postback address did not answer in time')),
    );
    outgoing.on('error', reject);
    outgoing.end(simulated.body ?? undefined);
  });
  return { status, durationMs: Math.round(performance.now() - startedAt), envelope: envelopeOf(text) };
}

function envelopeOf(text: string): OwnAnswer['envelope'] {
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed !== null && typeof parsed === 'object' && 'messages' in parsed
      ? (parsed as OwnAnswer['envelope'])
      : null;
  } catch {
    // What answers in our place, such as a proxy, may not know the envelope.
    return null;
  }
}
