import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ipaddr from 'ipaddr.js';

/** Which parts of the system a process runs. */
export type Role = 'all' | 'api' | 'worker';

/** Everything that an installation can set, checked. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Absent: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  readonly databaseOwnerUrl: string | undefined;
  readonly baseDomain: string;
  /** Origin that links to us begin with; derived from the request where absent. */
  readonly publicUrl: string | undefined;
  readonly defaultTenant: string | undefined;
  /** Absent: made, and kept in the data folder. */
  readonly secretKey: string | undefined;
  readonly role: Role;
  /** Absent: true for an empty embedded database, else false. */
  readonly seedDemo: boolean | undefined;
  /** Absent: only the demo receiver, where the demo world was seeded. */
  readonly egressAllow: readonly string[] | undefined;
  /** Proxies whose X-Forwarded-For is believed: a count, or networks; false for none. */
  readonly trustProxy: boolean | number | string;
  /** Factor on every limit; null switches them off. */
  readonly rateLimitFactor: number | null;
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  readonly geoipDb: string | undefined;
  readonly logLevel: string;
}

/** Thrown when settings are wrong: names all of them at once. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(`These settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Settings whose value is never repeated, not even when it is wrong. */
const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_OWNER_URL',
  'SECRET_KEY',
  'SMTP_URL',
]);

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/**
 * Reads the settings. A name ending in `_FILE` reads its value from that file.
 *
 * @throws ConfigError naming every wrong setting
 */
export function readConfig(environment: Environment = process.env): Config {
  const faults: string[] = [];
  const value = (name: string) => readValue(environment, name, faults);
  const check = <T>(name: string, read: (text: string) => T | undefined, wants: string): T | undefined => {
    const text = value(name);
    if (text === undefined) return undefined;
    const result = read(text);
    if (result === undefined)
      faults.push(`${name}: must be ${wants}${SECRETS.has(name) ? '' : `, not "${text}"`}`);
    return result;
  };
  const host = value('HOST') ?? '127.0.0.1';
  const config: Config = {
    port: check('PORT', portNumber, 'a port from 0 to 65535') ?? 3000,
    host,
    dataDir: resolve(value('DATA_DIR') ?? './data'),
    databaseUrl: check('DATABASE_URL', postgresUrl, 'a postgres:// URL'),
    databaseOwnerUrl: check('DATABASE_OWNER_URL', postgresUrl, 'a postgres:// URL'),
    baseDomain: check('BASE_DOMAIN', hostName, 'a host name') ?? 'localhost',
    publicUrl: check('PUBLIC_URL', origin, 'an http(s) origin such as https://pitwall.example.com'),
    defaultTenant: value('DEFAULT_TENANT'),
    secretKey: check('SECRET_KEY', longText, 'at least 32 characters'),
    role: check('ROLE', word(['all', 'api', 'worker'] as const), 'all, api or worker') ?? 'all',
    seedDemo: check('SEED_DEMO', yesOrNo, 'true or false'),
    egressAllow: readNetworks(environment, faults),
    trustProxy: check('TRUST_PROXY', proxies, 'a number of proxies or a list of networks') ?? false,
    rateLimitFactor: readRateLimits(value('RATE_LIMITS'), host, faults),
    smtpUrl: check('SMTP_URL', smtpUrl, 'an smtp:// or smtps:// URL'),
    mailFrom: value('MAIL_FROM'),
    geoipDb: value('GEOIP_DB'),
    logLevel: check('LOG_LEVEL', word(logLevels), logLevels.join(', ')) ?? 'info',
  };
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

/** The application's own login, where migrating has another one. */
export function applicationLogin({ databaseUrl, databaseOwnerUrl }: Config): string | undefined {
  return databaseUrl !== undefined && databaseOwnerUrl !== undefined
    ? decodeURIComponent(new URL(databaseUrl).username)
    : undefined;
}

function readValue(environment: Environment, name: string, faults: string[]): string | undefined {
  const path = environment[`${name}_FILE`];
  if (!path) return environment[name]?.trim() || undefined;
  try {
    return readFileSync(path, 'utf8').trim() || undefined;
  } catch {
    faults.push(`${name}_FILE: cannot be read: "${path}"`);
    return undefined;
  }
}

/** Set to nothing is a choice of its own here: no network is open. */
function readNetworks(environment: Environment, faults: string[]): readonly string[] | undefined {
  const text = environment['EGRESS_ALLOW'];
  if (text === undefined) return undefined;
  const networks = text.split(/[\s,]+/).filter(Boolean);
  for (const network of networks) {
    if (!isNetwork(network))
      faults.push(`EGRESS_ALLOW: "${network}" is not an address or a network such as 10.0.0.0/8`);
  }
  return networks;
}

/** Whether a text is an IP address or a network in CIDR form. */
export function isNetwork(text: string): boolean {
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text);
}

function readRateLimits(text: string | undefined, host: string, faults: string[]): number | null {
  if (text === undefined) return isLoopback(host) ? null : 1;
  if (text.toLowerCase() === 'off') return null;
  const factor = Number(text);
  if (Number.isFinite(factor) && factor > 0) return factor;
  faults.push(`RATE_LIMITS: must be a positive factor or off, not "${text}"`);
  return 1;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function portNumber(text: string): number | undefined {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : undefined;
}

function postgresUrl(text: string): string | undefined {
  return /^postgres(ql)?:\/\/./.test(text) ? text : undefined;
}

function smtpUrl(text: string): string | undefined {
  return /^smtps?:\/\/./.test(text) && URL.canParse(text) ? text : undefined;
}

function hostName(text: string): string | undefined {
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text) ? text.toLowerCase() : undefined;
}

function origin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return ['http:', 'https:'].includes(url.protocol) ? url.origin : undefined;
}

function longText(text: string): string | undefined {
  return text.length >= 32 ? text : undefined;
}

function yesOrNo(text: string): boolean | undefined {
  if (/^(true|yes|1|on)$/i.test(text)) return true;
  if (/^(false|no|0|off)$/i.test(text)) return false;
  return undefined;
}

function word<const T extends string>(words: readonly T[]): (text: string) => T | undefined {
  return (text) => words.find((one) => one === text.toLowerCase());
}

function proxies(text: string): boolean | number | string | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text
    .split(',')
    .every((part) => isNetwork(part.trim()) || /^(loopback|linklocal|uniquelocal)$/.test(part.trim()))
    ? text
    : undefined;
}
