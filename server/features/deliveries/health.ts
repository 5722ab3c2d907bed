import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { writeAudit, type Actor } from '../../http/audit.ts';
import { recordChanges, type Change } from '../../platform/changes.ts';
import { notify } from '../notifications/exports.ts';
import type { EndpointChange } from './complete.ts';

const sender: Actor = { kind: 'system', id: null, name: 'delivery' };

/** How long a receiver that only failed rests between two looks at it. */
const PROBE_PAUSE = '1 hour';
/** Waiting deliveries that one transaction ends. */
const SWEPT_AT_ONCE = 2_000;

interface EndpointState {
  id: string;
  origin: string;
  kind: string;
  partner_name: string | null;
}

/**
 * Switches a receiver off or on as its tries showed, with a notice to the operators. A receiver that answered 410 stays
 * off until somebody switches it on; one that only failed is looked at again from time to time.
 */
export async function applyEndpointChange(context: Context, wanted: EndpointChange): Promise<void> {
  const changes = await inTenant(context.database, wanted.tenantId, async (tx) => {
    const state =
      wanted.change === 'answers again'
        ? await switchOn(tx, wanted.endpointId)
        : await switchOff(tx, wanted.endpointId, wanted.change);
    if (!state) return [];
    const isOn = wanted.change === 'answers again';
    await writeAudit(
      context,
      tx,
      sender,
      {
        action: isOn ? 'switch on' : 'switch off',
        objectKind: 'endpoint',
        objectId: state.id,
        before: { isOn: !isOn },
        after: { isOn, reason: wanted.change },
      },
      null,
    );
    await tellOperators(context, tx, wanted.change, state);
    const announced: Change[] = [{ tenantId: tx.tenantId, kind: 'endpoint', objectId: state.id }];
    recordChanges(tx, announced);
    return announced;
  });
  context.changes.publish(changes);
  if (changes.length > 0 && wanted.change !== 'answers again')
    await failWaiting(context, wanted.tenantId, wanted.endpointId);
}

const STATE = `id, origin, kind,
  (SELECT p.name FROM partners p WHERE p.tenant_id = endpoints.tenant_id AND p.id = endpoints.partner_id) AS partner_name`;

/** Switches an endpoint off, for the reason given; nothing when it is off already. */
export async function switchOff(
  tx: TenantTransaction,
  endpointId: string,
  reason: string,
): Promise<EndpointState | undefined> {
  const { rows } = await tx.query<EndpointState>(
    `UPDATE endpoints SET is_on = false, off_reason = $3, off_at = tenant_now($1),
       next_probe_at = CASE WHEN $3 = 'failing' THEN tenant_now($1) + $4::interval END
     WHERE tenant_id = $1 AND id = $2 AND is_on RETURNING ${STATE}`,
    [tx.tenantId, endpointId, reason, PROBE_PAUSE],
  );
  return rows[0];
}

/** Switches an endpoint on with a clean slate; nothing when it is on already. */
export async function switchOn(
  tx: TenantTransaction,
  endpointId: string,
): Promise<EndpointState | undefined> {
  const { rows } = await tx.query<EndpointState>(
    `UPDATE endpoints SET is_on = true, off_reason = NULL, off_at = NULL, next_probe_at = NULL, failing_since = NULL
     WHERE tenant_id = $1 AND id = $2 AND NOT is_on RETURNING ${STATE}`,
    [tx.tenantId, endpointId],
  );
  return rows[0];
}

// What is under way fails too; should it be taken after all, its own end says so.
const FAIL_WAITING = `
WITH found AS (
  SELECT q.origin, q.next_try_at, q.delivery_id
  FROM endpoints e
  JOIN due_deliveries q ON q.tenant_id = $1 AND q.origin = e.origin
  JOIN deliveries d ON d.tenant_id = $1 AND d.id = q.delivery_id
  WHERE e.tenant_id = $1 AND e.id = $2 AND NOT e.is_on AND d.endpoint_id = $2 AND d.status = 'Waiting'
    AND d.next_try_at = q.next_try_at
  LIMIT $3 FOR UPDATE OF d SKIP LOCKED
),
ended AS (
  DELETE FROM due_deliveries q USING found
  WHERE q.tenant_id = $1 AND q.origin = found.origin AND q.next_try_at = found.next_try_at
    AND q.delivery_id = found.delivery_id
)
UPDATE deliveries d SET status = 'Failed', failure_reason = 'endpoint_off', next_try_at = NULL,
  modified_at = tenant_now($1)
FROM found WHERE d.tenant_id = $1 AND d.id = found.delivery_id`;

/** Ends what waits for a receiver that is off, a part at a time, so that no transaction lasts long. */
export async function failWaiting(context: Context, tenantId: string, endpointId: string): Promise<void> {
  for (;;) {
    const ended = await inTenant(context.database, tenantId, async (tx) => {
      const { rowCount } = await tx.query(FAIL_WAITING, [tenantId, endpointId, SWEPT_AT_ONCE]);
      return rowCount;
    });
    if (ended < SWEPT_AT_ONCE) return;
  }
}

async function tellOperators(
  context: Context,
  tx: TenantTransaction,
  change: EndpointChange['change'],
  state: EndpointState,
): Promise<void> {
  const whose = state.kind === 'callback' ? 'callbacks' : `postbacks of ${state.partner_name ?? 'a partner'}`;
  const words = {
    gone: [
      `${state.origin} wants no more ${whose}`,
      'It answered 410. What waited for it has failed and can be sent again once the receiver is back.',
    ],
    failing: [
      `${state.origin} has taken no ${whose} for 3 days`,
      'It was switched off. What waited for it has failed and can be sent again; the receiver is looked at every hour.',
    ],
    'answers again': [
      `${state.origin} takes ${whose} again`,
      'It was switched on. What failed in the meantime can be sent again.',
    ],
  }[change];
  const [title, body] = words as [string, string];
  await notify(context, tx, tx.tenantId, [
    {
      kind: change === 'answers again' ? 'endpoint_on' : 'endpoint_off',
      title,
      body,
      objectKind: 'endpoint',
      objectId: state.id,
    },
  ]);
}
