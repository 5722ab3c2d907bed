import { inEngine } from '#database/transaction.ts';
import type { Context } from '../../context.ts';

const MOST_TENANTS = 100;
const MOST_PUSHES = 20;
/** A process that is not heard of for this long has died, and another one tries. */
const LEASE = '2 minutes';

/** Tenants whose clock has passed an hour of pushing since their last pushes were written down. */
export async function findTenantsToPrepare({ database }: Pick<Context, 'database'>): Promise<string[]> {
  const { rows } = await inEngine(database, (tx) =>
    tx.query<{ tenant_id: string }>(
      `SELECT s.tenant_id FROM cost_push_settings s JOIN tenants t ON t.id = s.tenant_id
       WHERE t.status = 'active'
         AND s.prepared_until < date_bin('12 hours', tenant_now(s.tenant_id), '2000-01-01T00:00:00Z')
       ORDER BY s.tenant_id LIMIT $1`,
      [MOST_TENANTS],
    ),
  );
  return rows.map(({ tenant_id: tenantId }) => tenantId);
}

/** A push that this process holds for one try. */
export interface ClaimedPush {
  readonly tenant_id: string;
  readonly id: string;
  readonly due_at: string;
  readonly app_id: string;
  readonly url: string;
  readonly body: string;
  /** With this one. */
  readonly tries: number;
}

/** Takes pushes that are due for a try, of whatever tenants. */
export async function claimPushes({ database }: Pick<Context, 'database'>): Promise<ClaimedPush[]> {
  const { rows } = await inEngine(database, (tx) =>
    tx.query<ClaimedPush>(
      `UPDATE cost_pushes p SET tries = p.tries + 1, next_try_at = tenant_now(p.tenant_id) + interval '${LEASE}'
       FROM (SELECT tenant_id, id FROM cost_pushes
             WHERE status = 'Waiting' AND next_try_at <= tenant_now(tenant_id)
             ORDER BY next_try_at LIMIT $1 FOR UPDATE SKIP LOCKED) due
       WHERE p.tenant_id = due.tenant_id AND p.id = due.id
       RETURNING p.tenant_id, p.id, p.due_at, p.app_id, p.url, p.body, p.tries`,
      [MOST_PUSHES],
    ),
  );
  return rows;
}
