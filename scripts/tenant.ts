import { parseArgs } from 'node:util';
import { inEngine, inOwner, inTenant, type EngineTransaction } from '#database/transaction.ts';
import { runCommand } from '#server/command.ts';
import type { Context } from '#server/context.ts';
import { createUser, makeSignInLink } from '#server/features/auth/exports.ts';
import {
  createTenant,
  deleteTenant,
  listTenants,
  products,
  setTenantStatus,
  type TenantSummary,
} from '#server/features/tenants/exports.ts';
import { insertToken } from '#server/features/tokens/exports.ts';
import { recordChanges } from '#server/platform/changes.ts';

const usage = `Usage:
  npm run tenant -- create NAME --products publisher,aff-network,advertiser --operator EMAIL [--display-name TEXT]
  npm run tenant -- list
  npm run tenant -- token NAME [--name TEXT]
  npm run tenant -- suspend NAME
  npm run tenant -- resume NAME
  npm run tenant -- delete NAME --yes`;

/** Thrown for words that make no sense; the usage is shown beside it. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    products: { type: 'string' },
    operator: { type: 'string' },
    'display-name': { type: 'string' },
    name: { type: 'string' },
    yes: { type: 'boolean', default: false },
  },
});
const [verb, tenantName] = positionals;

try {
  await run();
} catch (error) {
  console.error(
    error instanceof UsageError
      ? `${error.message}\n\n${usage}`
      : error instanceof Error
        ? error.message
        : error,
  );
  process.exitCode = 1;
}

async function run(): Promise<void> {
  switch (verb) {
    case 'create':
      return create();
    case 'list':
      return runCommand(async ({ database }) => print(await inEngine(database, listTenants)));
    case 'token':
      return runCommand(async (context) => console.log(await makeToken(context, await findTenant(context))));
    case 'suspend':
    case 'resume':
      return runCommand((context) => setStatus(context, verb === 'suspend' ? 'suspended' : 'active'));
    case 'delete':
      if (!values.yes) throw new UsageError('Deleting a tenant cannot be undone: say --yes');
      return runCommand(remove);
    default:
      throw new UsageError(verb === undefined ? 'Say what to do' : `There is no "${verb}"`);
  }
}

async function create(): Promise<void> {
  const faults: string[] = [];
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(tenantName ?? ''))
    faults.push('NAME: must be lower-case letters, digits and hyphens');
  const wanted = (values.products ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean);
  if (wanted.length === 0) faults.push('--products: is required');
  const unknown = wanted.filter((word) => !(products as readonly string[]).includes(word));
  if (unknown.length > 0)
    faults.push(`--products: "${unknown.join(', ')}" is none of ${products.join(', ')}`);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(values.operator ?? ''))
    faults.push('--operator: must be an e-mail address');
  if (faults.length > 0) throw new UsageError(faults.join('\n'));
  await runCommand(async (context) => {
    const { token, link } = await inEngine(context.database, (tx) => createWithOperator(context, tx, wanted));
    const { baseDomain, port, publicUrl } = context.config;
    const origin = publicUrl ?? `http://app.${tenantName}.${baseDomain}:${port}`;
    console.log(`Tenant            ${tenantName} (${wanted.join(', ')})`);
    console.log(`Management token  ${token}`);
    console.log(`Sign-in link      ${origin}/sign-in#${link}`);
    console.log('Both are shown this once. The link works once, for 7 days.');
  });
}

async function createWithOperator(
  context: Context,
  tx: EngineTransaction,
  wanted: readonly string[],
): Promise<{ token: string; link: string }> {
  const { rowCount } = await tx.query('SELECT 1 FROM tenants WHERE name = $1', [tenantName]);
  if (rowCount > 0) throw new UsageError(`NAME: there is a tenant "${tenantName}" already`);
  const tenantId = await createTenant(context, tx, {
    name: tenantName as string,
    displayName: values['display-name'],
    products: wanted,
  });
  const userId = await createUser(context, tx, tenantId, { email: values.operator as string, role: 'owner' });
  const link = await makeSignInLink(context, tx, tenantId, userId);
  const { token } = await insertToken(context, Object.assign(tx, { tenantId }), {
    name: 'First token',
    scope: 'management',
  });
  recordChanges(tx, [{ tenantId, kind: 'tenant', objectId: tenantId }]);
  return { token, link };
}

async function findTenant({ database }: Context): Promise<TenantSummary> {
  if (tenantName === undefined) throw new UsageError('NAME: is required');
  const found = (await inEngine(database, listTenants)).find(({ name }) => name === tenantName);
  if (!found) throw new UsageError(`NAME: there is no tenant "${tenantName}"`);
  return found;
}

async function makeToken(context: Context, tenant: TenantSummary): Promise<string> {
  const wanted = { name: values.name ?? 'From the command line', scope: 'management' as const };
  return (await inTenant(context.database, tenant.id, (tx) => insertToken(context, tx, wanted))).token;
}

async function setStatus(context: Context, status: TenantSummary['status']): Promise<void> {
  const tenant = await findTenant(context);
  await inEngine(context.database, (tx) => setTenantStatus(tx, tenant.id, status));
  console.log(`${tenant.name} is ${status}`);
}

async function remove(context: Context): Promise<void> {
  const tenant = await findTenant(context);
  await inOwner(context.database, (tx) => deleteTenant(tx, tenant.id));
  console.log(`${tenant.name} is deleted`);
}

function print(tenants: readonly TenantSummary[]): void {
  if (tenants.length === 0)
    console.log(
      'There is no tenant yet. Make one with: npm run tenant -- create NAME --products publisher --operator EMAIL',
    );
  else
    console.table(
      tenants.map(({ name, products: has, status, createdAt }) => ({
        name,
        products: has.join(', '),
        status,
        createdAt,
      })),
    );
}
