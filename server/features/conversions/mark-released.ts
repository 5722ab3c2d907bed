import type { Transaction } from '#database/transaction.ts';
import type { ConversionChange } from './changes.ts';
import type { LoadedState } from './load.ts';

/** Tells the requests behind conversions that were held what became of them at last. */
export async function markReleased(
  tx: Transaction,
  { tenantId }: LoadedState,
  changes: readonly ConversionChange[],
): Promise<void> {
  // A request that is decided again keeps its own account of it.
  const released = changes.filter(({ from, kind }) => from === 'Held' && kind !== 'reprocessed');
  const requests = released.flatMap(({ draft, to, reason }) =>
    draft.requestId === null || to === 'Held' ? [] : [{ id: draft.requestId, to, reason }],
  );
  if (requests.length === 0) return;
  await tx.query(
    `UPDATE raw_requests r SET outcome = n.outcome, reason = n.reason, cause = NULL, decided_at = tenant_now($1),
       decided_times = r.decided_times + 1
     FROM unnest($2::uuid[], $3::text[], $4::text[]) AS n (id, outcome, reason)
     WHERE r.tenant_id = $1 AND r.id = n.id`,
    [
      tenantId,
      requests.map(({ id }) => id),
      requests.map(({ to }) => (to === 'Rejected' ? 'rejected' : 'accepted')),
      requests.map(({ reason }) => reason),
    ],
    'mark-released',
  );
}
