import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig, type Environment } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'pitwall-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function faultsOf(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).faults;
  }
}

it('everything has a default', () => {
  expect(readConfig({})).toEqual({
    port: 3000,
    host: '127.0.0.1',
    dataDir: resolve('./data'),
    databaseUrl: undefined,
    databaseOwnerUrl: undefined,
    baseDomain: 'localhost',
    publicUrl: undefined,
    defaultTenant: undefined,
    secretKey: undefined,
    role: 'all',
    seedDemo: undefined,
    egressAllow: undefined,
    trustProxy: false,
    rateLimitFactor: null,
    smtpUrl: undefined,
    mailFrom: undefined,
    geoipDb: undefined,
    logLevel: 'info',
  });
});

it('a setting that is empty counts as absent', () => {
  const empty = Object.fromEntries(
    ['PORT', 'DATABASE_URL', 'ROLE', 'SECRET_KEY', 'SEED_DEMO'].map((name) => [name, ' ']),
  );
  expect(readConfig(empty)).toEqual(readConfig({}));
});

describe('a setting is read', () => {
  it.each([
    [{ PORT: '0' }, { port: 0 }],
    [{ ROLE: 'Worker' }, { role: 'worker' }],
    [{ BASE_DOMAIN: 'Pitwall.Example.COM' }, { baseDomain: 'pitwall.example.com' }],
    [{ PUBLIC_URL: 'https://pitwall.example.com/' }, { publicUrl: 'https://pitwall.example.com' }],
    [{ SEED_DEMO: 'no' }, { seedDemo: false }],
    [{ SEED_DEMO: 'TRUE' }, { seedDemo: true }],
    [{ TRUST_PROXY: '2' }, { trustProxy: 2 }],
    [{ TRUST_PROXY: '10.0.0.0/8, loopback' }, { trustProxy: '10.0.0.0/8, loopback' }],
    [{ EGRESS_ALLOW: '' }, { egressAllow: [] }],
    [{ EGRESS_ALLOW: '127.0.0.0/8, ::1' }, { egressAllow: ['127.0.0.0/8', '::1'] }],
    [{ LOG_LEVEL: 'DEBUG' }, { logLevel: 'debug' }],
  ] as [Environment, object][])('%j', (environment, expected) => {
    expect(readConfig(environment)).toMatchObject(expected);
  });
});

describe('limits on rates', () => {
  it.each([
    [{}, null],
    [{ HOST: '::1' }, null],
    [{ HOST: 'localhost' }, null],
    [{ HOST: '0.0.0.0' }, 1],
    [{ HOST: '0.0.0.0', RATE_LIMITS: 'off' }, null],
    [{ RATE_LIMITS: '1' }, 1],
    [{ RATE_LIMITS: '2.5' }, 2.5],
  ] as [Environment, number | null][])('%j: %j', (environment, factor) => {
    expect(readConfig(environment).rateLimitFactor).toBe(factor);
  });
});

it('all wrong settings are named at once', () => {
  const faults = faultsOf({
    PORT: '70000',
    DATABASE_URL: 'mysql://x',
    BASE_DOMAIN: 'no domain',
    PUBLIC_URL: 'pitwall.example.com',
    SECRET_KEY: 'short',
    ROLE: 'king',
    SEED_DEMO: 'perhaps',
    EGRESS_ALLOW: '10.0.0.0/99',
    TRUST_PROXY: 'everybody',
    RATE_LIMITS: '-1',
    LOG_LEVEL: 'loud',
    SMTP_URL_FILE: join(folder, 'absent'),
  });
  expect(faults.map((fault) => fault.split(':')[0] as string).toSorted()).toEqual([
    'BASE_DOMAIN',
    'DATABASE_URL',
    'EGRESS_ALLOW',
    'LOG_LEVEL',
    'PORT',
    'PUBLIC_URL',
    'RATE_LIMITS',
    'ROLE',
    'SECRET_KEY',
    'SEED_DEMO',
    'SMTP_URL_FILE',
    'TRUST_PROXY',
  ]);
});

it('a secret that is too short is not repeated', () => {
  expect(faultsOf({ SECRET_KEY: 'hunter2' }).join()).not.toContain('hunter2');
  expect(faultsOf({ DATABASE_URL: 'mysql://me:hunter2@host/db' }).join()).not.toContain('hunter2');
});

it('a secret comes from a file, without its final line break', () => {
  const path = join(folder, 'key');
  writeFileSync(path, `${'k'.repeat(40)}\n`);
  expect(readConfig({ SECRET_KEY_FILE: path }).secretKey).toBe('k'.repeat(40));
});
