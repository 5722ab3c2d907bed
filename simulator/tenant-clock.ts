import { inEngine } from '#database/transaction.ts';
import { formatInstant, type Micros } from '#domain/time.ts';
import type { Context } from '#server/context.ts';
import { recordChanges } from '#server/platform/changes.ts';

/** Moves the clock of a tenant, so that its rules see another time than the database's. */
export async function moveTenantClock(context: Context, tenantId: string, to: Micros): Promise<void> {
  await setOffset(
    context,
    tenantId,
    `UPDATE tenants SET time_offset = $2::timestamptz - (tenant_now(id) - time_offset) WHERE id = $1`,
    [tenantId, formatInstant(to)],
  );
}

/** Moves the clock of a tenant so many hours on. */
export async function advanceTenantClock(context: Context, tenantId: string, hours: number): Promise<void> {
  await setOffset(
    context,
    tenantId,
    "UPDATE tenants SET time_offset = time_offset + $2 * interval '1 hour' WHERE id = $1",
    [tenantId, hours],
  );
}

/** Lets a tenant live by the database's clock again. */
export async function releaseTenantClock(context: Context, tenantId: string): Promise<void> {
  await setOffset(context, tenantId, "UPDATE tenants SET time_offset = '0' WHERE id = $1", [tenantId]);
}

async function setOffset(
  context: Context,
  tenantId: string,
  statement: string,
  values: readonly unknown[],
): Promise<void> {
  const change = { tenantId, kind: 'tenant', objectId: tenantId } as const;
  await inEngine(context.database, async (tx) => {
    await tx.query(statement, values);
    recordChanges(tx, [change]);
  });
  context.changes.publish([change]);
}
