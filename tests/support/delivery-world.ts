import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { DeliveriesRow } from '#database/rows.ts';
import type { ConversionStatus } from '#domain/offer.ts';
import { recordDueDeliveries } from '#server/features/deliveries/exports.ts';
import type { TestApp, TestTenant } from './app.ts';
import { openReceiver, type Receiver } from './receiver.ts';

/** An offer with one step and everything around it, as a conversion needs it. */
export interface DeliveryWorld {
  readonly offerId: string;
  readonly offerEventId: string;
  readonly otherEventId: string;
  readonly partnerId: string;
  readonly advertiserId: string;
  readonly categoryId: string;
  /** Stores conversions and records what is due for them, in one transaction. */
  convert(wanted?: ConversionSpec, count?: number): Promise<string[]>;
  /** Records a further change of status of a conversion. */
  change(conversionId: string, status: ConversionStatus): Promise<void>;
}

/** What distinguishes a conversion of a test from the plainest one. */
export interface ConversionSpec {
  readonly status?: ConversionStatus;
  readonly partner?: boolean;
  readonly offerEventId?: string | null;
  readonly isTest?: boolean;
  readonly country?: string | null;
  readonly params?: Record<string, string>;
  readonly fields?: Record<string, unknown>;
}

/** A tenant with a world of its own and a receiver. */
export interface DeliveryStage {
  readonly tenant: TestTenant;
  readonly world: DeliveryWorld;
  readonly receiver: Receiver;
}

/** Opens a stage whose callbacks nobody has asked for yet. */
export async function openDeliveryStage(app: TestApp): Promise<DeliveryStage> {
  const tenant = await app.makeTenant();
  return { tenant, world: await makeDeliveryWorld(app, tenant), receiver: await openReceiver() };
}

/** Opens a stage whose callbacks go to its receiver. */
export async function openCalledStage(app: TestApp, callback: object = {}): Promise<DeliveryStage> {
  const stage = await openDeliveryStage(app);
  const { tenant, receiver } = stage;
  await tenant.call('PUT', '/api/v1/settings', { body: { callback: { url: receiver.url, ...callback } } });
  return stage;
}

/** Makes the world of one tenant by writing its rows, since only what is delivered is looked at here. */
export async function makeDeliveryWorld(app: TestApp, tenant: TestTenant): Promise<DeliveryWorld> {
  const { context } = app;
  const id = () => context.newId();
  const world = {
    offerId: id(),
    offerEventId: id(),
    otherEventId: id(),
    partnerId: id(),
    advertiserId: id(),
    categoryId: id(),
  };
  const versionId = id();
  const inside = <T>(work: (tx: TenantTransaction) => Promise<T>) =>
    inTenant(context.database, tenant.id, work);
  await inside((tx) => insertOffer(tx, world, versionId));

  const convert: DeliveryWorld['convert'] = (spec = {}, count = 1) =>
    inside(async (tx) => {
      const ids = Array.from({ length: count }, id);
      await insertConversions(tx, world, versionId, ids, spec, id);
      const status = spec.status ?? 'Success';
      await recordDueDeliveries(
        context,
        tx,
        tenant.id,
        ids.map((conversionId) => ({ conversionId, status })),
      );
      return ids;
    });
  const change: DeliveryWorld['change'] = (conversionId, status) =>
    inside(async (tx) => {
      await tx.query('UPDATE conversions SET status = $3 WHERE tenant_id = $1 AND id = $2', [
        tenant.id,
        conversionId,
        status,
      ]);
      await recordDueDeliveries(context, tx, tenant.id, [{ conversionId, status }]);
    });
  return { ...world, convert, change };
}

type WorldIds = Omit<DeliveryWorld, 'convert' | 'change'>;

async function insertOffer(tx: TenantTransaction, world: WorldIds, versionId: string): Promise<void> {
  const tenantId = tx.tenantId;
  const countries = await tx.query<{ id: string }>(
    "SELECT id FROM countries WHERE code2 IN ('US', 'CA') ORDER BY code2 DESC",
  );
  const age = await tx.query<{ id: string }>('SELECT id FROM age_ranges WHERE tenant_id = $1 LIMIT 1', [
    tenantId,
  ]);
  const step = (stepId: string, eventId: string, sequenceNumber: number | null) => ({
    id: stepId,
    name: `Step ${eventId}`,
    eventId,
    sequenceNumber,
  });
  const content = {
    countryIds: countries.rows.map((row) => row.id),
    offerEvents: [step(world.offerEventId, 'install', 1), step(world.otherEventId, 'buy', null)],
  };
  const now = 'tenant_now($1)';
  await tx.query(`INSERT INTO advertisers VALUES ($1, $2, 'Puzzle House', ${now}, ${now})`, [
    tenantId,
    world.advertiserId,
  ]);
  await tx.query(`INSERT INTO partners VALUES ($1, $2, 'Traffic House', ${now}, ${now})`, [
    tenantId,
    world.partnerId,
  ]);
  await tx.query(`INSERT INTO categories VALUES ($1, $2, 'Games to deliver', ${now}, ${now})`, [
    tenantId,
    world.categoryId,
  ]);
  await insertOfferRows(tx, world, versionId, age.rows[0]?.id as string, content);
}

