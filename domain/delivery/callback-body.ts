import { publisherSubs } from '../macros/names.ts';
import type { PublisherParameter } from '../macros/names.ts';
import { toJsonNumber } from '../money.ts';
import { formatInstant, formatInstantOrNull } from '../time.ts';
import type { Micros } from '../time.ts';
import type { DeliveryFacts } from './facts.ts';

const trackingSubs = 5;

/**
 * Writes the body of a conversion callback. The order of its keys is part of the published interface; keys of our own
 * come last. The text is stored, so that every try sends the same bytes.
 *
 * @param id the delivery's id, the same over all tries.
 * @param sentAt when the delivery was written.
 */
export function callbackBody(id: string, sentAt: Micros, facts: DeliveryFacts): string {
  return JSON.stringify({ id, sentAt: formatInstant(sentAt), conversion: callbackConversion(facts) });
}

/** The `conversion` of a callback's body, in the published order of its keys. */
export function callbackConversion(facts: DeliveryFacts): Record<string, unknown> {
  const pub = (name: PublisherParameter) => facts.pub[name] || null;
  return {
    status: facts.status,
    rejectionReason: facts.status === 'Rejected' ? facts.rejectionReason : null,
    userCompletedAt: formatInstant(facts.userCompletedAt),
    isRewardSent: facts.status === 'Success',
    viewId: facts.viewId,
    clickId: facts.clickId,
    conversionId: facts.conversionId,
    offerId: facts.offerId,
    offerName: facts.offerName,
    offerAdvertiserId: facts.advertiser.id,
    offerEventId: facts.step?.id ?? null,
    offerAdvertiserName: facts.advertiser.name,
    offerCategoryId: facts.category?.id ?? null,
    offerCategoryName: facts.category?.name ?? null,
    offerCountryId: facts.country?.id ?? null,
    offerCountryCode2: facts.country?.code2 ?? null,
    offerCountryCode3: facts.country?.code3 ?? null,
    eventId: facts.step?.eventId ?? null,
    eventName: facts.step?.name ?? null,
    rewardPoints: facts.reward === null || facts.partner !== null ? 0 : toJsonNumber(facts.reward),
    revenue: facts.revenue === null ? null : toJsonNumber(facts.revenue),
    pubMemberId: pub('pub_member_id'),
    pubClickId: pub('pub_click_id'),
    pubSessionId: pub('pub_session_id'),
    pubGender: pub('pub_gender'),
    pubAge: pub('pub_age'),
    pubGeoCountry: pub('pub_geo_country'),
    pubGeoState: pub('pub_geo_state'),
    pubPostalCode: pub('pub_postal_code'),
    ...Object.fromEntries(publisherSubs.map((name, index) => [`pubSub${index + 1}`, pub(name)])),
    pubDevice: pub('pub_device'),
    ...trackingKeys(facts),
    sequenceNumber: facts.step?.sequenceNumber ?? null,
    partnerId: facts.partner?.id ?? null,
    partnerName: facts.partner?.name ?? null,
    createdAt: formatInstant(facts.createdAt),
    clickTime: formatInstantOrNull(facts.clickedAt),
    isTest: facts.isTest,
  };
}

function trackingKeys({ tracking }: DeliveryFacts): Record<string, string | null> {
  const keys: Record<string, string | null> = {
    trackSysEventId: tracking.eventId,
    trackSysConversionId: tracking.conversionId,
    trackSysConversionAmount: tracking.amount,
    trackSysConversionIpAddress: tracking.ipAddress,
    trackSysConversionEmail: tracking.email,
    trackSysConversionUserId: tracking.userId,
  };
  for (let sub = 1; sub <= trackingSubs; sub++) {
    keys[`trackSysConversionSub${sub}`] = tracking.subs[sub - 1] ?? null;
  }
  return keys;
}
