import { Secret, TOTP } from 'otpauth';
import { confirmTotp, disableTotp, enrolTotp } from '#contract/totp.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { done, ok, refused } from '../../http/answer.ts';
import { actorOf, writeAudit } from '../../http/audit.ts';
import { tenantRoute, type Route, type TenantCall } from '../../http/route.ts';

const SEED_BYTES = 20;
const STEP_MICROS = 30_000_000;
/** Clocks of telephones go wrong: the code before and the code after are taken too. */
const STEPS_AROUND = 1;
/** So many wrong codes in a row block all further ones for a while, whatever address they come from. */
const MOST_FAILURES = 5;
const BLOCKED_FOR = '15 minutes';

const wrongCode = refused('Unauthorized', 'code: is not valid');

interface FactorRow {
  readonly email: string;
  readonly seed: Buffer | null;
  readonly pending: Buffer | null;
  readonly last_step: number | null;
  readonly failures: number;
  readonly is_blocked: boolean;
}

/** The routes of the second factor, for whoever is signed in. */
export const totpRoutes: readonly Route[] = [
  tenantRoute(enrolTotp, (call) =>
    withFactor(call, async (tx, factor) => {
      if (factor.seed !== null) return refused('Conflict', 'Codes are switched on already');
      const seed = new Secret({ buffer: Uint8Array.from(call.context.random(SEED_BYTES)).buffer });
      await tx.query(
        'UPDATE users SET totp_pending_sealed = $3, modified_at = tenant_now($1) WHERE tenant_id = $1 AND id = $2',
        [tx.tenantId, call.principal.id, call.context.vault.seal(seed.base32)],
      );
      const uri = generator(seed.base32, factor.email).toString();
      return ok({ secret: seed.base32, uri }, { headers: { 'cache-control': 'no-store' } });
    }),
  ),
  tenantRoute(confirmTotp, (call) =>
    withFactor(call, async (tx, factor) => {
      if (factor.seed !== null) return refused('Conflict', 'Codes are switched on already');
      if (factor.pending === null)
        return refused('Conflict', 'There is no secret that waits to be confirmed');
      if (!(await takeCode(call.context, tx, call.principal.id, call.body.code))) return wrongCode;
      await tx.query(
        `UPDATE users SET totp_seed_sealed = totp_pending_sealed, totp_pending_sealed = NULL, modified_at = tenant_now($1)
         WHERE tenant_id = $1 AND id = $2`,
        [tx.tenantId, call.principal.id],
      );
      await noteChange(call, tx, true);
      return done();
    }),
  ),
  tenantRoute(disableTotp, (call) =>
    withFactor(call, async (tx, factor) => {
      if (factor.seed === null) return refused('Conflict', 'Codes are not switched on');
      if (!(await takeCode(call.context, tx, call.principal.id, call.body.code))) return wrongCode;
      await forgetFactor(tx, call.principal.id);
      await noteChange(call, tx, false);
      return done();
    }),
  ),
];

/** A refusal is committed like everything else here, because wrong codes are counted. */
function withFactor<T>(
  { context, tenant, principal }: TenantCall<unknown>,
  work: (tx: TenantTransaction, factor: FactorRow) => Promise<T>,
): Promise<T> {
  return inTenant(context.database, tenant.id, async (tx) =>
    work(tx, (await loadFactor(tx, principal.id)) as FactorRow),
  );
}

async function loadFactor(tx: TenantTransaction, userId: string): Promise<FactorRow | undefined> {
  const { rows } = await tx.query<FactorRow>(
    `SELECT email, totp_seed_sealed AS seed, totp_pending_sealed AS pending, totp_last_step AS last_step,
       totp_failures AS failures, COALESCE(totp_blocked_until > tenant_now($1), false) AS is_blocked
     FROM users WHERE tenant_id = $1 AND id = $2 FOR UPDATE`,
    [tx.tenantId, userId],
  );
  return rows[0];
}

/**
 * Takes a code of a user's authenticator app, of the secret in force or of the one that waits to be confirmed. No code
 * is taken twice, and too many wrong ones block the right ones too; so the transaction has to commit either way.
 */
export async function takeCode(
  context: Pick<Context, 'clock' | 'vault'>,
  tx: TenantTransaction,
  userId: string,
  code: string,
): Promise<boolean> {
  const factor = await loadFactor(tx, userId);
  const sealed = factor?.seed ?? factor?.pending;
  if (!factor || !sealed || factor.is_blocked) return false;
  const now = context.clock.now();
  const token = code.replace(/\s/g, '');
  const options = { token, timestamp: Math.floor(now / 1_000), window: STEPS_AROUND };
  const delta = generator(context.vault.open(sealed), factor.email).validate(options);
  const step = delta === null ? null : Math.floor(now / STEP_MICROS) + delta;
  const isRight = step !== null && (factor.last_step === null || step > Number(factor.last_step));
  await tx.query(
    isRight
      ? 'UPDATE users SET totp_last_step = $3, totp_failures = 0 WHERE tenant_id = $1 AND id = $2'
      : `UPDATE users SET totp_failures = (totp_failures + 1) % $3,
           totp_blocked_until = CASE WHEN totp_failures + 1 >= $3 THEN tenant_now($1) + interval '${BLOCKED_FOR}' END
         WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, userId, isRight ? step : MOST_FAILURES],
  );
  return isRight;
}

/** Switches the second factor of a user off. */
export async function forgetFactor(tx: TenantTransaction, userId: string): Promise<void> {
  await tx.query(
    `UPDATE users SET totp_seed_sealed = NULL, totp_pending_sealed = NULL, totp_last_step = NULL, totp_failures = 0,
       totp_blocked_until = NULL, modified_at = tenant_now($1) WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, userId],
  );
}

async function noteChange(
  { context, principal, request }: TenantCall<unknown>,
  tx: TenantTransaction,
  isTotpEnabled: boolean,
): Promise<void> {
  const entry = {
    action: 'change',
    objectKind: 'user',
    objectId: principal.id,
    before: { isTotpEnabled: !isTotpEnabled },
    after: { isTotpEnabled },
  };
  await writeAudit(context, tx, actorOf(principal), entry, request.id);
}

function generator(seed: string, email: string): TOTP {
  return new TOTP({ issuer: 'Pitwall', label: email, secret: Secret.fromBase32(seed) });
}
