import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Takes callbacks and partner postbacks, and remembers what it heard. */
export interface Receiver {
  readonly url: string;
  /** Which deliveries told that a conversion succeeded. */
  successes(conversionId: string): ReadonlySet<string>;
  /** Whether a partner was told of a conversion. */
  isPartnerTold(conversionId: string): boolean;
  /** Deliveries whose tries did not all carry the same bytes. */
  readonly contradictions: readonly string[];
  stop(): Promise<void>;
}

/** Listens on this machine and answers everything with 200. */
export async function openReceiver(): Promise<Receiver> {
  const bodies = new Map<string, string>();
  const successes = new Map<string, Set<string>>();
  const partnerTold = new Set<string>();
  const contradictions: string[] = [];
  const server = createServer((request, response) => {
    const take = async () => {
      const url = new URL(request.url ?? '/', 'http://receiver');
      const body = await text(request);
      if (url.pathname === '/partner') partnerTold.add(url.searchParams.get('id') ?? '');
      else {
        const { id, conversion } = JSON.parse(body);
        if ((bodies.get(id) ?? body) !== body) contradictions.push(id);
        bodies.set(id, body);
        const known = successes.get(conversion.conversionId) ?? new Set();
        if (conversion.status === 'Success') successes.set(conversion.conversionId, known.add(id));
      }
      response.end();
    };
    // A sender that was killed in the middle of a request has told nothing.
    take().catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    successes: (conversionId) => successes.get(conversionId) ?? new Set(),
    isPartnerTold: (conversionId) => partnerTold.has(conversionId),
    contradictions,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
