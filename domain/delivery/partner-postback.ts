import { parsePartnerPostback } from '../macros/partner-postback.ts';
import { publisherSubs } from '../macros/names.ts';
import type { PartnerPostbackMacro } from '../macros/names.ts';
import { renderTemplate } from '../macros/template.ts';
import type { MacroValues } from '../macros/template.ts';
import { toText } from '../money.ts';
import type { DeliveryFacts } from './facts.ts';
import type { DeliveryRequest } from './request.ts';

/** The request of a partner postback, or null where the stored text can no longer be read as a template. */
export function partnerPostbackRequest(template: string, facts: DeliveryFacts): DeliveryRequest | null {
  const parsed = parsePartnerPostback(template);
  if (parsed.template === undefined) return null;
  const url = renderTemplate(parsed.template, partnerPostbackValues(facts));
  return { method: 'GET', url, body: null, headers: {}, accepts: null };
}

/**
 * The values of a partner postback's macros. `cnv_event_id` is the step's own event id, or what the tracking system sent
 * where the offer has no steps.
 */
export function partnerPostbackValues(facts: DeliveryFacts): MacroValues<PartnerPostbackMacro> {
  return {
    pub_click_id: facts.pub.pub_click_id ?? null,
    pub_member_id: facts.pub.pub_member_id ?? null,
    gk_offer_id: facts.offerId,
    gk_offer_name: facts.offerName,
    cnv_event_id: facts.step?.eventId ?? facts.tracking.eventId,
    cnv_amount: facts.tracking.amount,
    ...Object.fromEntries(publisherSubs.map((name) => [name, facts.pub[name] ?? null])),
    payout: facts.payout === null ? null : toText(facts.payout),
    gk_conversion_id: facts.conversionId,
    cnv_status: facts.status,
  };
}
