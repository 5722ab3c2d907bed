import type { Transaction } from '#database/transaction.ts';
import { defaultSettings, mergeSettings, type SettingsDocument } from './document.ts';

/** The stored settings of a tenant. */
export interface StoredSettings {
  readonly document: SettingsDocument;
  /** Sealed; null where the callback has no header of its own. */
  readonly callbackHeaderValueSealed: Buffer | null;
  /** Sealed; null where callbacks in the shape of another wall are not signed. */
  readonly callbackDialectSecretSealed: Buffer | null;
}

/** Loads a tenant's settings; for a change, with the row locked. */
export async function loadSettings(
  tx: Transaction,
  tenantId: string,
  lock: '' | 'FOR UPDATE' = '',
): Promise<StoredSettings> {
  const { rows } = await tx.query<{
    document: Partial<SettingsDocument>;
    callback_header_value_sealed: Buffer | null;
    callback_dialect_secret_sealed: Buffer | null;
  }>(
    `SELECT document, callback_header_value_sealed, callback_dialect_secret_sealed
     FROM settings WHERE tenant_id = $1 ${lock}`,
    [tenantId],
    lock ? 'load-settings-locked' : 'load-settings',
  );
  const stored = rows[0];
  return {
    document: mergeSettings(defaultSettings(''), stored?.document ?? {}),
    callbackHeaderValueSealed: stored?.callback_header_value_sealed ?? null,
    callbackDialectSecretSealed: stored?.callback_dialect_secret_sealed ?? null,
  };
}

/** Stores a tenant's settings. */
export async function saveSettings(
  tx: Transaction,
  tenantId: string,
  settings: StoredSettings,
): Promise<void> {
  await tx.query(
    `INSERT INTO settings (tenant_id, document, callback_header_value_sealed, callback_dialect_secret_sealed, modified_at)
     VALUES ($1, $2, $3, $4, tenant_now($1))
     ON CONFLICT (tenant_id) DO UPDATE SET revision = settings.revision + 1, document = excluded.document,
       callback_header_value_sealed = excluded.callback_header_value_sealed,
       callback_dialect_secret_sealed = excluded.callback_dialect_secret_sealed, modified_at = excluded.modified_at`,
    [
      tenantId,
      JSON.stringify(settings.document),
      settings.callbackHeaderValueSealed,
      settings.callbackDialectSecretSealed,
    ],
  );
}
