import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { writeAudits, type Actor } from '../../http/audit.ts';
import { recordChanges, type ChangeKind } from '../../platform/changes.ts';
import {
  loadOfferForChange,
  offerInsertion,
  storeReplacement,
  switchOffer,
  type StoredOffer,
} from '../catalog/exports.ts';
import { endShare, storeShare } from '../partners/exports.ts';
import { loadSettings, saveSettings } from '../settings/exports.ts';
import type { Current } from './current.ts';
import { namedKinds, type NamedKind } from './document.ts';
import type { PlannedChange } from './plan.ts';
import type { Wanted } from './wanted.ts';

/** Changes of one transaction, so that none lasts long. */
const AT_ONCE = 100;

/** Who applies a configuration, and where. */
export interface Applier {
  readonly context: Context;
  readonly tenantId: string;
  readonly actor: Actor;
  readonly requestId: string | null;
}

const feedKinds: Readonly<Record<string, ChangeKind>> = {
  settings: 'settings',
  offers: 'offer',
  shares: 'share',
};

/**
 * Makes the changes of a plan, in its order.
 *
 * @returns what could not be deleted, because something that is no part of the configuration still uses it
 */
export async function applyPlan(
  applier: Applier,
  changes: readonly PlannedChange[],
  current: Current,
  wanted: Wanted,
): Promise<string[]> {
  const kept: string[] = [];
  const ids = new Map([...current.offers].map(([key, { id }]) => [key, id]));
  for (let at = 0; at < changes.length; at += AT_ONCE) {
    const part = changes.slice(at, at + AT_ONCE);
    const done = await inTenant(applier.context.database, applier.tenantId, async (tx) => {
      const made = new Work(applier, tx, current, wanted, new Map(ids));
      for (const change of part) await made.do(change);
      await made.finish(part);
      return made;
    });
    for (const [key, id] of done.offerIds) ids.set(key, id);
    kept.push(...done.kept);
    applier.context.changes.publish(done.told);
  }
  return kept;
}

/** The changes of one transaction. */
class Work {
  readonly kept: string[] = [];
  told: { tenantId: string; kind: ChangeKind; objectId: string | null }[] = [];
  readonly offerIds: Map<string, string>;
  readonly #applier: Applier;
  readonly #tx: TenantTransaction;
  readonly #current: Current;
  readonly #wanted: Wanted;

  constructor(
    applier: Applier,
    tx: TenantTransaction,
    current: Current,
    wanted: Wanted,
    offerIds: Map<string, string>,
  ) {
    this.#applier = applier;
    this.#tx = tx;
    this.#current = current;
    this.#wanted = wanted;
    this.offerIds = offerIds;
  }

  async do(change: PlannedChange): Promise<void> {
    if (change.kind === 'settings') return this.#saveSettings();
    if (change.kind === 'offers') return this.#saveOffer(change);
    if (change.kind === 'shares') return this.#saveShare(change);
    return this.#saveLookup(change.kind as NamedKind | 'ageRanges', change);
  }

