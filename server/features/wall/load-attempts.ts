import { LRUCache } from 'lru-cache';
import type { Transaction } from '#database/transaction.ts';
import type { ConversionFacts } from '#domain/conversion/facts.ts';
import { isAccepted } from '#domain/conversion/identity.ts';
import { parseInstant, type Micros } from '#domain/time.ts';
import { loadOfferVersions, type OfferVersion } from '../catalog/exports.ts';
import { OWN_WALL } from '../tracking/exports.ts';
import type { StandingAttempt } from './member-standing.ts';

/** One run of a member at an offer, with all that its progress is read from. */
export interface MemberAttempt extends StandingAttempt {
  readonly offerId: string;
  readonly memberId: string;
  readonly openedAt: Micros;
  /** The last `pub_session_id` of its clicks. */
  readonly sessionId: string | null;
  /** The version it stands under: that of its pinned click, until there is one that of its latest click. */
  readonly version: OfferVersion;
  readonly completion: { readonly conversionId: string; readonly completedAt: Micros } | null;
  /** In order of arrival. */
  readonly conversions: readonly ConversionFacts[];
}

interface AttemptRow {
  id: string;
  offer_id: string;
  member_id: string;
  offer_type: 'SingleEvent' | 'MultiEvent';
  run: number;
  status: 'open' | 'completed' | 'expired';
  first_click_at: string;
  last_session_id: string | null;
  completed_at: string | null;
  completing_conversion_id: string | null;
  version_id: string;
}

interface ConversionRow {
  id: string;
  attempt_id: string;
  offer_event_id: string | null;
  click_id: string;
  status: ConversionFacts['state'];
  rejection_reason: string | null;
  arrived_at: string;
  user_completed_at: string;
}

const KEPT_VERSIONS = 2_000;
// A version that a click points at never changes.
const versions = new LRUCache<string, OfferVersion>({ max: KEPT_VERSIONS });

/**
 * Loads the attempts of a member of the tenant's own wall by offer, oldest first; test clicks have none.
 *
 * @param offerId only the attempts at this offer
 */
export async function loadMemberAttempts(
  tx: Transaction,
  tenantId: string,
  pubMemberId: string,
  offerId: string | null = null,
): Promise<Map<string, MemberAttempt[]>> {
  const attempts = await tx.query<AttemptRow>(
    `SELECT a.id, a.offer_id, a.member_id, o.offer_type, a.run, a.status, a.first_click_at, a.last_session_id,
       a.completed_at, a.completing_conversion_id, COALESCE(k.offer_version_id, a.offer_version_id) AS version_id
     FROM members m JOIN attempts a ON a.tenant_id = m.tenant_id AND a.member_id = m.id
     JOIN offers o ON o.tenant_id = a.tenant_id AND o.id = a.offer_id
     LEFT JOIN clicks k ON k.tenant_id = a.tenant_id AND k.id = COALESCE(a.pinned_click_id, a.last_click_id)
     WHERE m.tenant_id = $1 AND m.source_id = $2 AND m.pub_member_id = $3 AND NOT a.is_test
       AND a.offer_id = COALESCE($4, a.offer_id)
     ORDER BY a.run`,
    [tenantId, OWN_WALL, pubMemberId, offerId],
    'load-member-attempts',
  );
  if (attempts.rows.length === 0) return new Map();
  const conversions = await tx.query<ConversionRow>(
    `SELECT id, attempt_id, offer_event_id, click_id, status, rejection_reason, arrived_at, user_completed_at
     FROM conversions WHERE tenant_id = $1 AND attempt_id = ANY ($2::uuid[]) ORDER BY arrived_at, id`,
    [tenantId, attempts.rows.map(({ id }) => id)],
    'load-member-conversions',
  );
  const byAttempt = Map.groupBy(conversions.rows, (row) => row.attempt_id);
  const byId = await loadVersions(tx, tenantId, attempts.rows);
  const loaded = attempts.rows.flatMap((row) => {
    const version = byId.get(row.version_id);
    return version ? [memberAttempt(row, byAttempt.get(row.id) ?? [], version)] : [];
  });
  return Map.groupBy(loaded, (attempt) => attempt.offerId);
}

async function loadVersions(
  tx: Transaction,
  tenantId: string,
  attempts: readonly AttemptRow[],
): Promise<Map<string, OfferVersion>> {
  const ids = [...new Set(attempts.map((row) => row.version_id))];
  const missing = ids.filter((id) => !versions.has(`${tenantId} ${id}`));
  if (missing.length > 0) {
    for (const [id, version] of await loadOfferVersions(tx, tenantId, missing)) {
      versions.set(`${tenantId} ${id}`, version);
    }
  }
  return new Map(
    ids.flatMap((id) => {
      const version = versions.get(`${tenantId} ${id}`);
      return version ? [[id, version] as const] : [];
    }),
  );
}

function memberAttempt(
  row: AttemptRow,
  conversionRows: readonly ConversionRow[],
  version: OfferVersion,
): MemberAttempt {
  const conversions = conversionRows.map((conversion) => conversionFacts(conversion, row));
  const { completed_at: completedAt, completing_conversion_id: conversionId } = row;
  return {
    attemptId: row.id,
    offerId: row.offer_id,
    memberId: row.member_id,
    run: row.run,
    end: row.status === 'open' ? null : row.status,
    openedAt: instant(row.first_click_at),
    sessionId: row.last_session_id,
    version,
    completion:
      completedAt === null ? null : { conversionId: conversionId ?? '', completedAt: instant(completedAt) },
    conversions,
    doneStepIds: conversions.filter(isAccepted).flatMap(({ stepId }) => stepId ?? []),
  };
}

function conversionFacts(row: ConversionRow, attempt: AttemptRow): ConversionFacts {
  return {
    conversionId: row.id,
    clickId: row.click_id,
    stepId: row.offer_event_id ?? (attempt.offer_type === 'SingleEvent' ? attempt.offer_id : null),
    // Progress asks neither for identities nor for what a held conversion will be decided from.
    trackId: null,
    takesIdentity: false,
    state: row.status,
    reason: row.rejection_reason,
    arrivedAt: instant(row.arrived_at),
    completedAt: instant(row.user_completed_at),
    heldRequest: null,
  };
}

function instant(text: string): Micros {
  const at = parseInstant(text);
  if (at === null) throw new Error(`The database gave "${text}" for an instant`);
  return at;
}
