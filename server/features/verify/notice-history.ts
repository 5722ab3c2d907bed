import type { TenantTransaction } from '#database/transaction.ts';
import type { NoticeSwitches } from '#domain/conversion/notices.ts';
import { second, type Micros } from '#domain/time.ts';
import { instant } from '../conversions/exports.ts';
import { loadSettings } from '../settings/exports.ts';

/** Who was to be told of conversions at some time. */
export interface Wanted extends NoticeSwitches {
  /** What stands before each address: an offer, one of its steps, or nothing for every conversion. */
  readonly rules: readonly { readonly offerId: string | null; readonly offerEventId: string | null }[];
  /** In the shape of another wall, which knows credits and not statuses, there may be nothing to tell. */
  readonly mayBeSilent?: boolean;
}

interface Changed {
  readonly at: Micros;
  readonly before: Wanted;
  readonly after: Wanted;
}

/** A change this near to a conversion may have come before it or after it. */
const NEAR = 10 * second;
const nobody: Wanted = { sendPending: false, sendRejected: false, rules: [] };

/** Whom a receiver's settings named, then and now; the audit knows every change. */
class Timeline {
  readonly #changes: readonly Changed[];
  readonly #now: Wanted;

  constructor(changes: readonly Changed[], now: Wanted) {
    this.#changes = changes;
    this.#now = now;
  }

  /** The settings at an instant: several where they were changed within moments of it. */
  at(at: Micros): readonly Wanted[] {
    const next = this.#changes.find((change) => change.at > at);
    const near = this.#changes.filter((change) => Math.abs(change.at - at) <= NEAR);
    return [next?.before ?? this.#now, ...near.flatMap(({ before, after }) => [before, after])];
  }
}

/** Whom the tenant and its partners wanted told of which conversions, and since when. */
export class NoticeHistory {
  readonly #callback: Timeline;
  readonly #partners: ReadonlyMap<string, Timeline>;

  constructor(callback: Timeline, partners: ReadonlyMap<string, Timeline>) {
    this.#callback = callback;
    this.#partners = partners;
  }

  /** What the tenant's callback was to tell at an instant. */
  callbackAt(at: Micros): readonly Wanted[] {
    return this.#callback.at(at);
  }

  /** What a partner's postbacks were to tell at an instant. */
  partnerAt(partnerId: string, at: Micros): readonly Wanted[] {
    return this.#partners.get(partnerId)?.at(at) ?? [nobody];
  }
}

interface CallbackDocument extends NoticeSwitches {
  readonly url: string | null;
  readonly dialect?: string | null;
}

interface PartnerDocument extends NoticeSwitches {
  readonly global: string | null;
  readonly offers: readonly { readonly offerId: string; readonly offerEventId: string | null }[];
}

interface AuditRow<Document> {
  object_id: string;
  at: string;
  before: Document | null;
  after: Document | null;
}

/** Loads the settings of callbacks and partner postbacks as they are and as they were. */
export async function loadNoticeHistory(tx: TenantTransaction): Promise<NoticeHistory> {
  const { document } = await loadSettings(tx, tx.tenantId);
  const callbacks = await audited<{ callback?: CallbackDocument }>(tx, 'settings');
  const changes = callbacks.flatMap(({ at, before, after }) =>
    before?.callback && after?.callback
      ? [{ at: instant(at), before: ofCallback(before.callback), after: ofCallback(after.callback) }]
      : [],
  );
  const now = await partnersNow(tx);
  const ofPartners = Map.groupBy(
    await audited<PartnerDocument>(tx, 'partner postbacks'),
    (row) => row.object_id,
  );
  const partnerIds = new Set([...now.keys(), ...ofPartners.keys()]);
  const partners = [...partnerIds].map((id): [string, Timeline] => {
    const rows = ofPartners.get(id) ?? [];
    const changed = rows.map(({ at, before, after }) => ({
      at: instant(at),
      before: before === null ? nobody : ofPartner(before),
      after: after === null ? nobody : ofPartner(after),
    }));
    return [id, new Timeline(changed, now.get(id) ?? nobody)];
  });
  return new NoticeHistory(new Timeline(changes, ofCallback(document.callback)), new Map(partners));
}

async function audited<Document>(tx: TenantTransaction, objectKind: string): Promise<AuditRow<Document>[]> {
  const { rows } = await tx.query<AuditRow<Document>>(
    `SELECT object_id, at, before, after FROM audit
     WHERE tenant_id = $1 AND object_kind = $2 AND object_id IS NOT NULL ORDER BY at, id`,
    [tx.tenantId, objectKind],
  );
  return rows;
}

async function partnersNow(tx: TenantTransaction): Promise<ReadonlyMap<string, Wanted>> {
  const { rows } = await tx.query<{
    partner_id: string;
    rules: Wanted['rules'];
    send_pending: boolean;
    send_rejected: boolean;
  }>(
    `SELECT b.partner_id, jsonb_agg(jsonb_build_object('offerId', b.offer_id, 'offerEventId', b.offer_event_id)) AS rules,
       coalesce(bool_or(s.send_pending), false) AS send_pending, coalesce(bool_or(s.send_rejected), false) AS send_rejected
     FROM partner_postbacks b
     LEFT JOIN partner_postback_switches s ON s.tenant_id = $1 AND s.partner_id = b.partner_id
     WHERE b.tenant_id = $1 GROUP BY 1`,
    [tx.tenantId],
  );
  return new Map(
    rows.map((row) => [
      row.partner_id,
      { rules: row.rules, sendPending: row.send_pending, sendRejected: row.send_rejected },
    ]),
  );
}

function ofCallback({ url, dialect, sendPending, sendRejected }: CallbackDocument): Wanted {
  const rules = url === null ? [] : [{ offerId: null, offerEventId: null }];
  return { sendPending, sendRejected, rules, mayBeSilent: (dialect ?? null) !== null };
}

function ofPartner({ global, offers, sendPending, sendRejected }: PartnerDocument): Wanted {
  const everything = global === null ? [] : [{ offerId: null, offerEventId: null }];
  return { sendPending, sendRejected, rules: [...everything, ...offers] };
}
