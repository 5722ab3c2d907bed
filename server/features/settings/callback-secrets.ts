import { rotateCallbackSecret } from '#contract/settings.ts';
import type { Transaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { ok } from '../../http/answer.ts';
import { write } from '../../http/route.ts';

const SECRET_BYTES = 32;
const OVERLAP = '7 days';

/**
 * Makes a new signing secret of callbacks in the form of Standard Webhooks. The one before it signs for 7 more days, or
 * ends now; any older one ends at once, so that a call never carries more than two signatures.
 */
export async function makeCallbackSecret(
  context: Pick<Context, 'newId' | 'random' | 'vault'>,
  tx: Transaction,
  tenantId: string,
  endsOldNow: boolean,
): Promise<string> {
  // Rotations at the same moment follow one another, or each would leave its secret without an end.
  await tx.query(
    "SELECT id FROM signing_secrets WHERE tenant_id = $1 AND purpose = 'callback' ORDER BY id FOR UPDATE",
    [tenantId],
  );
  const secret = `whsec_${Buffer.from(context.random(SECRET_BYTES)).toString('base64')}`;
  await tx.query(
    `UPDATE signing_secrets
     SET valid_until = tenant_now($1) + CASE WHEN valid_until IS NULL THEN $2::interval ELSE '0' END
     WHERE tenant_id = $1 AND purpose = 'callback' AND (valid_until IS NULL OR valid_until > tenant_now($1))`,
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
