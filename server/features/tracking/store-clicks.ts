import { uuids } from '#database/array-values.ts';
import { together, type TenantTransaction } from '#database/transaction.ts';
import { formatInstant, formatInstantOrNull, type Micros } from '#domain/time.ts';
import type { FoundClick } from './load-clicks.ts';
import { insertMembers, TakenMeanwhile, type NewMember } from './members.ts';

/** A click that is to be stored. */
export interface NewClick {
  readonly click: FoundClick;
  readonly clickId: string;
  readonly memberId: string;
  /** Null for robots and prefetches. */
  readonly attemptId: string | null;
  readonly countryCode2: string | null;
}

/** An attempt as its last click left it. */
export interface AttemptOfClick {
  readonly attemptId: string;
  readonly clickId: string;
  readonly sessionId: string | null;
  /** Null where a conversion has fixed the attempt's terms. */
  readonly terms: {
    readonly offerVersionId: string;
    readonly shareVersionId: string | null;
    readonly expiresAt: Micros | null;
  } | null;
  /** Set where a click of this batch opened it. */
  readonly opened: {
    readonly sourceId: string;
    readonly memberId: string;
    readonly offerId: string;
    readonly run: number;
    readonly isTest: boolean;
    /** Its first click. */
    readonly clickId: string;
  } | null;
}

/** What a batch of clicks leaves behind. */
export interface ClicksToStore {
  readonly now: Micros;
  readonly members: ReadonlyMap<string, NewMember>;
  readonly clicks: readonly NewClick[];
  readonly attempts: ReadonlyMap<string, AttemptOfClick>;
}

/**
 * Stores clicks, their new members and attempts, with one statement for each table.
 *
 * @throws TakenMeanwhile when a member or attempt exists meanwhile
 */
export async function storeClicks(tx: TenantTransaction, batch: ClicksToStore): Promise<void> {
  const attempts = [...batch.attempts.values()];
  await together(
    insertMembers(tx, [...batch.members.values()], batch.now),
    insertClicks(tx, batch),
    openAttempts(
      tx,
      attempts.filter(({ opened }) => opened !== null),
      batch.now,
    ),
    noteClicks(
      tx,
      attempts.filter(({ opened }) => opened === null),
      batch.now,
    ),
  );
}

async function insertClicks(tx: TenantTransaction, { clicks, now }: ClicksToStore): Promise<void> {
  if (clicks.length === 0) return;
  await tx.query(
    `INSERT INTO clicks (tenant_id, created_at, id, offer_id, offer_version_id, share_id, share_version_id, partner_id,
       member_id, attempt_id, view_id, kind, is_test, params, country_code2, ip, user_agent)
     SELECT $1, $2, c.* FROM unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::uuid[],
       $10::uuid[], $11::uuid[], $12::text[], $13::boolean[], $14::jsonb[], $15::text[], $16::text[], $17::text[]) AS c`,
    [
      tx.tenantId,
      formatInstant(now),
      uuids(clicks.map(({ clickId }) => clickId)),
      uuids(clicks.map(({ click }) => click.target.offer.today.offerId)),
      uuids(clicks.map(({ click }) => click.target.offerVersionId)),
      uuids(clicks.map(({ click }) => click.target.share?.shareId ?? null)),
      uuids(clicks.map(({ click }) => click.target.share?.shareVersionId ?? null)),
      uuids(clicks.map(({ click }) => click.target.share?.partnerId ?? null)),
      uuids(clicks.map(({ memberId }) => memberId)),
      uuids(clicks.map(({ attemptId }) => attemptId)),
      uuids(clicks.map(({ click }) => click.viewId)),
      clicks.map(({ click }) => click.link.kind),
      clicks.map(({ click }) => click.isTest),
      clicks.map(({ click }) => JSON.stringify(click.values)),
      clicks.map(({ countryCode2 }) => countryCode2),
      clicks.map(({ click }) => click.link.ip),
      clicks.map(({ click }) => click.link.userAgent),
    ],
    'insert-clicks',
  );
}

async function openAttempts(
  tx: TenantTransaction,
  attempts: readonly AttemptOfClick[],
  now: Micros,
): Promise<void> {
  if (attempts.length === 0) return;
  const { rowCount } = await tx.query(
    `INSERT INTO attempts (tenant_id, created_at, first_click_at, last_click_at, id, last_click_id, last_session_id,
       offer_version_id, share_version_id, expires_at, source_id, member_id, offer_id, run, is_test, first_click_id)
     SELECT $1, $2, $2, $2, a.* FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[],
       $8::timestamptz[], $9::uuid[], $10::uuid[], $11::uuid[], $12::int[], $13::boolean[], $14::uuid[]) AS a
     ON CONFLICT (tenant_id, member_id, offer_id, run) DO NOTHING`,
    [
      tx.tenantId,
      formatInstant(now),
      ...lastClicks(attempts),
      uuids(attempts.map(({ opened }) => opened?.sourceId)),
      uuids(attempts.map(({ opened }) => opened?.memberId)),
      uuids(attempts.map(({ opened }) => opened?.offerId)),
      attempts.map(({ opened }) => opened?.run),
      attempts.map(({ opened }) => opened?.isTest),
      uuids(attempts.map(({ opened }) => opened?.clickId)),
    ],
    'open-attempts',
  );
  if (rowCount < attempts.length)
    throw new TakenMeanwhile('an attempt was opened by somebody else meanwhile');
}

/** Joins clicks to attempts. An attempt that is due for a review stays due, whatever the terms of the click. */
async function noteClicks(
  tx: TenantTransaction,
  attempts: readonly AttemptOfClick[],
  now: Micros,
): Promise<void> {
  if (attempts.length === 0) return;
  await tx.query(
    `UPDATE attempts a SET last_click_at = $2, last_click_id = n.click_id,
       last_session_id = COALESCE(n.session_id, a.last_session_id),
       offer_version_id = COALESCE(n.offer_version_id, a.offer_version_id),
       share_version_id = CASE WHEN n.offer_version_id IS NULL THEN a.share_version_id ELSE n.share_version_id END,
       expires_at = CASE WHEN n.offer_version_id IS NULL OR a.expires_at <= $2 THEN a.expires_at ELSE n.expires_at END
     FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::uuid[], $8::timestamptz[])
       AS n (id, click_id, session_id, offer_version_id, share_version_id, expires_at)
     WHERE a.tenant_id = $1 AND a.id = n.id`,
    [tx.tenantId, formatInstant(now), ...lastClicks(attempts)],
    'note-clicks',
  );
}

/** The columns of attempts that their last click sets. */
function lastClicks(attempts: readonly AttemptOfClick[]): unknown[] {
  return [
    uuids(attempts.map(({ attemptId }) => attemptId)),
    uuids(attempts.map(({ clickId }) => clickId)),
    attempts.map(({ sessionId }) => sessionId),
    uuids(attempts.map(({ terms }) => terms?.offerVersionId ?? null)),
    uuids(attempts.map(({ terms }) => terms?.shareVersionId ?? null)),
    attempts.map(({ terms }) => formatInstantOrNull(terms?.expiresAt ?? null)),
  ];
}
