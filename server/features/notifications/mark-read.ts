import { readNotification, readNotifications } from '#contract/notifications.ts';
import { done, notFound, ok } from '../../http/answer.ts';
import { write } from '../../http/route.ts';

/** Marks one notice, or all of them, as read. The first reading counts. */
export const markReadRoutes = [
  write(readNotification, async ({ tx, tenant, params }) => {
    const { rowCount } = await tx.query(
      `UPDATE notifications SET read_at = COALESCE(read_at, tenant_now($1)) WHERE tenant_id = $1 AND id = $2`,
      [tenant.id, params.id],
    );
    return rowCount === 0 ? notFound('notice') : done();
  }),
  write(readNotifications, async ({ tx, tenant }) => {
    const { rowCount } = await tx.query(
      `UPDATE notifications SET read_at = tenant_now($1) WHERE tenant_id = $1 AND read_at IS NULL`,
      [tenant.id],
    );
    return ok({ count: rowCount });
  }),
];
