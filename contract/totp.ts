import { endpoint } from './endpoint.ts';
import { named, Type } from './schema.ts';

const path = '/api/v1/auth/totp';
const tag = 'Sign-in';
const access = 'session';
const rateLimit = { bucket: 'sign-in', perMinute: 20 };

/** The code that an authenticator app shows. */
export const totpCode = Type.String({
  pattern: '^\\s*\\d{3}\\s?\\d{3}\\s*$',
  'x-says': 'must have 6 digits',
  examples: ['123456'],
});
const body = named('TotpCode', Type.Object({ code: totpCode }));

/** Begins to set up a second factor. */
export const enrolTotp = endpoint({
  id: 'enrolTotp',
  method: 'POST',
  path,
  tag,
  access,
  summary: 'Makes a secret for the authenticator app of whoever is signed in.',
  description: 'Nothing changes until a first code confirms it. The secret is in this answer only.',
  status: 200,
  data: named(
    'TotpSecret',
    Type.Object({
      secret: Type.String({ description: 'In base 32.' }),
      uri: Type.String({ examples: ['otpauth://totp/…'] }),
    }),
  ),
  failures: ['Conflict'],
  rateLimit,
});

/** Switches the second factor on. */
export const confirmTotp = endpoint({
  id: 'confirmTotp',
  method: 'POST',
  path: `${path}/confirm`,
  tag,
  access,
  summary: 'Switches codes on by the first of them; signing in asks for one from now on.',
  body,
  status: 204,
  failures: ['Conflict'],
  rateLimit,
});

/** Switches the second factor off. */
export const disableTotp = endpoint({
  id: 'disableTotp',
  method: 'POST',
  path: `${path}/disable`,
  tag,
  access,
  summary: 'Switches codes off, by one more of them.',
  body,
  status: 204,
  failures: ['Conflict'],
  rateLimit,
});

/** Every endpoint of the second factor. */
export const totpEndpoints = [enrolTotp, confirmTotp, disableTotp];
