import { listDeliveryEndpoints, switchDeliveryEndpoint, type DeliveryEndpoint } from '#contract/receivers.ts';
import type { EndpointsRow } from '#database/rows.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { notFound, ok } from '../../http/answer.ts';
import { list } from '../../http/list.ts';
import { write } from '../../http/route.ts';
import { storedKind, wireKinds, written, writtenOrNull } from './delivery-item.ts';
import { failWaiting, switchOff, switchOn } from './health.ts';
import type { DeliveryKind } from './store.ts';

const columns = [
  'id',
  'kind',
  'partner_id',
  'origin',
  'is_on',
  'off_reason',
  'off_at',
  'failing_since',
  'last_success_at',
  'next_probe_at',
  'created_at',
] as const;

type Row = Pick<EndpointsRow, (typeof columns)[number]>;

/** Lists receivers with their health. */
export const listEndpointsRoute = list(listDeliveryEndpoints, {
  select: ({ tx, tenant }) =>
    tx.kysely.selectFrom('endpoints').select(columns).where('tenant_id', '=', tenant.id),
  order: { CreatedAt: 'created_at', Origin: 'origin' },
  filters: {
    kind: (select, kinds: Parameters<typeof storedKind>[0][]) =>
      select.where('kind', 'in', kinds.map(storedKind)),
    partner_id: (select, ids: string[]) => select.where('partner_id', 'in', ids),
    is_on: (select, isOn: boolean) => select.where('is_on', '=', isOn),
  },
  items: (rows, { tx }) => endpointItems(tx, rows as Row[]),
});

/** Switches a receiver on or off by hand. */
export const switchEndpointRoute = write(switchDeliveryEndpoint, async (call) => {
  const { context, tx, params, body } = call;
  const changed = body.isOn ? await switchOn(tx, params.id) : await switchOff(tx, params.id, 'operator');
  const { rows } = await tx.query<Row>(
    `SELECT ${columns.join(', ')} FROM endpoints WHERE tenant_id = $1 AND id = $2`,
    [tx.tenantId, params.id],
  );
  const [item] = await endpointItems(tx, rows);
  if (!item) return notFound('endpoint');
  if (changed) {
    await call.audit({
      action: body.isOn ? 'switch on' : 'switch off',
      objectKind: 'endpoint',
      objectId: params.id,
      before: { isOn: !body.isOn },
      after: { isOn: body.isOn },
    });
    call.announce('endpoint', params.id);
    if (!body.isOn) endWaitingSoon(() => failWaiting(context, tx.tenantId, params.id));
  }
  return ok(item);
});

/**
 * Ends what waits for a receiver after the switch has committed. Should the process die before, the tries themselves
 * end: a delivery that fails for a receiver that is off is not tried again.
 */
function endWaitingSoon(end: () => Promise<void>): void {
  const afterCommitMs = 100;
  setTimeout(() => void end().catch(() => {}), afterCommitMs).unref();
}

async function endpointItems(tx: TenantTransaction, rows: readonly Row[]): Promise<DeliveryEndpoint[]> {
  const partners = await tx.query<{ id: string; name: string }>(
    'SELECT id, name FROM partners WHERE tenant_id = $1 AND id = ANY ($2::uuid[])',
    [tx.tenantId, rows.flatMap((row) => row.partner_id ?? [])],
  );
  const names = new Map(partners.rows.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({
    id: row.id,
    kind: wireKinds[row.kind as DeliveryKind],
    partnerId: row.partner_id,
    partnerName: names.get(row.partner_id ?? '') ?? null,
    origin: row.origin,
    isOn: row.is_on,
    offReason: row.off_reason,
    offAt: writtenOrNull(row.off_at),
    failingSince: writtenOrNull(row.failing_since),
    lastSuccessAt: writtenOrNull(row.last_success_at),
    nextProbeAt: writtenOrNull(row.next_probe_at),
    createdAt: written(row.created_at),
  }));
}
