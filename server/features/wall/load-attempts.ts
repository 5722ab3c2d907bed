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

/** An attempt with one of its conversions, or with none. */
type AttemptRow = {
  asked: number;
  id: string;
  offer_id: string;
  member_id: string;
  run: number;
  status: 'open' | 'completed' | 'expired';
  first_click_at: string;
  last_session_id: string | null;
  completed_at: string | null;
  completing_conversion_id: string | null;
  version_id: string;
} & (ConversionRow | { conversion_id: null });

interface ConversionRow {
  conversion_id: string;
  offer_event_id: string | null;
  click_id: string;
  conversion_status: ConversionFacts['state'];
  rejection_reason: string | null;
  arrived_at: string;
  user_completed_at: string;
}

const KEPT_VERSIONS = 2_000;
// A version that a click points at never changes. Those of today are in the snapshot, so that only older ones are kept.
const versions = new LRUCache<string, OfferVersion>({ max: KEPT_VERSIONS });

/** A member's attempts by offer, oldest first. */
export type MemberAttempts = ReadonlyMap<string, readonly MemberAttempt[]>;

/** Asks the database a question that is one statement: in a transaction under way or in one of its own. */
export type Ask = <Answer>(question: (tx: Transaction) => Promise<Answer>) => Promise<Answer>;

/** The version of an offer that is at hand already. */
type VersionAtHand = (offerId: string) => OfferVersion | undefined;

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
): Promise<MemberAttempts> {
  const ask: Ask = (question) => question(tx);
  const [attempts] = await loadAttemptsOfMembers(ask, tenantId, [pubMemberId], () => undefined, offerId);
  return attempts ?? new Map<string, MemberAttempt[]>();
}

/** The same for many members, in the order they are asked for. */
export async function loadAttemptsOfMembers(
  ask: Ask,
  tenantId: string,
  pubMemberIds: readonly string[],
  atHand: VersionAtHand,
  offerId: string | null = null,
): Promise<MemberAttempts[]> {
  const rows = await ask((tx) => loadRows(tx, tenantId, pubMemberIds, offerId));
  const byMember = pubMemberIds.map(() => new Map<string, MemberAttempt[]>());
  const versionOf = await findVersions(ask, tenantId, rows, atHand);
  // The rows of an attempt stand together.
  for (let from = 0, to = 0; from < rows.length; from = to) {
    const row = rows[from] as AttemptRow;
    while (rows[to]?.id === row.id && rows[to]?.asked === row.asked) to++;
    const version = versionOf.get(row.version_id);
    const own = byMember[row.asked - 1];
    if (!version || !own) continue;
    const attempt = memberAttempt(row, rows.slice(from, to), version);
    const atOffer = own.get(row.offer_id);
    if (atOffer) atOffer.push(attempt);
    else own.set(row.offer_id, [attempt]);
  }
  return byMember;
}

/** An attempt's conversions come in order of arrival, one row each; an attempt without any has one row as well. */
async function loadRows(
  tx: Transaction,
  tenantId: string,
  pubMemberIds: readonly string[],
  offerId: string | null,
): Promise<readonly AttemptRow[]> {
  // Under row-level security the database uses no index for a COALESCE, and would go through all clicks.
  const { rows } = await tx.query<AttemptRow>(
    `SELECT q.asked::int AS asked, a.id, a.offer_id, a.member_id, a.run, a.status, a.first_click_at,
       a.last_session_id, a.completed_at, a.completing_conversion_id,
       COALESCE((SELECT k.offer_version_id FROM clicks k WHERE k.tenant_id = $1
                   AND k.id = CASE WHEN a.pinned_click_id IS NULL THEN a.last_click_id ELSE a.pinned_click_id END),
                a.offer_version_id) AS version_id,
       c.id AS conversion_id, c.offer_event_id, c.click_id, c.status AS conversion_status, c.rejection_reason,
       c.arrived_at, c.user_completed_at
     FROM unnest($3::text[]) WITH ORDINALITY AS q (pub_member_id, asked)
     JOIN members m ON m.tenant_id = $1 AND m.source_id = $2 AND m.pub_member_id = q.pub_member_id
     JOIN attempts a ON a.tenant_id = $1 AND a.member_id = m.id AND a.offer_id = COALESCE($4, a.offer_id)
     LEFT JOIN conversions c ON c.tenant_id = $1 AND c.attempt_id = a.id
     WHERE NOT a.is_test ORDER BY q.asked, a.run, a.id, c.arrived_at, c.id`,
    [tenantId, OWN_WALL, pubMemberIds, offerId],
    'load-member-attempts',
  );
  return rows;
}

async function findVersions(
  ask: Ask,
  tenantId: string,
  attempts: readonly AttemptRow[],
  atHand: VersionAtHand,
): Promise<ReadonlyMap<string, OfferVersion>> {
  const found = new Map<string, OfferVersion>();
  const missing = new Set<string>();
  for (const { version_id: id, offer_id: offerId } of attempts) {
    const today = atHand(offerId);
    const version = today?.id === id ? today : versions.get(`${tenantId} ${id}`);
    if (version === undefined) missing.add(id);
    else found.set(id, version);
  }
  if (missing.size === 0) return found;
  for (const [id, version] of await ask((tx) => loadOfferVersions(tx, tenantId, [...missing]))) {
    versions.set(`${tenantId} ${id}`, version);
    found.set(id, version);
  }
  return found;
}

function memberAttempt(row: AttemptRow, rows: readonly AttemptRow[], version: OfferVersion): MemberAttempt {
  const soleStepId = version.content.offerType === 'SingleEvent' ? row.offer_id : null;
  const conversions = rows.flatMap((one) =>
    one.conversion_id === null ? [] : [conversionFacts(one, soleStepId)],
  );
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

/** @param soleStepId the step of an offer that has but one */
function conversionFacts(row: ConversionRow, soleStepId: string | null): ConversionFacts {
  return {
    conversionId: row.conversion_id,
    clickId: row.click_id,
    stepId: row.offer_event_id ?? soleStepId,
    // Progress asks neither for identities nor for what a held conversion will be decided from.
    trackId: null,
    takesIdentity: false,
    state: row.conversion_status,
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
