import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inEngine, inOwner } from '#database/transaction.ts';
import { day } from '#domain/time.ts';
import { deleteTenant, listTenants } from '#server/features/tenants/exports.ts';
import type { Context } from '#server/context.ts';
import type { DemoWorld, WorldParts } from '#server/main.ts';
import { seededRandom } from '../random.ts';
import { refreshTableStatistics } from '../table-statistics.ts';
import { releaseTenantClock } from '../tenant-clock.ts';
import { expectData, worldApi, type WorldApi } from '../world-api.ts';
import { buildTenant, type BuiltTenant, type DemoTenantPlan } from './build-tenant.ts';
import {
  credentialsFile,
  credentialsOf,
  writeCredentials,
  type DemoCredentials,
  type TenantCredentials,
} from './credentials.ts';
import { liveHistory, type HistoryPlan } from './history.ts';
import { demoOffers } from './offers.ts';
import { startReceiver, type DemoReceiver } from './receiver.ts';

/** The seed of the demo world that everybody sees. */
const SEED = 'pitwall';
const HISTORY_DAYS = 30;
const DEFAULT_PORT = 3000;
/** Workers that have to keep pace with the simulated clock; deliveries go out once the world stands. */
const pacedWorkers = ['ripening', 'held conversions', 'attempts'];

interface TenantScript extends Omit<DemoTenantPlan, 'origin' | 'callbackUrl' | 'password'> {
  readonly history: HistoryPlan;
}

const scripts: readonly TenantScript[] = [
  {
    name: 'demo',
    displayName: 'Demo',
    products: ['publisher', 'advertiser'],
    offers: demoOffers,
    partners: ['Bright Media', 'Trailhead Traffic', 'Pocket Perks'],
    history: { members: 49, partnerMembers: 24, days: HISTORY_DAYS },
  },
  {
    name: 'network',
    displayName: 'Network',
    products: ['aff-network'],
    offers: demoOffers.filter((_, index) => index % 4 === 0),
    partners: ['Orbit Rewards', 'Lucky Lane'],
    history: { members: 8, partnerMembers: 18, days: HISTORY_DAYS },
  },
];

/** The demo world: two tenants with a month behind them, and a receiver for their callbacks. */
export const demoWorld: DemoWorld = {
  async open(parts) {
    const path = join(parts.context.config.dataDir, credentialsFile);
    const seeded = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as DemoCredentials) : undefined;
    if (!seeded && !(await wantsSeeding(parts))) return undefined;
    const receiver = await startReceiver(parts.context.config.port === 0 ? 0 : parts.context.config.port + 1);
    const { hostname, port } = new URL(receiver.url);
    parts.context.egress.open({ address: hostname, port: Number(port) });
    const credentials = seeded ?? (await seedQuietly(parts, receiver));
    if (seeded) await pointCallbacks(worldApi(parts.app), seeded, receiver, parts.context.config.baseDomain);
    return {
      listening: (address) =>
        writeCredentials(parts.context.config.dataDir, withAddress(credentials, address, receiver)),
      lines: (address) => describe(credentials, address, receiver, path),
      stop: () => receiver.stop(),
    };
  },
};

async function wantsSeeding({ context, isEmbedded }: WorldParts): Promise<boolean> {
  if (!(context.config.seedDemo ?? isEmbedded)) return false;
  if (existsSync(unfinishedFile(context.config.dataDir))) await clearUnfinished(context);
  return (await inEngine(context.database, listTenants)).length === 0;
}

/** Lies in the data folder while the world is being made, so that a start after a crash begins it anew. */
function unfinishedFile(dataDir: string): string {
  return join(dataDir, 'demo.unfinished');
}

async function clearUnfinished(context: Context): Promise<void> {
  const names = scripts.map(({ name }) => name);
  const tenants = await inEngine(context.database, listTenants);
  for (const { id, name } of tenants) {
    if (names.includes(name)) await inOwner(context.database, (tx) => deleteTenant(tx, id));
  }
}

/** Makes the world without a log line for each of its thousands of calls. */
async function seedQuietly(parts: WorldParts, receiver: DemoReceiver): Promise<DemoCredentials> {
  const { log, config } = parts.context;
  const unfinished = unfinishedFile(config.dataDir);
  const { level } = log;
  writeFileSync(unfinished, '');
  log.level = level === 'silent' ? level : 'warn';
  try {
    const credentials = await seed(parts, receiver);
    writeCredentials(config.dataDir, credentials);
    rmSync(unfinished);
    return credentials;
  } finally {
    log.level = level;
  }
}

