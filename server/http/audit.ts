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
  await writeAudits(context, tx, actor, [entry], requestId);
}

/** The same for many changes of one actor at once. */
export async function writeAudits(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  actor: Actor,
  entries: readonly AuditEntry[],
  requestId: string | null,
): Promise<void> {
  if (entries.length === 0) return;
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  tx.send(
    `INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, before, after, request_id)
     SELECT $1, e.id, tenant_now($1), $2, $3, $4, e.action, e.object_kind, e.object_id, e.before, e.after, $5
     FROM unnest($6::uuid[], $7::text[], $8::text[], $9::text[], $10::jsonb[], $11::jsonb[])
       AS e (id, action, object_kind, object_id, before, after)`,
    [
      tx.tenantId,
      actor.kind,
      actor.id,
      actor.name,
      requestId,
      entries.map(() => context.newId()),
      entries.map(({ action }) => action),
      entries.map(({ objectKind }) => objectKind),
      entries.map(({ objectId }) => objectId),
      entries.map(({ before }) => json(before)),
      entries.map(({ after }) => json(after)),
    ],
    'write-audit',
  );
}