  async finish(part: readonly PlannedChange[]): Promise<void> {
    const { context, actor, requestId, tenantId } = this.#applier;
    const entries = part.map(({ kind, key, action, differences }) => ({
      action,
      objectKind: `configuration of ${kind}`,
      objectId: key,
      before: Object.fromEntries(differences.map(({ path, before }) => [path, before])),
      after: Object.fromEntries(differences.map(({ path, after }) => [path, after])),
    }));
    await writeAudits(context, this.#tx, actor, entries, requestId);
    const kinds = new Set(part.map(({ kind }) => feedKinds[kind] ?? 'back-office'));
    if (kinds.has('settings')) this.#tell('tenant', tenantId);
    for (const kind of kinds) if (kind !== 'offer' && kind !== 'share') this.#tell(kind, tenantId);
    recordChanges(this.#tx, this.told);
  }

  #tell(kind: ChangeKind, objectId: string): void {
    this.told.push({ tenantId: this.#applier.tenantId, kind, objectId });
  }

  async #saveSettings(): Promise<void> {
    const { tenantId } = this.#applier;
    const { settings } = this.#wanted.document;
    const stored = await loadSettings(this.#tx, tenantId, 'FOR UPDATE');
    await saveSettings(this.#tx, tenantId, { ...stored, document: settings });
    await this.#tx.query('UPDATE tenants SET display_name = $2 WHERE id = $1', [tenantId, settings.name]);
  }

  async #saveOffer({ key, action }: PlannedChange): Promise<void> {
    const { context, actor } = this.#applier;
    const present = this.#current.offers.get(key);
    const wanted = this.#wanted.offers.get(key);
    if (!wanted) {
      await switchOffer(this.#tx, (present as StoredOffer).id, true);
    } else if (action === 'create') {
      const id = context.newId();
      const offer = { ...wanted, id, actor: actor.name, externalId: key };
      await this.#tx.query(...offerInsertion(context, this.#tx.tenantId, [offer]));
      this.offerIds.set(key, id);
    } else {
      const before = await loadOfferForChange(this.#tx, (present as StoredOffer).id);
      if (before) await storeReplacement(context, this.#tx, before, { ...wanted, actor: actor.name });
    }
    this.#tell('offer', this.offerIds.get(key) as string);
  }

  async #saveShare({ key, action }: PlannedChange): Promise<void> {
    const { context, actor } = this.#applier;
    const share = this.#wanted.shares.get(key);
    const entry = this.#wanted.document.shares.find((one) => `${one.partner} / ${one.offer}` === key);
    if (!share || !entry || action === 'end') {
      const id = this.#current.shares.get(key)?.id as string;
      await endShare(this.#tx, id);
      return this.#tell('share', id);
    }
    const ids = {
      partnerId: this.#wanted.idOf('partners', entry.partner) as string,
      offerId: this.offerIds.get(entry.offer) as string,
    };
    this.#tell('share', await storeShare(context, this.#tx, ids, share, actor.name));
  }

  async #saveLookup(kind: NamedKind | 'ageRanges', { key, action }: PlannedChange): Promise<void> {
    if (action === 'delete') return this.#deleteLookup(kind, key);
    const id = this.#wanted.idOf(kind, key) as string;
    const { document } = this.#wanted;
    if (kind === 'ageRanges') {
      const range = document.ageRanges.find(({ name }) => name.toLowerCase() === key);
      await this.#tx.query(
        `INSERT INTO age_ranges (tenant_id, id, name, value_from, value_to, created_at, modified_at)
         VALUES ($1, $2, $3, $4, $5, tenant_now($1), tenant_now($1))
         ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, value_from = excluded.value_from,
           value_to = excluded.value_to, modified_at = excluded.modified_at`,
        [this.#tx.tenantId, id, range?.name, range?.valueFrom, range?.valueTo],
      );
      return;
    }
    await this.#tx.query(
      `INSERT INTO ${kind} (tenant_id, id, name, created_at, modified_at)
       VALUES ($1, $2, $3, tenant_now($1), tenant_now($1))
       ON CONFLICT (tenant_id, id) DO UPDATE SET name = excluded.name, modified_at = excluded.modified_at`,
      [this.#tx.tenantId, id, document[kind].find((name) => name.toLowerCase() === key)],
    );
  }

  /** What clicks, tokens or synchronised offers still point at stays. */
  async #deleteLookup(kind: NamedKind | 'ageRanges', key: string): Promise<void> {
    const table = kind === 'ageRanges' ? 'age_ranges' : namedKinds.find((one) => one === kind);
    await this.#tx.query('SAVEPOINT one_item');
    try {
      await this.#tx.query(`DELETE FROM ${table} WHERE tenant_id = $1 AND lower(name) = $2`, [
        this.#tx.tenantId,
        key,
      ]);
      await this.#tx.query('RELEASE SAVEPOINT one_item');
    } catch (error) {
      const foreignKeyViolation = '23503';
      if ((error as { code?: string }).code !== foreignKeyViolation) throw error;
      await this.#tx.query('ROLLBACK TO SAVEPOINT one_item');
      this.kept.push(`${kind}: "${key}" is still in use`);
    }
  }
}