async function seed(parts: WorldParts, receiver: DemoReceiver): Promise<DemoCredentials> {
  const api = worldApi(parts.app);
  const { config } = parts.context;
  const password = randomBytes(12).toString('base64url');
  const baseUrl = config.publicUrl ?? `http://127.0.0.1:${config.port || DEFAULT_PORT}`;
  const begins = parts.context.clock.now() - (HISTORY_DAYS + 1) * day;
  const built: BuiltTenant[] = [];
  // One after the other: the oldest tenant is the one that calls without a tenant's host name reach.
  for (const [index, script] of scripts.entries()) {
    const own = `http://app.${script.name}.${config.baseDomain}:${config.port || DEFAULT_PORT}`;
    const callbackUrl = `${receiver.url}/callbacks/${script.name}`;
    const plan = { ...script, origin: index === 0 ? baseUrl : own, callbackUrl, password };
    built.push(await buildTenant(parts.context, api, plan, begins));
  }
  const seeded = await Promise.all(
    built.map((tenant, index) =>
      liveThrough(parts, api, tenant, (scripts[index] as TenantScript).history, baseUrl),
    ),
  );
  await refreshTableStatistics(parts.context);
  const [first, ...others] = seeded as [TenantCredentials, ...TenantCredentials[]];
  const tenants = Object.fromEntries(others.map((one) => [one.tenant, one]));
  return { ...first, receiverUrl: receiver.url, tenants };
}

/** Gives a tenant its past and lets it live in the present. */
async function liveThrough(
  { context, workers }: WorldParts,
  api: WorldApi,
  tenant: BuiltTenant,
  history: HistoryPlan,
  baseUrl: string,
): Promise<TenantCredentials> {
  const postbackPath = await generalPostbackPath(api, tenant);
  const paced = workers.filter(({ name }) => pacedWorkers.includes(name));
  const random = seededRandom(SEED).fork(tenant.name);
  await liveHistory(
    { context, api, tenant, postbackPath, workers: paced, random },
    history,
    context.clock.now(),
  );
  await releaseTenantClock(context, tenant.id);
  return credentialsOf(tenant, baseUrl, postbackPath);
}

/** Path and query of the tenant's general postback address. */
async function generalPostbackPath(api: WorldApi, { managementToken, host }: BuiltTenant): Promise<string> {
  const urls = await expectData(
    api<{ trackingSystem: string | null; securitySegment: string; signature: string }[]>(
      'GET',
      '/api/v1/settings/postback-urls',
      { token: managementToken, host },
    ),
  );
  const general = urls.find(({ trackingSystem }) => trackingSystem === null);
  if (!general) throw new Error('A tenant has no general postback address');
  return `/api/v1/${general.securitySegment}/?signature=${encodeURIComponent(general.signature)}`;
}

/** The receiver may have had to move to another port since the last start. */
async function pointCallbacks(
  api: WorldApi,
  credentials: DemoCredentials,
  receiver: DemoReceiver,
  baseDomain: string,
): Promise<void> {
  if (credentials.receiverUrl === receiver.url) return;
  for (const { tenant, managementToken: token } of [credentials, ...Object.values(credentials.tenants)]) {
    const call = { token, host: `api.${tenant}.${baseDomain}` };
    const settings = await api<{ callback: { url: string | null } }>('GET', '/api/v1/settings', call);
    if (!settings.data?.callback.url?.startsWith(credentials.receiverUrl)) continue;
    await api('PUT', '/api/v1/settings', {
      ...call,
      body: { callback: { url: `${receiver.url}/callbacks/${tenant}` } },
    });
  }
}

function withAddress(credentials: DemoCredentials, address: string, receiver: DemoReceiver): DemoCredentials {
  const moved = <T extends TenantCredentials>(one: T): T => ({
    ...one,
    baseUrl: address,
    postbackUrl: address + one.postbackUrl.slice(one.baseUrl.length),
  });
  const tenants = Object.fromEntries(
    Object.entries(credentials.tenants).map(([name, one]) => [name, moved(one)]),
  );
  return { ...moved(credentials), receiverUrl: receiver.url, tenants };
}

function describe(
  credentials: DemoCredentials,
  address: string,
  receiver: DemoReceiver,
  path: string,
): string[] {
  const { operator, partnerUser, managementToken, tenant } = credentials;
  return [
    `Demo world (tenants ${[tenant, ...Object.keys(credentials.tenants)].join(', ')})`,
    `  Wall       ${address}/offer-wall?pub_member_id=you`,
    `  Receiver   ${receiver.url}  (shows callbacks as they arrive)`,
    `  Operator   ${operator.email}  ${operator.password}`,
    `  Partner    ${partnerUser.email}  ${partnerUser.password}`,
    `  Token      ${managementToken}`,
    `  All of it  ${path}`,
  ];
}
