// A complete receiver of Pitwall's callbacks, with nothing but Node (20 or newer).
//
//   CALLBACK_SECRET=whsec_… node receiver.mjs
//
// CALLBACK_SECRET        the signing secret; several, separated by blanks, while one replaces another
// CALLBACK_HEADER        the tenant's own header as "Name: value", where one is set
// PORT                   3010 unless given
// JOURNAL                the file that remembers what was taken, ./callbacks.jsonl unless given
import { createHmac, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';

const secrets = (process.env.CALLBACK_SECRET ?? '').split(/\s+/).filter(Boolean);
const [, headerName, headerValue] = /^([^:]+):\s*(.*)$/.exec(process.env.CALLBACK_HEADER ?? '') ?? [];
const journalPath = process.env.JOURNAL ?? 'callbacks.jsonl';
const toleranceSeconds = 300;
const largestBody = 100_000;

if (secrets.length === 0) {
  process.stderr.write('CALLBACK_SECRET is missing\n');
  process.exit(1);
}

// --- What was taken -------------------------------------------------------------------------------------------------

/** Ids of deliveries that were taken. A delivery comes again until it is answered 2xx, always under the same id. */
const taken = new Set();
/** Each conversion as it stands: what its member has for it, and the callback that said so. */
const conversions = new Map();

if (existsSync(journalPath)) {
  const lines = readFileSync(journalPath, 'utf8').split('\n');
  // A line that was cut off by a crash was never answered 2xx: it comes again.
  for (const line of lines.slice(0, -1)) apply(JSON.parse(line));
}
const journal = openSync(journalPath, 'a');

/** Changes the state by one callback. Order is not promised: the one that was sent last says how things stand. */
function apply({ id, sentAt, conversion }) {
  taken.add(id);
  const known = conversions.get(conversion.conversionId);
  if (known && known.sentAt > sentAt) return;
  const points = conversion.status === 'Success' && !conversion.isTest ? conversion.rewardPoints : 0;
  conversions.set(conversion.conversionId, {
    sentAt,
    member: conversion.pubMemberId,
    status: conversion.status,
    points,
  });
}

/** Takes a callback for good: on the disk first, then in memory. */
function take(callback) {
  if (taken.has(callback.id)) return;
  writeSync(journal, `${JSON.stringify(callback)}\n`);
  fsyncSync(journal);
  apply(callback);
}

/** What every member has. */
function balances() {
  const sums = {};
  for (const { member, points } of conversions.values()) sums[member] = (sums[member] ?? 0) + points;
  return sums;
}

// --- Who is calling -------------------------------------------------------------------------------------------------

/** Whether two texts are the same, in a time that does not tell where they differ. */
function isSame(a, b) {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** The reason why a request is not a callback, or null. `body` is the bytes as they came, not parsed. */
function faultOf(headers, body) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (!id || !timestamp || !signatures) return 'headers are missing';
  const age = Date.now() / 1000 - Number(timestamp);
  if (!(Math.abs(age) <= toleranceSeconds)) return 'the timestamp is too far away';
  const expected = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`;
  });
  const isSigned = signatures.split(' ').some((given) => expected.some((ours) => isSame(given, ours)));
  if (!isSigned) return 'the signature is not right';
  if (headerName && !isSame(headers[headerName.toLowerCase()] ?? '', headerValue ?? ''))
    return 'the own header is not right';
  return null;
}

// --- The server -----------------------------------------------------------------------------------------------------

const server = createServer(async (request, response) => {
  try {
    const [status, data] = await answer(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(data));
  } catch (error) {
    // Anything but 2xx is tried again, so that nothing is lost while this server is in trouble.
    process.stderr.write(`${error.stack}\n`);
    response.writeHead(500).end();
  }
});

async function answer(request) {
  if (request.method === 'GET' && request.url === '/balances') return [200, balances()];
  if (request.method !== 'POST') return [404, { error: 'not found' }];
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > largestBody) return [413, { error: 'too large' }];
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const fault = faultOf(request.headers, body);
  if (fault !== null) return [401, { error: fault }];
  take(JSON.parse(body.toString('utf8')));
  return [200, { taken: true }];
}

server.listen(Number(process.env.PORT ?? 3010), '127.0.0.1', () => {
  process.stdout.write(`Callbacks are taken at http://127.0.0.1:${server.address().port}/callbacks\n`);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => server.close(() => (closeSync(journal), process.exit(0))));
}