async function insertOfferRows(
  tx: TenantTransaction,
  world: WorldIds,
  versionId: string,
  ageId: string,
  content: object,
): Promise<void> {
  const tenantId = tx.tenantId;
  const now = 'tenant_now($1)';
  await tx.query(
    `INSERT INTO offers (tenant_id, id, name, headline, offer_type, conversion_type, tracking_system, advertiser_id, age_id,
       device_types, launch_date, is_paused, is_featured, budget_type, budget_amount, baseline_epc, lock_baseline_epc,
       created_at, modified_at)
     VALUES ($1, $2, 'Daily Puzzle', 'Play', 'MultiEvent', 'FlatRate', 'CustomTracking', $3, $4, '{All}', ${now}, false,
       false, 'Daily', 100, 1, false, ${now}, ${now})`,
    [tenantId, world.offerId, world.advertiserId, ageId],
  );
  await tx.query('INSERT INTO offer_categories VALUES ($1, $2, $3, 0)', [
    tenantId,
    world.offerId,
    world.categoryId,
  ]);
  await tx.query(
    `INSERT INTO offer_versions (tenant_id, id, offer_id, number, valid_from, content, created_at)
     VALUES ($1, $2, $3, 1, ${now}, $4, ${now})`,
    [tenantId, versionId, world.offerId, JSON.stringify(content)],
  );
  for (const [eventId, text] of [
    [world.offerEventId, 'install'],
    [world.otherEventId, 'buy'],
  ]) {
    await tx.query(
      `INSERT INTO offer_events (tenant_id, id, offer_id, event_id, created_at) VALUES ($1, $2, $3, $4, ${now})`,
      [tenantId, eventId, world.offerId, text],
    );
  }
}

async function insertConversions(
  tx: TenantTransaction,
  world: WorldIds,
  versionId: string,
  ids: readonly string[],
  spec: ConversionSpec,
  newId: () => string,
): Promise<void> {
  const tenantId = tx.tenantId;
  const [memberId, clickId, rawId] = [newId(), newId(), newId()];
  const partnerId = spec.partner ? world.partnerId : null;
  const now = 'tenant_now($1)';
  await tx.query(
    `INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at)
     VALUES ($1, $2, COALESCE($3::uuid, '00000000-0000-0000-0000-000000000000'), $4, ${now})`,
    [tenantId, memberId, partnerId, `member-${memberId}`],
  );
  await tx.query(
    `INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, partner_id, member_id, params, country_code2, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, ${now})`,
    [
      tenantId,
      clickId,
      world.offerId,
      versionId,
      partnerId,
      memberId,
      JSON.stringify(spec.params ?? {}),
      spec.country ?? null,
    ],
  );
  await tx.query(
    `INSERT INTO raw_requests (tenant_id, id, received_at, method, path, outcome, fields) VALUES ($1, $2, ${now}, 'GET', '/', 'accepted', $3)`,
    [tenantId, rawId, JSON.stringify(spec.fields ?? {})],
  );
  await tx.query(
    `INSERT INTO conversions (tenant_id, id, record_id, offer_id, offer_event_id, offer_version_id, partner_id, attempt_id,
       click_id, member_id, raw_request_id, status, is_test, arrived_at, user_completed_at, revenue, payout, reward,
       currency, reward_currency, created_at, modified_at)
     SELECT $1, made.id, made.id, $3, $4, $5, $6, made.id, $7, $8, $9, $10, $11, ${now}, ${now}, 0.5, $12, 25, 'USD',
       'Points', ${now}, ${now}
     FROM unnest($2::uuid[]) AS made (id)`,
    [
      tenantId,
      ids,
      world.offerId,
      spec.offerEventId === undefined ? world.offerEventId : spec.offerEventId,
      versionId,
      partnerId,
      clickId,
      memberId,
      rawId,
      spec.status ?? 'Success',
      spec.isTest ?? false,
      spec.partner ? '0.3' : null,
    ],
  );
}

/** Moves a tenant's clock ahead. */
export async function passTime(app: TestApp, tenant: TestTenant, interval: string): Promise<void> {
  await app.context.database.engine.query(
    'UPDATE tenants SET time_offset = time_offset + $2::interval WHERE id = $1',
    [tenant.id, interval],
  );
}

/** All deliveries of a tenant, the oldest first. */
export async function deliveriesOf(app: TestApp, tenant: TestTenant): Promise<DeliveriesRow[]> {
  const { rows } = await app.context.database.engine.query<DeliveriesRow>(
    'SELECT * FROM deliveries WHERE tenant_id = $1 ORDER BY created_at, id',
    [tenant.id],
  );
  return rows;
}
