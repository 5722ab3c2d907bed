import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid } from './schema.ts';

/** What made a change: an API token, somebody signed in, the work done by itself, or a command. */
export const actorKinds = ['token', 'user', 'system', 'command'] as const;

const optional = Type.Optional;
const words = commaList(Type.String({ maxLength: 100 }));

/** One change of configuration or status. */
export const AuditEntry = named(
  'AuditEntry',
  Type.Object({
    id: Uuid,
    createdAt: Instant,
    actorKind: oneOf(actorKinds),
    actorId: nullable(Uuid),
    actorName: Type.String(),
    action: Type.String({ examples: ['change'] }),
    objectKind: Type.String({ examples: ['offer'] }),
    objectId: nullable(Type.String()),
    before: Type.Unsafe<unknown>({ description: 'As it was; null for what is new or was erased.' }),
    after: Type.Unsafe<unknown>({ description: 'As it became; null for what is gone or was erased.' }),
    requestId: nullable(Uuid),
  }),
);

/** Lists who changed what. */
export const listAudit = endpoint({
  id: 'listAudit',
  method: 'GET',
  path: '/api/v1/audit',
  tag: 'Audit',
  access: 'management',
  summary: 'Lists who changed what, before and after, the newest first.',
  query: listQuery(['CreatedAt'], {
    object_kind: optional(words),
    object_id: optional(commaList(Type.String({ maxLength: 200 }))),
    actor_kind: optional(commaList(oneOf(actorKinds))),
    actor_id: optional(commaList(Uuid)),
    actor: optional(
      Type.String({ maxLength: 200, description: "The actor's name contains this, in any case." }),
    ),
    action: optional(words),
    request_id: optional(commaList(Uuid)),
    from: optional(Instant),
    to: optional(Instant),
  }),
  status: 200,
  data: pageSchema('AuditPage', AuditEntry),
  isExportable: true,
});

/** Every endpoint of the audit. */
export const auditEndpoints = [listAudit];
