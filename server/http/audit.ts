import { documents, uuids } from '#database/array-values.ts';
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
  sendAudits(
    context,
    tx,
    entries.map((entry) => ({ actor, entry, requestId })),
  );
}

/** One change and who made it by which request. */
export interface AuditLine {
  readonly actor: Actor;
  readonly entry: AuditEntry;
  readonly requestId: string | null;
}

/** The same for changes of many actors. */
export function sendAudits(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  lines: readonly AuditLine[],
): void {
  if (lines.length === 0) return;
  const json = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  tx.send(
    `INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, before, after, request_id)
     SELECT $1, e.id, n.now, e.actor_kind, e.actor_id, e.actor_name, e.action, e.object_kind, e.object_id, e.before, e.after, e.request_id
     FROM (SELECT tenant_now($1) AS now) n, unnest($2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[],
       $9::jsonb[], $10::jsonb[], $11::uuid[])
       AS e (id, actor_kind, actor_id, actor_name, action, object_kind, object_id, before, after, request_id)`,
    [
      tx.tenantId,
      uuids(lines.map(() => context.newId())),
      lines.map(({ actor }) => actor.kind),
      uuids(lines.map(({ actor }) => actor.id)),
      lines.map(({ actor }) => actor.name),
      lines.map(({ entry }) => entry.action),
      lines.map(({ entry }) => entry.objectKind),
      lines.map(({ entry }) => entry.objectId),
      documents(lines.map(({ entry }) => json(entry.before))),
      documents(lines.map(({ entry }) => json(entry.after))),
      uuids(lines.map(({ requestId }) => requestId)),
    ],
    'write-audit',
  );
}
