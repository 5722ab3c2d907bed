import type { TenantTransaction } from '#database/transaction.ts';
import { refuse } from '../../http/answer.ts';
import type { NewUser } from './users.ts';

/** Whose things a user sees: those of one partner or advertiser, or nobody's in particular. */
export interface Binding {
  readonly partnerId: string | null;
  readonly advertiserId: string | null;
}

/**
 * Whom a user of this role is bound to: partner users to a partner, advertiser users to an advertiser, others to nobody.
 *
 * @throws Refusal 400 where the role needs one that was not named or that the tenant doesn't have
 */
export async function bindingOf(
  tx: TenantTransaction,
  role: NewUser['role'],
  wanted: Partial<Binding>,
): Promise<Binding> {
  if (role !== 'partner' && role !== 'advertiser') return { partnerId: null, advertiserId: null };
  const field = role === 'partner' ? 'partnerId' : 'advertiserId';
  const id = wanted[field] ?? null;
  if (id === null) refuse('ValidationError', `${field}: is required for the role ${role}`);
  const { rowCount } = await tx.query(`SELECT FROM ${role}s WHERE tenant_id = $1 AND id = $2`, [
    tx.tenantId,
    id,
  ]);
  if (rowCount === 0) refuse('ValidationError', `${field}: no ${role} has the id ${id}`);
  return { partnerId: null, advertiserId: null, [field]: id };
}
