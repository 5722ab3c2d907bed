import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A callback as it arrived. */
interface ReceivedCallback {
  readonly at: string;
  readonly tenant: string;
  readonly id: string;
  readonly hasSecret: boolean;
  readonly isSigned: boolean;
  readonly conversion: Readonly<Record<string, unknown>>;
}

/** The publisher's side of the demo world: takes callbacks and shows them on a page. */
export interface DemoReceiver {
  /** Such as `http://127.0.0.1:3001`. */
  readonly url: string;
  stop(): Promise<void>;
}

const KEPT = 200;
const LARGEST_BODY = 100_000;

/**
 * Listens on 127.0.0.1 for the callbacks of the demo tenants, at `/callbacks/{tenant}`, and shows the latest at `/`.
 *
 * @param port the wanted port; the next free one when it is taken
 */
export async function startReceiver(port: number): Promise<DemoReceiver> {
  const received: ReceivedCallback[] = [];
  const counts = { all: 0 };
  const server = createServer((request, response) => void handle(request, response, received, counts));
  await listen(server, port);
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const retry = (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      server.listen(0, '127.0.0.1');
    };
    server.once('error', retry);
    server.once('listening', resolve);
    server.listen(port, '127.0.0.1');
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  received: ReceivedCallback[],
  counts: { all: number },
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  if (request.method === 'POST' && url.pathname.startsWith('/callbacks/')) {
    const body = await readBody(request);
    if (body === undefined) return end(response, 413, 'text/plain', 'too large');
    try {
      received.unshift(readCallback(request, url.pathname.slice('/callbacks/'.length), body));
    } catch {
      return end(response, 400, 'text/plain', 'not a callback');
    }
    counts.all++;
    received.length = Math.min(received.length, KEPT);
    return end(response, 200, 'application/json', '{"ok":true}');
  }
  if (url.pathname === '/callbacks.json')
    return end(response, 200, 'application/json', JSON.stringify({ received: counts.all, latest: received }));
  if (url.pathname === '/') return end(response, 200, 'text/html; charset=utf-8', page(received, counts.all));
  return end(response, 404, 'text/plain', 'not found');
}

function readCallback(request: IncomingMessage, tenant: string, body: string): ReceivedCallback {
  const { id, conversion } = JSON.parse(body) as { id: string; conversion: Record<string, unknown> };
  return {
    at: new Date().toISOString(),
    tenant,
    id,
    hasSecret: request.headers['x-webhook-secret'] !== undefined,
    isSigned: request.headers['webhook-signature'] !== undefined,
    conversion,
  };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function end(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}

function page(received: readonly ReceivedCallback[], all: number): string {
  const rows = received.map(
    ({ at, tenant, id, isSigned, hasSecret, conversion }) => `<tr>
<td><time>${text(at)}</time></td><td>${text(tenant)}</td><td class="${text(conversion['status'])}">${text(conversion['status'])}</td>
<td>${text(conversion['offerName'])}</td><td>${text(conversion['eventName'] ?? '')}</td><td>${text(conversion['pubMemberId'] ?? '')}</td>
<td class="number">${text(conversion['rewardPoints'])}</td><td class="number">${text(conversion['revenue'] ?? '')}</td>
<td>${isSigned ? 'signed' : 'unsigned'}${hasSecret ? ', secret' : ''}</td><td><code>${text(id)}</code></td></tr>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Callbacks that arrived</title>
<style>
:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{margin:2rem auto;max-width:80rem;padding:0 1rem}
.table{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.4rem .6rem;border-bottom:1px solid #8884;white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums}.Success{color:#15803d}.Rejected{color:#b91c1c}.Pending{color:#a16207}
</style></head><body>
<h1>Callbacks that arrived</h1>
<p>This page plays the publisher's server: it answers 200 to every callback of the demo tenants. ${all} arrived since it started; the latest ${received.length} are shown.</p>
${received.length === 0 ? '<p>None yet. Send a postback, and its callback appears here.</p>' : `<div class="table"><table><thead><tr><th>Arrived</th><th>Tenant</th><th>Status</th><th>Offer</th><th>Step</th><th>Member</th><th class="number">Reward</th><th class="number">Revenue</th><th>Security</th><th>Delivery</th></tr></thead><tbody>${rows.join('')}</tbody></table></div>`}
</body></html>`;
}

function text(value: unknown): string {
  return String(value).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
