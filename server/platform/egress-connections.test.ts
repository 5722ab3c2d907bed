import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterEach, expect, it, vi } from 'vitest';
import { openEgress } from './egress.ts';
import { sendOutbound } from './egress-request.ts';

const opened: { close(): unknown }[] = [];
afterEach(() => {
  for (const one of opened.splice(0)) one.close();
});

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A receiver that sees each piece that comes, with the count of pieces on its connection. */
async function receiver(onPiece: (socket: Socket, piece: string, nth: number) => void) {
  const sockets: Socket[] = [];
  const pieces: string[] = [];
  const server: Server = createServer((socket) => {
    let nth = 0;
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      pieces.push(chunk.toString());
      onPiece(socket, chunk.toString(), ++nth);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  opened.push({
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=b`, sockets, pieces };
}

function sender(connections = 2) {
  const egress = openEgress({ allow: ['127.0.0.0/8'], connections });
  opened.push(egress);
  return (url: string, body: string | Readable | null = 'body', headers: Record<string, string> = {}) =>
    sendOutbound(egress, { method: 'POST', url, headers, body }, 1_000);
}

it('sends one request after the other over the same connection', async () => {
  const { url, sockets, pieces } = await receiver((socket) => void socket.write(OK));
  const send = sender();
  for (let count = 0; count < 5; count++)
    expect(await send(url, 'zwölf')).toMatchObject({ status: 200, answer: 'ok' });
  expect(sockets).toHaveLength(1);
  expect(pieces[4]).toBe(
    `POST /hook?a=b HTTP/1.1\r\nhost: ${new URL(url).host}\r\nconnection: keep-alive\r\ncontent-length: 6\r\n\r\nzwölf`,
  );
});

it('opens no more connections than it may, and lets the rest wait for their turn', async () => {
  let atOnce = 0;
  let most = 0;
  const { url, sockets } = await receiver((socket) => {
    most = Math.max(most, ++atOnce);
    setTimeout(() => {
      atOnce--;
      socket.write(OK);
    }, 10);
  });
  const send = sender(3);
  const results = await Promise.all(Array.from({ length: 20 }, () => send(url)));
  expect(results.map((result) => 'status' in result && result.status)).toEqual(Array(20).fill(200));
  expect([most, sockets.length]).toEqual([3, 3]);
});

it('sends again over a new connection when a kept one turns out to have ended, and only then', async () => {
  const { url, sockets } = await receiver((socket, _piece, nth) => {
    if (nth === 1) socket.write(OK);
    else socket.resetAndDestroy();
  });
  const send = sender();
  await send(url);
  expect(await send(url)).toMatchObject({ status: 200 });
  expect(sockets).toHaveLength(2);
  const fresh = await receiver((socket) => void socket.resetAndDestroy());
  expect(await send(fresh.url)).toMatchObject({ isTimeout: false, error: expect.any(String) });
  expect(fresh.sockets).toHaveLength(1);
});

it('never takes the rest of one answer for the next one', async () => {
  const { url, sockets } = await receiver((socket) => {
    socket.write(`${OK}HTTP/1.1 500 Planted\r\nContent-Length: 0\r\n\r\n`);
  });
  const send = sender();
  for (let count = 0; count < 3; count++) expect(await send(url)).toMatchObject({ status: 200 });
  expect(sockets).toHaveLength(3);
});

it('ends a connection on which a receiver speaks unasked', async () => {
  const { url, sockets } = await receiver((socket) => {
    socket.write(OK);
    setTimeout(() => socket.write('HTTP/1.1 500 Planted\r\n\r\n'), 20);
  });
  const send = sender();
  await send(url);
  await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true));
  expect(await send(url)).toMatchObject({ status: 200 });
});

it('reads no more of an endless answer than it needs', async () => {
  const { url, sockets } = await receiver((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    const timer = setInterval(() => socket.write('x'.repeat(8_000)), 1);
    socket.on('close', () => clearInterval(timer));
  });
  expect(await sender()(url)).toMatchObject({ status: 200, answer: 'x'.repeat(1_024) });
  await vi.waitFor(() => expect(sockets[0]?.destroyed).toBe(true));
});

it('sends a body that comes in pieces as they come', async () => {
  const { url, pieces } = await receiver((socket, piece) => {
    if (piece.endsWith('end')) socket.write(OK);
  });
  const slowly = Readable.from(
    (async function* () {
      for (const piece of ['begin ', 'and ', 'end']) {
        yield piece;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })(),
  );
  expect(await sender()(url, slowly, { 'content-length': '13' })).toMatchObject({ status: 200 });
  expect(pieces.join('')).toMatch(/content-length: 13\r\n\r\nbegin and end$/);
  expect(pieces.length).toBeGreaterThan(2);
});

it('ends whatever is under way when it is closed, also what still connects', async () => {
  const { url, pieces } = await receiver(() => {});
  const silent = openEgress({ allow: ['127.0.0.0/8'] });
  const connecting = openEgress({ allow: ['127.0.0.0/8'], connect: () => {} });
  const request = { method: 'POST' as const, url, headers: {}, body: 'body' };
  const results = [silent, connecting].map((egress) => sendOutbound(egress, request, 60_000));
  await vi.waitFor(() => expect(pieces).toHaveLength(1));
  for (const egress of [silent, connecting]) egress.close();
  for (const result of [...results, sendOutbound(silent, request, 60_000)])
    expect(await result).toMatchObject({ isTimeout: false, error: expect.stringContaining('closed') });
});

it.each([
  ['a value that begins another header', { 'x-own': 'a\r\nx-other: b' }],
  ['a name that is none', { 'x own': 'a' }],
])('refuses %s', async (_what, headers) => {
  const { url, sockets } = await receiver((socket) => void socket.write(OK));
  expect(await sender()(url, 'body', headers)).toMatchObject({
    error: expect.stringContaining('cannot be sent'),
  });
  expect(sockets).toEqual([]);
});
