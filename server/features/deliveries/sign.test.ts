import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { callbackHeaders, signingKey } from './sign.ts';

it('signs as HMAC-SHA256 does, whatever the length of the secret and the signs of the body', () => {
  const secrets = fc.array(fc.uint8Array({ maxLength: 200 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(secrets, fc.uuid(), fc.nat(), fc.string({ unit: 'grapheme' }), (keys, id, at, body) => {
      const signing = keys.map((key) => signingKey(`whsec_${Buffer.from(key).toString('base64')}`));
      const expected = keys.map(
        (key) => `v1,${createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64')}`,
      );
      const headers = callbackHeaders({ signing, header: null }, id, at, body);
      expect(headers['webhook-signature']).toBe(expected.join(' '));
    }),
  );
});
