import {
  changeAppsFlyerSettings,
  deleteAppsFlyerSettings,
  readAppsFlyerSettings,
  type AppsFlyerSettings,
} from '#contract/cost-pushes.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';
import { done, ok, refuse } from '../../http/answer.ts';
import { read, write } from '../../http/route.ts';
import { nextSlot, slotStart } from './slots.ts';

const objectKind = 'cost push settings';

interface Stored {
  readonly mediaSource: string;
  readonly keySealed: Buffer;
}

async function load(tx: TenantTransaction, lock: '' | 'FOR UPDATE' = ''): Promise<Stored | undefined> {
  const { rows } = await tx.query<{ media_source: string; key_sealed: Buffer }>(
    `SELECT media_source, key_sealed FROM cost_push_settings WHERE tenant_id = $1 ${lock}`,
    [tx.tenantId],
  );
  return rows[0] && { mediaSource: rows[0].media_source, keySealed: rows[0].key_sealed };
}

async function now(tx: TenantTransaction): Promise<Micros> {
  const { rows } = await tx.query<{ now: string }>('SELECT tenant_now($1) AS now', [tx.tenantId]);
  return parseInstant(rows[0]?.now ?? '') as Micros;
}

function shown(stored: Stored | undefined, at: Micros): AppsFlyerSettings {
  if (!stored) return { mediaSource: null, hasKey: false, nextPushAt: null };
  return { mediaSource: stored.mediaSource, hasKey: true, nextPushAt: formatInstant(nextSlot(at)) };
}

/** What the audit shows: whose name is sent, never the key. */
function audited(stored: Stored | undefined): object | undefined {
  return stored && { mediaSource: stored.mediaSource };
}

/** Reads, changes and removes what the push to AppsFlyer needs. */
export const costPushSettingsRoutes = [
  read(readAppsFlyerSettings, async ({ tx }) => ok(shown(await load(tx), await now(tx)))),
  write(changeAppsFlyerSettings, async ({ context, tx, tenant, body, audit }) => {
    const before = await load(tx, 'FOR UPDATE');
    const mediaSource = body.mediaSource?.trim() ?? before?.mediaSource;
    const keySealed = body.key === undefined ? before?.keySealed : context.vault.seal(body.key);
    if (mediaSource === undefined || keySealed === undefined) {
      const missing = [...(mediaSource === undefined ? ['mediaSource'] : []), ...(keySealed ? [] : ['key'])];
      return refuse('ValidationError', ...missing.map((field) => `${field}: is required the first time`));
    }
    const after = { mediaSource, keySealed };
    const at = await now(tx);
    // The hour that has begun before the push was switched on is over; the next one is the first.
    await tx.query(
      `INSERT INTO cost_push_settings (tenant_id, media_source, key_sealed, prepared_until, modified_at)
       VALUES ($1, $2, $3, $4, tenant_now($1))
       ON CONFLICT (tenant_id) DO UPDATE SET media_source = excluded.media_source,
         key_sealed = excluded.key_sealed, modified_at = excluded.modified_at`,
      [tenant.id, mediaSource, keySealed, formatInstant(slotStart(at))],
    );
    const changed = {
      action: before ? 'change' : 'create',
      before: audited(before),
      after: { ...audited(after), isKeyNew: body.key !== undefined },
    };
    await audit({ objectKind, objectId: tenant.id, ...changed });
    return ok(shown(after, at));
  }),
  write(deleteAppsFlyerSettings, async ({ tx, tenant, audit }) => {
    const before = await load(tx, 'FOR UPDATE');
    if (!before) return done();
    await tx.query('DELETE FROM cost_push_settings WHERE tenant_id = $1', [tenant.id]);
    await audit({ action: 'delete', objectKind, objectId: tenant.id, before: audited(before) });
    return done();
  }),
];
