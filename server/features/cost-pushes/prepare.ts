import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { decimal } from '#domain/money.ts';
import { formatInstant, isoDate, parseInstant, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { loadOffers } from '../catalog/exports.ts';
import { loadSettings } from '../settings/exports.ts';
import { uploadsOf, type OfferDay, type Upload } from './appsflyer/request.ts';
import { daysOfSlot, slotStart } from './slots.ts';

interface SettingsRow {
  media_source: string;
  prepared_until: string;
  now: string;
}

/**
 * Writes down what a tenant pushes at the last hour of pushing, each app once, for the sender to take. Hours that
 * passed while nothing ran are made up for by the last one, which tells about the days before it too.
 *
 * @param origin scheme and host of the receiver
 */
export async function preparePushes(context: Context, tenantId: string, origin: string): Promise<void> {
  await inTenant(context.database, tenantId, async (tx) => {
    const { rows } = await tx.query<SettingsRow>(
      `SELECT media_source, prepared_until, tenant_now($1) AS now FROM cost_push_settings
       WHERE tenant_id = $1 FOR UPDATE`,
      [tenantId],
    );
    const settings = rows[0];
    if (!settings) return;
    const slot = slotStart(parseInstant(settings.now) as Micros);
    if ((parseInstant(settings.prepared_until) as Micros) >= slot) return;
    const { document } = await loadSettings(tx, tenantId);
    const sender = { mediaSource: settings.media_source, currency: document.currency };
    await storePushes(context, tx, slot, origin, uploadsOf(await loadDays(tx, slot), sender));
    await tx.query('UPDATE cost_push_settings SET prepared_until = $2 WHERE tenant_id = $1', [
      tenantId,
      formatInstant(slot),
    ]);
  });
}

/** What offers that AppsFlyer measures, and whose advertisers asked for costs, cost on each day. */
async function loadDays(tx: TenantTransaction, slot: Micros): Promise<OfferDay[]> {
  const { first, last } = daysOfSlot(slot);
  const { rows } = await tx.query<{ day: string; offer_id: string; revenue: string }>(
    `SELECT t.day::text AS day, t.offer_id, sum(t.revenue) AS revenue
     FROM daily_totals t JOIN offers o ON o.tenant_id = t.tenant_id AND o.id = t.offer_id
     WHERE t.tenant_id = $1 AND t.day BETWEEN $2::date AND $3::date AND o.tracking_system = 'AppsFlyer'
     GROUP BY t.day, t.offer_id ORDER BY t.day, t.offer_id`,
    [tx.tenantId, isoDate(first), isoDate(last)],
  );
  const offers = await loadOffers(tx, tx.tenantId, [...new Set(rows.map((row) => row.offer_id))]);
  const contents = new Map(offers.map(({ id, content }) => [id, content]));
  return rows.flatMap(({ day, offer_id: offerId, revenue }) => {
    const content = contents.get(offerId);
    return content?.shouldSendCostData ? { day, offerId, content, cost: decimal(revenue) } : [];
  });
}

async function storePushes(
  context: Pick<Context, 'newId'>,
  tx: TenantTransaction,
  slot: Micros,
  origin: string,
  uploads: readonly Upload[],
): Promise<void> {
  await tx.query(
    `INSERT INTO cost_pushes (tenant_id, id, due_at, app_id, url, body, rows, status, next_try_at, created_at)
     SELECT $1, u.id, $2, u.app_id, u.url, u.body, u.rows, 'Waiting', tenant_now($1), tenant_now($1)
     FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::integer[]) AS u (id, app_id, url, body, rows)
     ON CONFLICT (tenant_id, due_at, app_id) DO NOTHING`,
    [
      tx.tenantId,
      formatInstant(slot),
      uploads.map(() => context.newId()),
      uploads.map(({ appId }) => appId),
      uploads.map(({ path }) => origin + path),
      uploads.map(({ body }) => body),
      uploads.map(({ rowCount }) => rowCount),
    ],
  );
}
