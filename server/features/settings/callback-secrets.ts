import { rotateCallbackSecret } from '#contract/settings.ts';
import type { Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { ok } from '../../http/answer.ts';
import { write } from '../../http/route.ts';

const SECRET_BYTES = 32;
const OVERLAP = '7 days';

/** Makes a new signing secret of callbacks in the form of Standard Webhooks, and ends the one before it. */
export async function makeCallbackSecret(
  context: Pick<Context, 'newId' | 'random' | 'vault'>,
  tx: Transaction,
  tenantId: string,
  endsOldNow: boolean,
): Promise<string> {
  const secret = `whsec_${Buffer.from(context.random(SECRET_BYTES)).toString('base64')}`;
  await tx.query(
    `UPDATE signing_secrets SET valid_until = tenant_now($1) + $2::interval
     WHERE tenant_id = $1 AND purpose = 'callback' AND (valid_until IS NULL OR valid_until > tenant_now($1) + $2::interval)`,
    [tenantId, endsOldNow ? '0' : OVERLAP],
  );
  await tx.query(
    `INSERT INTO signing_secrets (tenant_id, id, purpose, secret_sealed, created_at)
     VALUES ($1, $2, 'callback', $3, tenant_now($1))`,
    [tenantId, context.newId(), context.vault.seal(secret)],
  );
  return secret;
}

/** The signing secrets of callbacks that are valid now, the newest first: each signs while it lives. */
export async function loadCallbackSecrets(
  context: Pick<Context, 'vault'>,
  tx: Transaction,
  tenantId: string,
): Promise<string[]> {
  const { rows } = await tx.query<{ secret_sealed: Buffer }>(
    `SELECT secret_sealed FROM signing_secrets
     WHERE tenant_id = $1 AND purpose = 'callback' AND (valid_until IS NULL OR valid_until > tenant_now($1))
     ORDER BY created_at DESC, id DESC`,
    [tenantId],
  );
  return rows.map(({ secret_sealed: sealed }) => context.vault.open(sealed));
}

/** Makes a new signing secret of callbacks. */
export const callbackSecretRoute = write(
  rotateCallbackSecret,
  async ({ context, tx, tenant, query, audit, announce }) => {
    const secret = await makeCallbackSecret(context, tx, tenant.id, query.now ?? false);
    await audit({ action: 'rotate', objectKind: 'callback secret', objectId: tenant.id });
    announce('settings', tenant.id);
    return ok({ secret });
  },
);
