import type { Transaction } from '#database/transaction.ts';
import type { StatusSwitches } from '#domain/delivery/due.ts';
import type { DeliveryFacts } from '#domain/delivery/facts.ts';

/** One address template of a partner. A null offer is every offer, a null offer event every step of the offer. */
interface PostbackRule {
  readonly offerId: string | null;
  readonly offerEventId: string | null;
  readonly url: string;
}

/** What one partner wants to be told, and where. */
export interface WantedPostbacks {
  readonly switches: StatusSwitches;
  readonly rules: readonly PostbackRule[];
}

/** The postbacks of partners, by partner id; partners without any are left out. */
export type PartnerPostbacks = ReadonlyMap<string, WantedPostbacks>;

const WANTED = `
SELECT b.partner_id, b.offer_id, b.offer_event_id, b.url,
  COALESCE(s.send_pending, false) AS send_pending, COALESCE(s.send_rejected, false) AS send_rejected
FROM (SELECT DISTINCT c.partner_id FROM conversions c
      WHERE c.tenant_id = $1 AND c.id = ANY ($2) AND c.partner_id IS NOT NULL) converting
JOIN partner_postbacks b ON b.tenant_id = $1 AND b.partner_id = converting.partner_id
LEFT JOIN partner_postback_switches s ON s.tenant_id = $1 AND s.partner_id = b.partner_id
ORDER BY b.created_at, b.id`;

/** Loads what the partners of these conversions want to be told. */
export async function loadPartnerPostbacks(
  tx: Transaction,
  tenantId: string,
  changes: readonly { readonly conversionId: string }[],
): Promise<PartnerPostbacks> {
  const { rows } = await tx.query<{
    partner_id: string;
    offer_id: string | null;
    offer_event_id: string | null;
    url: string;
    send_pending: boolean;
    send_rejected: boolean;
  }>(WANTED, [tenantId, changes.map(({ conversionId }) => conversionId)], 'load-partner-postbacks');
  const byPartner = Map.groupBy(rows, (row) => row.partner_id);
  return new Map(
    [...byPartner].map(([partnerId, wanted]) => [
      partnerId,
      {
        switches: {
          sendPending: wanted[0]?.send_pending ?? false,
          sendRejected: wanted[0]?.send_rejected ?? false,
        },
        rules: wanted.map((row) => ({
          offerId: row.offer_id,
          offerEventId: row.offer_event_id,
          url: row.url,
        })),
      },
    ]),
  );
}

/** The templates that fire for a conversion: the global ones, the offer's and the step's, all of them. */
export function postbacksFor(wanted: WantedPostbacks, facts: DeliveryFacts): string[] {
  const { offerId, step } = facts;
  return wanted.rules
    .filter(
      (rule) =>
        rule.offerId === null ||
        (rule.offerId === offerId && (rule.offerEventId === null || rule.offerEventId === step?.id)),
    )
    .map(({ url }) => url);
}
