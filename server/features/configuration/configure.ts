import { Configuration } from '#contract/configuration.ts';
import { inTenant } from '#database/transaction.ts';
import { foldBody } from '../../http/fold.ts';
import { faultsOf } from '../../http/check.ts';
import { refuse } from '../../http/answer.ts';
import { applyPlan, type Applier } from './apply.ts';
import { loadCurrent, type Current } from './current.ts';
import type { ConfigurationDocument } from './document.ts';
import { planFrom, type PlannedChange } from './plan.ts';
import { wantedFrom, type SentConfiguration, type Wanted } from './wanted.ts';

type Where = Pick<Applier, 'context' | 'tenantId'>;

/** Reads the configuration of a tenant. */
export async function readConfiguration({ context, tenantId }: Where): Promise<ConfigurationDocument> {
  return (await current({ context, tenantId })).document;
}

/**
 * Says what applying a configuration would do.
 *
 * @param sent of any shape
 * @throws Refusal 400 that names every fault at once
 */
export async function planOf(where: Where, sent: unknown): Promise<PlannedChange[]> {
  return (await prepared(where, sent)).changes;
}

/** Makes a tenant be as a configuration says. Otherwise as {@link planOf}. */
export async function applyOf(
  applier: Applier,
  sent: unknown,
): Promise<{ changes: PlannedChange[]; kept: string[] }> {
  const { changes, present, wanted } = await prepared(applier, sent);
  return { changes, kept: await applyPlan(applier, changes, present, wanted) };
}

async function prepared(
  where: Where,
  sent: unknown,
): Promise<{ changes: PlannedChange[]; present: Current; wanted: Wanted }> {
  const folded = foldBody(Configuration, sent);
  const faults = faultsOf(Configuration, folded);
  if (faults.length > 0) refuse('ValidationError', ...faults);
  const present = await current(where);
  const wanted = wantedFrom(where.context, folded as SentConfiguration, present);
  return { changes: planFrom(present.document, wanted.document), present, wanted };
}

function current({ context, tenantId }: Where): Promise<Current> {
  return inTenant(context.database, tenantId, (tx) => loadCurrent(context, tx), {
    readOnly: true,
    isolation: 'repeatable read',
  });
}
