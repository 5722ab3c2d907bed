import { inEngine } from '#database/transaction.ts';
import { runCommand } from '#server/command.ts';
import type { Context } from '#server/context.ts';
import { listTenants } from '#server/features/tenants/exports.ts';
import { verifyTenant } from '#server/features/verify/exports.ts';

const PROGRESS_MS = 2_000;
const usage = `Usage: npm run verify [-- TENANT ...]

Compares what is stored with what the rules make of it: every conversion is decided again from its request, and holds,
counters, ledger, hash chain, sums and deliveries are made anew from that. Each difference is printed; the exit code is
1 when there is one.`;

const names = process.argv.slice(2);
if (names.some((name) => name.startsWith('-'))) {
  console.error(usage);
  process.exit(2);
}
process.exitCode = (await runCommand(verifyAll)) === 0 ? 0 : 1;

/** Verifies the tenants named, or all of them, and answers how many differences there are. */
async function verifyAll(context: Context): Promise<number> {
  const tenants = await inEngine(context.database, listTenants);
  const unknown = names.filter((name) => !tenants.some((tenant) => tenant.name === name));
  for (const name of unknown) console.log(`No tenant is named ${name}`);
  let differences = unknown.length;
  for (const tenant of tenants) {
    if (names.length === 0 || names.includes(tenant.name))
      differences += await verifyOne(context, tenant.id, tenant.name);
  }
  const { maxRSS } = process.resourceUsage();
  console.log(`${differences} differences; ${Math.round(maxRSS / 1_024)} MB of memory at most`);
  return differences;
}

async function verifyOne(context: Context, tenantId: string, name: string): Promise<number> {
  const startedAt = performance.now();
  let shownAt = startedAt;
  const report = await verifyTenant(context, tenantId, {
    difference: ({ subject, id, text }) => console.log(`${name}: ${subject} ${id}: ${text}`),
    progress: ({ done, total }) => {
      if (performance.now() - shownAt < PROGRESS_MS) return;
      shownAt = performance.now();
      const perSecond = Math.round((done * 1_000) / (shownAt - startedAt));
      console.log(`${name}: ${done} of ${total} conversions, ${perSecond} a second`);
    },
  });
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  const { conversions, ledgerLines, unsealed, withoutRequest, differences } = report;
  console.log(
    `${name}: ${differences} differences in ${conversions} conversions (${withoutRequest} without their request) and ` +
      `${ledgerLines} lines of the ledger (${unsealed} not sealed yet), ${seconds} s`,
  );
  return differences;
}
