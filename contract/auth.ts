import { endpoint } from './endpoint.ts';
import { Instant, named, nullable, oneOf, Type, Uuid } from './schema.ts';
import { totpCode } from './totp.ts';

const tag = 'Sign-in';
const base = '/api/v1/auth';
const rateLimit = { bucket: 'sign-in', perMinute: 20 };

/** What a signed-in user may do. */
export const userRoles = ['owner', 'manager', 'viewer', 'partner', 'advertiser'] as const;

const sessionFields = {
  userId: Uuid,
  email: Type.String(),
  role: oneOf(userRoles),
  tenant: Type.String({ description: "The tenant's label." }),
  partnerId: nullable(Uuid),
  advertiserId: nullable(Uuid),
  expiresAt: Instant,
};

/** A signed-in user. */
export const Session = named('Session', Type.Object(sessionFields));

/** Signs a user in; the session is a cookie that scripts cannot read. */
export const signIn = endpoint({
  id: 'signIn',
  method: 'POST',
  path: `${base}/sign-in`,
  tag,
  access: 'wall',
  summary: 'Signs a user in by e-mail and password, or by a one-time link.',
  description:
    'A one-time link works once and sets the password when one is sent beside it; the link of an invitation needs one. Who has switched codes on sends one too: without it the answer is 401 and names `code`. The answer sets a session cookie.',
  body: named(
    'SignIn',
    Type.Object({
      email: Type.Optional(Type.String({ format: 'email', maxLength: 320 })),
      password: Type.Optional(Type.String({ minLength: 10, maxLength: 200 })),
      link: Type.Optional(
        Type.String({ minLength: 20, maxLength: 200, description: 'The secret of a one-time link.' }),
      ),
      code: Type.Optional(totpCode),
    }),
  ),
  bodyExample: { email: 'operator@example.com', password: 'correct horse battery' },
  status: 200,
  data: Session,
  failures: ['Unauthorized'],
  rateLimit,
});

/** Ends the session. */
export const signOut = endpoint({
  id: 'signOut',
  method: 'POST',
  path: `${base}/sign-out`,
  tag,
  access: 'wall',
  summary: 'Ends the session and clears its cookie.',
  status: 204,
  rateLimit,
});

/** Tells who is signed in. */
export const readSession = endpoint({
  id: 'readSession',
  method: 'GET',
  path: `${base}/session`,
  tag,
  access: 'session',
  summary: 'Tells who is signed in and until when.',
  status: 200,
  data: named(
    'CurrentSession',
    Type.Object({ ...sessionFields, name: Type.String(), isTotpEnabled: Type.Boolean() }),
  ),
});

/** Every endpoint of signing in. */
export const authEndpoints = [signIn, signOut, readSession];
