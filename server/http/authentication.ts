import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { TokenScope } from '#contract/tokens.ts';
import type { Micros } from '#domain/time.ts';
import { hashOf } from '../platform/vault.ts';
import type { Directory, Principal } from '../platform/directory.ts';

const prefixes: Record<TokenScope, string> = { management: 'pwm_', partner: 'pwp_', advertiser: 'pwa_' };
const SECRET_BYTES = 32;
const CHECKSUM_DIGITS = 8;

/** The cookie of a signed-in user's session. */
export const sessionCookie = 'pitwall_session';

const sessionPattern = new RegExp(`(?:^|;\\s*)${sessionCookie}=([\\w-]+)`);

/** The secret of the session in a request's cookies. */
export function sessionSecretIn(cookies: string | undefined): string | undefined {
  return sessionPattern.exec(cookies ?? '')?.[1];
}

/** A new token: 256 random bits between a prefix that names its kind and a checksum that catches slips of the pen. */
export function makeToken(scope: TokenScope, random: (size: number) => Uint8Array = randomBytes): string {
  const body = prefixes[scope] + Buffer.from(random(SECRET_BYTES)).toString('base64url');
  return body + checksum(body);
}

/** Whether a text has the form of a token, checksum included; one that hasn't is refused without asking the database. */
export function looksLikeToken(text: string): boolean {
  if (!/^pw[mpa]_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/.test(text)) return false;
  const end = text.length - CHECKSUM_DIGITS;
  return checksum(text.slice(0, end)) === text.slice(end);
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(CHECKSUM_DIGITS, '0');
}

/** What a request brings to say who makes it. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly session: string | undefined;
}

/** Finds who makes a request: by `Authorization: ApiToken …` or `Bearer …`, else by the session's cookie. */
export async function findPrincipal(
  directory: Directory,
  credentials: Credentials,
  now: Micros,
): Promise<Principal | undefined> {
  const { authorization, session } = credentials;
  if (authorization !== undefined) {
    const token = /^(?:ApiToken|Bearer)\s+(\S+)\s*$/i.exec(authorization)?.[1];
    if (token === undefined || !looksLikeToken(token)) return undefined;
    return directory.tokenPrincipal(hashOf(token), now);
  }
  return session === undefined ? undefined : directory.sessionPrincipal(hashOf(session));
}
