import { publisherParameters } from '#domain/macros/names.ts';
import { readWallOffer } from '#contract/wall.ts';
import { inTenant } from '#database/transaction.ts';
import { notFound, ok } from '../../http/answer.ts';
import { tenantRoute } from '../../http/route.ts';
import { recordView } from '../tracking/exports.ts';
import { loadMemberAttempts } from './load-attempts.ts';
import { memberOffer } from './member-offer.ts';
import { offerSourceOf } from './offer-source.ts';

/** Reads one offer with the member's progress and records that they looked at it. */
export const readOfferRoute = tenantRoute(readWallOffer, async ({ context, tenant, query, request }) => {
  const { offerId, viewId, pub_member_id: pubMemberId } = query;
  const current = await offerSourceOf(context).current(tenant.id);
  const held = current.snapshot.offer(offerId);
  if (!held) return notFound('offer');
  const parameters = Object.fromEntries(
    publisherParameters.flatMap((name) => {
      const value = query[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const attempts = await inTenant(
    context.database,
    tenant.id,
    (tx) => loadMemberAttempts(tx, tenant.id, pubMemberId, offerId),
    { readOnly: true },
  );
  const recorded = await recordView(context, tenant.id, {
    offerId,
    pubMemberId,
    parameters,
    ip: request.ip,
    userAgent: request.headers['user-agent'] ?? null,
    viewId,
  });
  return ok({ viewId: recorded, offerData: memberOffer(current, held, attempts.get(offerId) ?? []) });
});
