import type { TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../context.ts';
import type { Principal } from '../platform/directory.ts';

/** One change of configuration or status. */
export interface AuditEntry {
  /** A verb: `create`, `change`, `delete`, `pause`. */
  readonly action: string;
  readonly objectKind: string;
  readonly objectId: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who is written down as having made a change. */
export interface Actor {
  readonly kind: 'token' | 'user' | 'system' | 'command';
  readonly id: string | null;
  readonly name: string;
}

/** The principal of a call, as the audit names it. */
export function actorOf(principal: Principal): Actor {
  return { kind: principal.kind, id: principal.id, name: principal.name };
}

/** Writes who changed what, in the transaction that changes it. Secrets never belong into `before` and `after`. */
export async function writeAudit(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  actor: Actor,
  entry: AuditEntry,
  requestId: string | null,
): Promise<void> {
  await tx.query(
    `INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, before, after, request_id)
     VALUES ($1, $2, tenant_now($1), $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.tenantId,
      context.newId(),
      actor.kind,
      actor.id,
      actor.name,
      entry.action,
      entry.objectKind,
      entry.objectId,
      entry.before === undefined ? null : JSON.stringify(entry.before),
      entry.after === undefined ? null : JSON.stringify(entry.after),
      requestId,
    ],
    'write-audit',
  );
}
