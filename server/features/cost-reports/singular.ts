import type { OfferContent } from '#domain/offer.ts';
import { toJsonNumber } from '#domain/money.ts';
import type { DailyCost } from './load-costs.ts';

/** One day of one offer in the fields that Singular reads, each in both of its published spellings. */
export function singularRow(
  { day, offerId, content, clicks, conversions, cost }: DailyCost,
  partner: string,
) {
  const campaign = content.advertiserCampaignName || content.name;
  const [app] = content.offerCostReportInfo;
  return {
    date: day,
    offer_id: offerId,
    offer_name: content.name,
    offerName: content.name,
    campaign_name: campaign,
    campaignName: campaign,
    campaign_Id: offerId,
    partner_id: partner,
    partner_Id: partner,
    app: app?.appName ?? '',
    store_id: app?.storeId ?? '',
    os: systemOf(content),
    clicks,
    conversions,
    cost: toJsonNumber(cost),
  };
}

/** The operating system that an offer's app runs on, by the form of its store id or by the only device it is for. */
function systemOf({ offerCostReportInfo, deviceTypes }: OfferContent): string | null {
  const storeId = offerCostReportInfo[0]?.storeId ?? '';
  if (/^(id)?\d+$/i.test(storeId)) return 'ios';
  if (/^[a-z]\w*(\.\w+)+$/i.test(storeId)) return 'android';
  const [device, ...others] = deviceTypes;
  if (others.length > 0) return null;
  return device === 'IOS' ? 'ios' : device === 'Android' ? 'android' : null;
}
