import { verifyTenant } from '#server/features/verify/exports.ts';
import { allWorkers } from '#server/features/workers.ts';
import type { RunTenant, Stage } from './tenant.ts';

const MOST_SHOWN = 20;

/**
 * Seals the ledgers of runs that are over and verifies everything that they left: what agrees with the model has to agree
 * with what is made anew from the requests, too.
 *
 * @returns the first differences, one on a line; null when there is none
 */
export async function verifyRuns(stage: Stage, tenants: readonly RunTenant[]): Promise<string | null> {
  const sealing = allWorkers(stage.context).find(({ name }) => name === 'ledger sealing');
  if (sealing === undefined) throw new Error('Nothing seals the ledger');
  await sealing.takeTurn();
  const found: string[] = [];
  for (const { id } of tenants) {
    const { unsealed } = await verifyTenant(stage.context, id, {
      difference: ({ subject, id: which, text }) => void found.push(`${subject} ${which}: ${text}`),
      progress: () => {},
    });
    if (unsealed > 0) found.push(`tenant ${id}: ${unsealed} lines of the ledger are not sealed`);
  }
  if (found.length === 0) return null;
  return [
    `the verification of all runs found ${found.length} differences:`,
    ...found.slice(0, MOST_SHOWN),
  ].join('\n');
}
