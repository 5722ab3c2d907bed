import { changeUser, deleteUser } from '#contract/users.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { done, notFound, ok, refused } from '../../http/answer.ts';
import type { ListRow } from '../../http/list.ts';
import { write } from '../../http/route.ts';
import { bindingOf } from './binding.ts';
import { userOf } from './list-users.ts';
import { forgetFactor } from './totp.ts';

const lastOwner = refused('Conflict', 'The last active owner of the tenant has to stay one');

/** Changes and removes users. */
export const changeUserRoutes = [
  write(changeUser, async ({ tx, tenant, params, body, audit }) => {
    const found = await lockUser(tx, params.id);
    if (!found) return notFound('user');
    const before = userOf(found.row);
    const role = body.role ?? before.role;
    const isSuspended = body.isSuspended ?? before.status === 'Suspended';
    if (found.isLastOwner && (role !== 'owner' || isSuspended)) return lastOwner;
    const binding = await bindingOf(tx, role, {
      partnerId: body.partnerId ?? before.partnerId,
      advertiserId: body.advertiserId ?? before.advertiserId,
    });
    await tx.query(
      `UPDATE users SET name = $3, role = $4, partner_id = $5, advertiser_id = $6, modified_at = tenant_now($1),
         status = CASE WHEN $7 THEN 'disabled' WHEN status = 'disabled' THEN 'active' ELSE status END
       WHERE tenant_id = $1 AND id = $2`,
      [
        tenant.id,
        before.id,
        body.name ?? before.name,
        role,
        binding.partnerId,
        binding.advertiserId,
        isSuspended,
      ],
    );
    if (isSuspended) await endSessions(tx, before.id);
    if (body.isTotpEnabled === false) await forgetFactor(tx, before.id);
    const after = userOf((await lockUser(tx, before.id))?.row ?? found.row);
    await audit({ action: 'change', objectKind: 'user', objectId: before.id, before, after });
    return ok(after);
  }),
  write(deleteUser, async ({ tx, tenant, params, audit }) => {
    const found = await lockUser(tx, params.id);
    if (!found) return notFound('user');
    if (found.isLastOwner) return lastOwner;
    await tx.query('DELETE FROM users WHERE tenant_id = $1 AND id = $2', [tenant.id, params.id]);
    await audit({ action: 'delete', objectKind: 'user', objectId: params.id, before: userOf(found.row) });
    return done();
  }),
];

/** Locks a user, and the owners with it, so that two owners who remove each other cannot both succeed. */
async function lockUser(
  tx: TenantTransaction,
  id: string,
): Promise<{ readonly row: ListRow; readonly isLastOwner: boolean } | undefined> {
  const { rows } = await tx.query<ListRow>(
    `SELECT * FROM users WHERE tenant_id = $1 AND (id = $2 OR (role = 'owner' AND status = 'active'))
     ORDER BY id FOR UPDATE`,
    [tx.tenantId, id],
  );
  const row = rows.find((one) => one['id'] === id);
  if (!row) return undefined;
  const isOwner = row['role'] === 'owner' && row['status'] === 'active';
  return { row, isLastOwner: isOwner && rows.length === 1 };
}

async function endSessions(tx: TenantTransaction, userId: string): Promise<void> {
  await tx.query('DELETE FROM sessions WHERE tenant_id = $1 AND user_id = $2', [tx.tenantId, userId]);
}
