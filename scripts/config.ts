import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse, stringify } from 'yaml';
import { inEngine } from '#database/transaction.ts';
import { runCommand } from '#server/command.ts';
import type { Context } from '#server/context.ts';
import { applyOf, planOf, readConfiguration } from '#server/features/configuration/exports.ts';
import { listTenants } from '#server/features/tenants/exports.ts';
import { Refusal } from '#server/http/answer.ts';

const usage = `Usage:
  npm run config -- export FILE [--tenant NAME]
  npm run config -- plan FILE [--tenant NAME]
  npm run config -- apply FILE [--tenant NAME]

FILE ends in .yaml, .yml or .json. The tenant may be left out where there is only one.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tenant: { type: 'string' } },
});
const [verb = '', file = ''] = positionals;

try {
  if (!['export', 'plan', 'apply'].includes(verb) || !/\.(ya?ml|json)$/i.test(file)) throw new Error(usage);
  await runCommand(run);
} catch (error) {
  const messages = error instanceof Refusal ? error.failure.messages : [(error as Error).message];
  console.error(messages.join('\n'));
  process.exitCode = 1;
}

async function run(context: Context): Promise<void> {
  const tenantId = await findTenant(context);
  if (verb === 'export') {
    const document = await readConfiguration({ context, tenantId });
    writeFileSync(file, isJson() ? `${JSON.stringify(document, null, 2)}\n` : stringify(document));
    console.info(`Wrote ${file}`);
    return;
  }
  const text = readFileSync(file, 'utf8');
  const sent: unknown = isJson() ? JSON.parse(text) : parse(text);
  const actor = { kind: 'command' as const, id: null, name: 'npm run config' };
  const { changes, kept } =
    verb === 'plan'
      ? { changes: await planOf({ context, tenantId }, sent), kept: [] }
      : await applyOf({ context, tenantId, actor, requestId: null }, sent);
  for (const { action, kind, key, differences } of changes) {
    console.info(`${action} ${kind} ${key}`);
    for (const { path, before, after } of differences)
      console.info(`  ${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`);
  }
  for (const sentence of kept) console.info(`kept ${sentence}`);
  console.info(`${changes.length} changes ${verb === 'plan' ? 'to make' : 'made'}`);
}

async function findTenant({ database }: Context): Promise<string> {
  const tenants = await inEngine(database, listTenants);
  const found = values.tenant === undefined ? tenants : tenants.filter(({ name }) => name === values.tenant);
  const [first, ...others] = found;
  if (!first) throw new Error(`There is no tenant ${values.tenant ?? ''}`);
  if (others.length > 0)
    throw new Error(`Say which tenant: --tenant ${tenants.map(({ name }) => name).join(' or --tenant ')}`);
  return first.id;
}

function isJson(): boolean {
  return /\.json$/i.test(file);
}
