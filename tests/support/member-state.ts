import { inEngine } from '#database/transaction.ts';
import type { TestApp, TestTenant } from './app.ts';

/** A run of a member at an offer, written as the tables hold it. */
export interface AttemptState {
  readonly member: string;
  readonly offerId: string;
  readonly run?: number;
  readonly status?: 'open' | 'completed' | 'expired';
  /** The nil uuid, the tenant's own wall, unless given. */
  readonly sourceId?: string;
  readonly isTest?: boolean;
  readonly sessionId?: string | null;
  readonly clickedAt?: string;
  /** The version of the click; today's unless given. */
  readonly versionId?: string;
  /** Whether the click's terms are fixed for the attempt. */
  readonly isPinned?: boolean;
  readonly conversions?: readonly ConversionState[];
}

/** A conversion of an attempt. */
export interface ConversionState {
  /** Null on a SingleEvent offer. */
  readonly stepId?: string | null;
  readonly status: 'Held' | 'Pending' | 'Success' | 'Rejected';
  readonly reason?: string | null;
  readonly completedAt: string;
  /** Whether it completed the attempt. */
  readonly isCompleting?: boolean;
}

const OWN_WALL = '00000000-0000-0000-0000-000000000000';

/** Writes an attempt with its click and conversions; gives its id. */
export function writeAttempt({ context }: TestApp, tenant: TestTenant, state: AttemptState): Promise<string> {
  const { member, offerId, run = 1, status = 'open', sourceId = OWN_WALL, conversions = [] } = state;
  const clickedAt = state.clickedAt ?? '2026-03-02T00:00:00Z';
  const [memberId, attemptId, clickId] = [context.newId(), context.newId(), context.newId()];
  return inEngine(context.database, async (tx) => {
    const made = await tx.query<{ id: string }>(
      `INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (tenant_id, source_id, pub_member_id) WHERE pub_member_id IS NOT NULL
       DO UPDATE SET created_at = excluded.created_at RETURNING id`,
      [tenant.id, memberId, sourceId, member, clickedAt],
    );
    const ownMemberId = made.rows[0]?.id;
    const version = await tx.query<{ id: string }>(
      'SELECT id FROM offer_versions WHERE tenant_id = $1 AND offer_id = $2 AND valid_from <= tenant_now($1) ORDER BY valid_from DESC LIMIT 1',
      [tenant.id, offerId],
    );
    const versionId = state.versionId ?? version.rows[0]?.id;
    const completing = conversions.find(({ isCompleting }) => isCompleting);
    const ids = conversions.map(() => context.newId());
    await tx.query(
      `INSERT INTO attempts (tenant_id, id, source_id, member_id, offer_id, run, status, is_test, first_click_id,
         first_click_at, last_click_id, last_click_at, last_session_id, offer_version_id, pinned_click_id, completed_at,
         completing_conversion_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10, $11, $12, $13, $14, $15, $10)`,
      [
        tenant.id,
        attemptId,
        sourceId,
        ownMemberId,
        offerId,
        run,
        status,
        state.isTest ?? false,
        clickId,
        clickedAt,
        state.sessionId ?? null,
        versionId,
        state.isPinned ? clickId : null,
        completing?.completedAt ?? null,
        completing ? ids[conversions.indexOf(completing)] : null,
      ],
    );
    await tx.query(
      `INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, member_id, attempt_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [tenant.id, clickId, offerId, versionId, ownMemberId, attemptId, clickedAt],
    );
    for (const [index, conversion] of conversions.entries()) {
      await tx.query(
        `INSERT INTO conversions (tenant_id, id, record_id, offer_id, offer_event_id, offer_version_id, attempt_id,
           click_id, member_id, status, rejection_reason, arrived_at, user_completed_at, currency, reward_currency,
           created_at, modified_at)
         VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, 'USD', 'Points', $11, $11)`,
        [
          tenant.id,
          ids[index],
          offerId,
          conversion.stepId ?? null,
          versionId,
          attemptId,
          clickId,
          ownMemberId,
          conversion.status,
          conversion.reason ?? null,
          conversion.completedAt,
        ],
      );
    }
    return attemptId;
  });
}
