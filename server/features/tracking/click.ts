import type { TenantTransaction } from '#database/transaction.ts';
import { nilUuid } from '#domain/ids.ts';
import { formatInstant, isoDate, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../http/answer.ts';
import { instant } from '../conversions/exports.ts';
import { addToTotals } from '../totals/exports.ts';
import { loadStanding, storeAttemptOfClick } from './attempt-of-click.ts';
import { isTargetAvailable } from './availability.ts';
import type { ClickKind } from './click-kind.ts';
import type { ClickTarget } from './click-target.ts';
import { linkOfClick } from './link.ts';
import { ensureMember } from './members.ts';
import type { PublisherValues } from './parameters.ts';

/** Somebody who follows an offer's link. */
export interface NewClick {
  readonly target: ClickTarget;
  readonly pubMemberId: string;
  readonly values: PublisherValues;
  readonly viewId: string | null;
  readonly kind: ClickKind;
  readonly isTest: boolean;
  readonly ip: string;
  readonly userAgent: string | null;
  /** By the address, as alpha-2; used where the publisher sent no country. */
  readonly countryOfIp: string | null;
}

/**
 * Records a click and gives the address it leads to. The member's first click opens an attempt; looks of robots and
 * prefetches are kept, but open none and count nowhere.
 *
 * @throws Refusal: 409 when the offer isn't available, or is done and cannot be repeated (wall only)
 */
export async function recordClick(
  context: Context,
  tx: TenantTransaction,
  click: NewClick,
): Promise<{ clickId: string; url: string }> {
  const { tenantId } = tx;
  const { target, kind, isTest, values } = click;
  const { today } = target.offer;
  const sourceId = target.share?.partnerId ?? nilUuid;
  const memberId = await ensureMember(context, tx, { tenantId, sourceId, pubMemberId: click.pubMemberId });
  // Clicks of one member come one after the other, so that two first ones do not both open an attempt.
  const { rows } = await tx.query<{ now: string }>(
    'SELECT tenant_now($1) AS now FROM members WHERE tenant_id = $1 AND id = $2 FOR NO KEY UPDATE',
    [tenantId, memberId],
    'lock-member',
  );
  const now = instant(rows[0]?.now ?? '');
  const standing = await loadStanding(tx, tenantId, target, { memberId, isTest, now });
  if (target.share === null && standing.isOver)
    refuse('Conflict', 'The member has completed this offer, and it cannot be repeated');
  // A partner's member who is done is still sent on: for them every step is open again, and refused when it converts.
  const finishedIds = standing.isOver ? new Set<string>() : standing.finishedIds;
  if (!isTargetAvailable(target, standing.usage, finishedIds, now))
    refuse('Conflict', 'The offer is not available now');
  const clickId = context.newId(now);
  const attemptId = kind !== 'followed' ? null : (standing.open?.attemptId ?? context.newId(now));
  await insertClick(tx, click, { clickId, attemptId, memberId, now });
  if (attemptId !== null) {
    const sessionId = values.pub_session_id ?? null;
    const own = { clickId, attemptId, sourceId, memberId, isTest, sessionId, at: now };
    await storeAttemptOfClick(tx, tenantId, target, standing, own);
    if (!isTest)
      await addToTotals(tx, tenantId, [{ offerId: today.offerId, sourceId, day: isoDate(now), clicks: 1 }]);
  }
  return { clickId, url: linkOfClick(target, clickId, values) };
}

async function insertClick(
  tx: TenantTransaction,
  { target, values, ...click }: NewClick,
  made: { clickId: string; attemptId: string | null; memberId: string; now: Micros },
): Promise<void> {
  await tx.query(
    `INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, share_id, share_version_id, partner_id, member_id,
       attempt_id, view_id, kind, is_test, params, country_code2, ip, user_agent, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
       CASE WHEN $14::text IS NULL THEN $15::text ELSE (SELECT code2 FROM countries
         WHERE code2 = upper($14) OR code3 = upper($14) OR "numeric" = lpad($14, 3, '0') LIMIT 1) END, $16, $17, $18)`,
    [
      tx.tenantId,
      made.clickId,
      target.offer.today.offerId,
      target.offerVersionId,
      target.share?.shareId ?? null,
      target.share?.shareVersionId ?? null,
      target.share?.partnerId ?? null,
      made.memberId,
      made.attemptId,
      click.viewId,
      click.kind,
      click.isTest,
      JSON.stringify(values),
      values.pub_geo_country?.trim() ?? null,
      click.countryOfIp,
      click.ip,
      click.userAgent,
      formatInstant(made.now),
    ],
    'insert-click',
  );
}
