import type { OfferContent } from '../offer.ts';
import { checkLink } from './link-doctor.ts';
import type { LinkProblem } from './link-problem.ts';
import { costParameters } from './postback-url.ts';
import { trackingSystem } from './registry.ts';

/** What of an offer its tracking link is judged by. */
export type AdvisedOffer = Pick<
  OfferContent,
  | 'trackingSystemLink'
  | 'trackingSystem'
  | 'shouldSendCostData'
  | 'offerCostReportInfo'
  | 'offerType'
  | 'conversionType'
  | 'revenue'
>;

/**
 * What is odd about the tracking link of a saved offer. The link leads somewhere, or it would not have been saved; but
 * conversions may not find their way back, or the system may miss something.
 *
 * @param currency the tenant's, ISO 4217.
 */
export function linkAdvice(offer: AdvisedOffer, currency: string): LinkProblem[] {
  const { problems } = checkLink({
    text: offer.trackingSystemLink,
    trackingSystem: offer.trackingSystem,
    kind: 'tracking-link',
  });
  return [...problems, ...costAdvice(offer, currency)];
}

/** Cost that is the same for every conversion can stand on the link; any other is read from the cost report. */
function costAdvice(offer: AdvisedOffer, currency: string): LinkProblem[] {
  const { trackingSystemLink, offerType, conversionType, revenue } = offer;
  const costType = offer.offerCostReportInfo[0]?.costType;
  const isFixed = offerType === 'SingleEvent' && conversionType === 'FlatRate' && revenue !== null;
  if (!offer.shouldSendCostData || !isFixed || costType === undefined) return [];
  const pairs = costParameters(offer.trackingSystem, { costType, amount: revenue, currency });
  const missing = pairs.filter(([name]) => !new RegExp(`[?&]${name}=`).test(trackingSystemLink));
  if (missing.length === 0) return [];
  const { title } = trackingSystem(offer.trackingSystem);
  const text = missing.map(([name, value]) => `${name}=${value}`).join('&');
  return [
    {
      code: 'missing_cost',
      severity: 'warning',
      message: `The offer sends cost data, and ${title} takes it on the click: add ${text}.`,
    },
  ];
}
