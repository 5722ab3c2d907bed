import { PitwallError } from './failure.ts';
import type { Callback } from './generated.ts';

/** Why a request is not a callback of ours. */
export type VerificationFault =
  | 'header_missing'
  | 'timestamp_invalid'
  | 'timestamp_too_old'
  | 'timestamp_in_future'
  | 'signature_mismatch'
  | 'body_invalid';

/** A request that claims to be a callback, and isn't one, or is too old to be trusted. */
export class CallbackVerificationError extends PitwallError {
  override name = 'CallbackVerificationError';
  readonly fault: VerificationFault;

  constructor(fault: VerificationFault, message: string) {
    super(message);
    this.fault = fault;
  }
}

/** What a callback is checked against. */
export interface VerificationOptions {
  /** The signing secret, `whsec_…`; several while one replaces another. */
  secret: string | readonly string[];
  /** How far the sender's clock may be away from ours, in seconds; 300 unless given. */
  toleranceSeconds?: number;
  /** The time now in milliseconds since 1970, for tests. */
  nowMs?: number;
}

/** Headers as `fetch`, Node's `http` or a framework gives them. */
export type HeadersLike = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

const defaultToleranceSeconds = 300;

/**
 * Checks that a request is a callback of ours, by the Standard Webhooks headers, and reads it.
 *
 * Deliveries are repeated until they are answered with 2xx: keep `id` and ignore one that you have seen.
 *
 * @param body the body exactly as it was received, not parsed and written again
 * @throws CallbackVerificationError when it is not, with the reason as `fault`
 */
export async function verifyCallback(
  body: string | Uint8Array | ArrayBuffer,
  headers: HeadersLike,
  options: VerificationOptions,
): Promise<Callback> {
  const [id, timestamp, signatures] = ['id', 'timestamp', 'signature'].map((name) =>
    headerOf(headers, `webhook-${name}`),
  ) as [string, string, string];
  checkTimestamp(timestamp, options);
  const text = new TextEncoder();
  const bytes = typeof body === 'string' ? text.encode(body) : new Uint8Array(body);
  const signed = joined(text.encode(`${id}.${timestamp}.`), bytes);
  if (!(await isSigned(signed, signatures, [options.secret].flat())))
    throw new CallbackVerificationError('signature_mismatch', 'No signature is by one of the secrets');
  return readBody(bytes);
}

function headerOf(headers: HeadersLike, name: string): string {
  const found =
    headers instanceof Headers
      ? headers.get(name)
      : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const text = [found].flat().join(' ').trim();
  if (text === '') throw new CallbackVerificationError('header_missing', `The header ${name} is missing`);
  return text;
}

function checkTimestamp(text: string, { toleranceSeconds, nowMs }: VerificationOptions): void {
  if (!/^\d{1,12}$/.test(text))
    throw new CallbackVerificationError('timestamp_invalid', 'webhook-timestamp is not a number of seconds');
  const ageSeconds = Math.floor((nowMs ?? Date.now()) / 1_000) - Number(text);
  const tolerance = toleranceSeconds ?? defaultToleranceSeconds;
  if (ageSeconds > tolerance)
    throw new CallbackVerificationError('timestamp_too_old', `It was sent ${ageSeconds} seconds ago`);
  if (-ageSeconds > tolerance)
    throw new CallbackVerificationError('timestamp_in_future', `It is dated ${-ageSeconds} seconds ahead`);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(first.length + second.length);
  all.set(first);
  all.set(second, first.length);
  return all;
}

/** Tries every signature with every secret; `verify` compares in constant time. */
async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: string,
  secrets: readonly string[],
): Promise<boolean> {
  const given = signatures
    .split(/,?\s+/)
    .filter((one) => one.startsWith('v1,'))
    .flatMap((one) => bytesOf(one.slice('v1,'.length)) ?? []);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  let isMatch = false;
  for (const secret of secrets) {
    const bytes = bytesOf(secret.replace(/^whsec_/, ''));
    if (!bytes?.length) throw new PitwallError('secret: must be a text such as whsec_…');
    const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['verify']);
    for (const one of given) isMatch = (await crypto.subtle.verify('HMAC', key, one, signed)) || isMatch;
  }
  return isMatch;
}

/** Reads base64; undefined when it is none. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function readBody(bytes: Uint8Array): Callback {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Callback;
  } catch {
    throw new CallbackVerificationError('body_invalid', 'The body is not JSON');
  }
}
