import { createPartnerTestLink, createTestLink } from '#contract/tracking.ts';
import { followOfferLink, followPartnerLink } from '#contract/tracking.ts';
import { formatInstant } from '#domain/time.ts';
import { notFound, ok, type Answer } from '../../http/answer.ts';
import { apiOrigin } from '../../http/origins.ts';
import { write, type WriteCall } from '../../http/route.ts';
import { loadMoment } from '../conversions/exports.ts';
import { readParameters, type PublisherValues } from './parameters.ts';
import { signTestLink } from './test-links.ts';

interface TestLink {
  url: string;
  expiresAt: string;
}

async function testLinkOf(
  call: WriteCall<unknown>,
  offerId: string,
  partnerId: string | null,
  values: PublisherValues,
): Promise<Answer<TestLink>> {
  const { context, tx, tenant, audit } = call;
  const { now } = await loadMoment(tx, tenant.id);
  const targetId =
    partnerId === null ? await findOffer(call, offerId) : await findShare(call, offerId, partnerId);
  if (targetId === null) return notFound('offer');
  const { mark, expiresAt } = await signTestLink(context, tx, tenant.id, targetId, now);
  // A member of its own for each link: one who has completed an offer could not try it again.
  const pub_member_id = `test-${context.newId(now)}`;
  const query = new URLSearchParams(
    partnerId === null
      ? { offerId, pub_member_id, ...values, ...mark }
      : { pub_click_id: 'test-click', pub_member_id, ...values, ...mark },
  );
  const path =
    partnerId === null ? followOfferLink.path : followPartnerLink.path.replace('{payoutId}', targetId);
  await audit({ action: 'create', objectKind: 'test link', objectId: targetId });
  return ok({ url: `${apiOrigin(call)}${path}?${query.toString()}`, expiresAt: formatInstant(expiresAt) });
}

async function findOffer({ tx }: WriteCall<unknown>, offerId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>('SELECT id FROM offers WHERE tenant_id = $1 AND id = $2', [
    tx.tenantId,
    offerId,
  ]);
  return rows[0]?.id ?? null;
}

async function findShare(
  { tx }: WriteCall<unknown>,
  offerId: string,
  partnerId: string,
): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT id FROM shares WHERE tenant_id = $1 AND offer_id = $2 AND partner_id = $3 AND is_active',
    [tx.tenantId, offerId, partnerId],
  );
  return rows[0]?.id ?? null;
}

/** Test links for operators and partners. */
export const testLinkRoutes = [
  write(createTestLink, (call) =>
    testLinkOf(call, call.body.offerId, call.body.partnerId ?? null, readParameters(call.body)),
  ),
  write(createPartnerTestLink, (call) =>
    call.principal.partnerId === null
      ? Promise.resolve(notFound('offer'))
      : testLinkOf(call, call.body.offerId, call.principal.partnerId, readParameters(call.body)),
  ),
];
