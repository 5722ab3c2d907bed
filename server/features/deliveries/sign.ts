import { hash } from 'node:crypto';

/** A secret as an HMAC uses it: the two pads of RFC 2104 with the key in them. */
export interface SigningKey {
  readonly inner: Uint8Array;
  /** With room for the inner hash behind it, which each signature writes anew. */
  readonly outer: Buffer;
}

/** What callbacks of a tenant are signed and marked with. */
export interface CallbackSecrets {
  /** Each signs while it lives, the newest first. */
  readonly signing: readonly SigningKey[];
  /** The tenant's own header. */
  readonly header: { readonly name: string; readonly value: string } | null;
}

/** Headers that belong to the connection or to us, which no setting may replace. */
const reserved = new Set([
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'webhook-id',
  'webhook-signature',
  'webhook-timestamp',
]);

/**
 * The headers that prove a callback to be ours: those of Standard Webhooks, with one signature for each living secret,
 * and the tenant's own.
 *
 * @param id the delivery's id
 * @param timestamp of this try, seconds since 1970
 */
export function callbackHeaders(
  secrets: CallbackSecrets,
  id: string,
  timestamp: number,
  body: string,
): Record<string, string> {
  const { header } = secrets;
  const padded = paddedFor(`${id}.${timestamp}.`, body);
  return {
    ...(header && !reserved.has(header.name.toLowerCase()) && { [header.name.toLowerCase()]: header.value }),
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.signing.map((key) => signature(key, padded)).join(' '),
  };
}

/** The size of SHA-256's blocks, in bytes. */
const BLOCK = 64;
/** The size of its hashes. */
const HASH = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** One piece of memory for all signatures, none of which is made while another is: room for a pad, and what is signed. */
let room = Buffer.allocUnsafe(16_384);

function paddedFor(start: string, body: string): Buffer {
  const at = BLOCK + start.length;
  // A character takes at most three bytes.
  const most = at + 3 * body.length;
  if (room.length < most) room = Buffer.allocUnsafe(most);
  room.write(start, BLOCK, 'latin1');
  return room.subarray(0, at + room.write(body, at));
}

/** Reads a signing secret, `whsec_…`. */
export function signingKey(secret: string): SigningKey {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const key = bytes.length > BLOCK ? hash('sha256', bytes, 'buffer') : bytes;
  const padded = (pad: number) => Uint8Array.from({ length: BLOCK }, (_, index) => (key[index] ?? 0) ^ pad);
  return {
    inner: padded(INNER_PAD),
    outer: Buffer.concat([padded(OUTER_PAD), Buffer.alloc(HASH)]),
  };
}

/**
 * One signature of Standard Webhooks, `v1,` and the base64 of the HMAC-SHA256. The HMAC is put together from two plain
 * hashes: an object of the library for each call costs more than hashing a callback does.
 *
 * @param padded what is signed, behind room for a pad
 */
function signature({ inner, outer }: SigningKey, padded: Buffer): string {
  padded.set(inner);
  // As text of one byte for each character it costs less than as a buffer of its own.
  outer.write(hash('sha256', padded, 'binary'), BLOCK, 'latin1');
  return `v1,${hash('sha256', outer, 'base64')}`;
}
