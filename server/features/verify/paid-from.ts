import type { TenantTransaction } from '#database/transaction.ts';
import type { ClickFacts } from '#domain/conversion/facts.ts';
import type { Micros } from '#domain/time.ts';
import { moment } from './moment.ts';

/** The name under which it is kept since when a share pays for a step. */
export function paidKey(shareId: string, stepId: string): string {
  return `${shareId} ${stepId}`;
}

/** Since when the shares of clicks have named steps, by {@link paidKey}: for clicks that steps came after. */
export async function loadPaidFrom(
  tx: TenantTransaction,
  clicks: readonly ClickFacts[],
): Promise<ReadonlyMap<string, Micros>> {
  const shares = clicks.flatMap(({ shareId, addedSteps }) =>
    shareId !== null && addedSteps.length > 0 ? [shareId] : [],
  );
  if (shares.length === 0) return new Map();
  const { rows } = await tx.query<{ share_id: string; step_id: string; paid_from: string }>(
    `SELECT share_id, e.step_id, min(valid_from) AS paid_from
     FROM share_versions CROSS JOIN LATERAL jsonb_object_keys(terms -> 'events') e (step_id)
     WHERE tenant_id = $1 AND share_id = ANY($2::uuid[]) GROUP BY 1, 2`,
    [tx.tenantId, [...new Set(shares)]],
    'verify-paid-from',
  );
  return new Map(rows.map((row) => [paidKey(row.share_id, row.step_id), moment(row.paid_from)]));
}
