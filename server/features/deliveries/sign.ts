import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** What callbacks of a tenant are signed and marked with. */
export interface CallbackSecrets {
  /** Each signs while it lives, the newest first. */
  readonly signing: readonly KeyObject[];
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
  return {
    ...(header && !reserved.has(header.name.toLowerCase()) && { [header.name.toLowerCase()]: header.value }),
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': secrets.signing.map((key) => signature(key, id, timestamp, body)).join(' '),
  };
}

/** Reads a signing secret, `whsec_…`. A key that is made once signs four times as fast as one made for each call. */
export function signingKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret.replace(/^whsec_/, ''), 'base64'));
}

/** One signature of Standard Webhooks, `v1,` and the base64 of the HMAC-SHA256. */
function signature(key: KeyObject, id: string, timestamp: number, body: string): string {
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}
