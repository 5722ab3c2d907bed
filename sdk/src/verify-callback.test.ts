import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { verifyCallback, type HeadersLike } from './verify-callback.ts';

const secretOf = (bytes: Uint8Array) => `whsec_${Buffer.from(bytes).toString('base64')}`;
const secret = secretOf(randomBytes(32));
const other = secretOf(randomBytes(32));
const sentAt = new Date('2026-05-04T09:30:00Z');
const nowMs = sentAt.getTime();
const body = '{"id":"d-1","sentAt":"2026-05-04T09:30:00+00:00","conversion":{"offerName":"Café"}}';

/** Signs as the published library of Standard Webhooks does. */
const sign = (by: string, text = body, id = 'd-1') => new Webhook(by).sign(id, sentAt, text);
const headersWith = (signature: string) => ({
  'webhook-id': 'd-1',
  'webhook-timestamp': String(nowMs / 1_000),
  'webhook-signature': signature,
});

describe('a callback is taken', () => {
  const signed = headersWith(sign(secret));
  const cases: [string, string | Uint8Array | ArrayBuffer, HeadersLike, string | string[]][] = [
    ['from a text', body, signed, secret],
    ['from bytes', Buffer.from(body), signed, secret],
    ['from an array buffer', new TextEncoder().encode(body).buffer, signed, secret],
    ['with the headers of fetch', body, new Headers(signed), secret],
    [
      'with headers in any letter case',
      body,
      Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value])),
      secret,
    ],
    ['with headers as lists', body, { ...signed, 'webhook-signature': [sign(other), sign(secret)] }, secret],
    [
      'with headers that were joined by a comma',
      body,
      headersWith(`${sign(other)}, ${sign(secret)}`),
      secret,
    ],
    ['when the second of two signatures fits', body, headersWith(`${sign(other)} ${sign(secret)}`), secret],
    ['when the second of two secrets fits', body, signed, [other, secret]],
    [
      'with signatures of other kinds beside it',
      body,
      headersWith(`v1a,AAAA v2,x nonsense ${sign(secret)}`),
      secret,
    ],
    ['with a secret without its prefix', body, signed, secret.slice('whsec_'.length)],
  ];
  test.each(cases)('%s', async (_, given, headers, by) => {
    await expect(verifyCallback(given, headers, { secret: by, nowMs })).resolves.toEqual(JSON.parse(body));
  });

  test('at the edges of the tolerance, and not a second beyond', async () => {
    const at = (seconds: number) => verifyCallback(body, signed, { secret, nowMs: nowMs + seconds * 1_000 });
    await expect(at(300)).resolves.toBeDefined();
    await expect(at(-300)).resolves.toBeDefined();
    await expect(at(301)).rejects.toMatchObject({ fault: 'timestamp_too_old' });
    await expect(at(-301)).rejects.toMatchObject({ fault: 'timestamp_in_future' });
    const narrow = { secret, nowMs: nowMs + 11_000, toleranceSeconds: 10 };
    await expect(verifyCallback(body, signed, narrow)).rejects.toMatchObject({ fault: 'timestamp_too_old' });
  });

  test('whatever its text and secret are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.uint8Array({ minLength: 1, maxLength: 64 }), async (text, bytes) => {
        const by = secretOf(bytes);
        const read = await verifyCallback(text, headersWith(sign(by, text)), { secret: by, nowMs });
        expect(read).toEqual(JSON.parse(text));
      }),
      { numRuns: 100 },
    );
  });
});

describe('a request is refused', () => {
  const signed = headersWith(sign(secret));
  const without = (name: string) =>
    Object.fromEntries(Object.entries(signed).filter(([key]) => key !== name));
  const cases: [string, string, HeadersLike, string][] = [
    ['without an id', body, without('webhook-id'), 'header_missing'],
    ['without a time', body, without('webhook-timestamp'), 'header_missing'],
    ['without a signature', body, without('webhook-signature'), 'header_missing'],
    ['with an empty signature', body, headersWith(' '), 'header_missing'],
    ['with a time in words', body, { ...signed, 'webhook-timestamp': 'today' }, 'timestamp_invalid'],
    ['with a negative time', body, { ...signed, 'webhook-timestamp': '-5' }, 'timestamp_invalid'],
    ['with another body', body.replace('d-1', 'd-2'), signed, 'signature_mismatch'],
    ['with another id', body, { ...signed, 'webhook-id': 'd-2' }, 'signature_mismatch'],
    [
      'with another time',
      body,
      { ...signed, 'webhook-timestamp': String(nowMs / 1_000 + 1) },
      'signature_mismatch',
    ],
    ['signed by somebody else', body, headersWith(sign(other)), 'signature_mismatch'],
    ['with a signature that is no base64', body, headersWith('v1,***'), 'signature_mismatch'],
    ['with an empty one', body, headersWith('v1,'), 'signature_mismatch'],
    ['with half a signature', body, headersWith(sign(secret).slice(0, 20)), 'signature_mismatch'],
    [
      'with the right signature under another version',
      body,
      headersWith(sign(secret).replace('v1', 'v2')),
      'signature_mismatch',
    ],
    ['when what was signed is no JSON', 'hello', headersWith(sign(secret, 'hello')), 'body_invalid'],
  ];
  test.each(cases)('%s', async (_, given, headers, fault) => {
    await expect(verifyCallback(given, headers, { secret, nowMs })).rejects.toMatchObject({
      name: 'CallbackVerificationError',
      fault,
    });
  });

  test('whichever byte of its body was changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(Buffer.byteLength(body) - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, by) => {
          const changed = Buffer.from(body);
          changed[at] = (changed[at] as number) ^ by;
          await expect(verifyCallback(changed, signed, { secret, nowMs })).rejects.toMatchObject({
            fault: 'signature_mismatch',
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test('a signature that contains "v1" is read whole', async () => {
    const key = Buffer.from('any key');
    for (let id = 0; ; id++) {
      const signature = createHmac('sha256', key)
        .update(`${id}.${nowMs / 1_000}.${body}`)
        .digest('base64');
      if (!signature.startsWith('v1')) continue;
      const headers = { ...headersWith(`v1,${signature}`), 'webhook-id': String(id) };
      await expect(verifyCallback(body, headers, { secret: secretOf(key), nowMs })).resolves.toBeDefined();
      return;
    }
  });

  test.each(['', 'whsec_', '***'])('a secret of "%s" is a mistake of ours, not of the sender', async (by) => {
    await expect(verifyCallback(body, signed, { secret: by, nowMs })).rejects.toThrow('secret: ');
  });
});
