import type { OfferContent, OfferEvent } from '#domain/offer.ts';
import { decimal, toJsonNumber, type DecimalText } from '#domain/money.ts';
import { formatInstant, formatInstantOrNull } from '#domain/time.ts';

/** The content of an offer version in the names and forms of an offer's body, as it can be sent back. */
export function offerBody(content: OfferContent) {
  return {
    trackingSystemLink: content.trackingSystemLink,
    trackingSystem: content.trackingSystem,
    shouldSendCostData: content.shouldSendCostData,
    advertiserCampaignName: content.advertiserCampaignName,
    offerCostReportInfo: content.offerCostReportInfo.map(({ costType, appName, storeId }) => ({
      costType,
      appName,
      storeId,
    })),
    name: content.name,
    headline: content.headline,
    shortDescription: content.shortDescription,
    keyPoints: content.keyPoints,
    offerDetails: content.offerDetails,
    termsAndDisclaimers: content.termsAndDisclaimers,
    creatives: content.creatives.map(({ order, url, metadata }) => ({ order, url, metadata })),
    offerType: content.offerType,
    conversionType: content.conversionType,
    advertiserId: content.advertiserId,
    isFeatured: content.isFeatured,
    allowRepetitions: content.allowRepetitions,
    showAtBottomToAllUnselectedGenders: content.showAtBottomToAllUnselectedGenders,
    dailyCap: content.dailyCap,
    weeklyCap: content.weeklyCap,
    monthlyCap: content.monthlyCap,
    allTimeCap: content.allTimeCap,
    budgetType: content.budgetType,
    budgetAmount: numberOf(content.budgetAmount),
    launchDate: formatInstant(content.launchDate),
    endDate: formatInstantOrNull(content.endDate),
    ageId: content.ageId,
    categoryIds: content.categoryIds,
    countryIds: content.countryIds,
    countryStateIds: content.countryStateIds,
    zipCodes: content.zipCodes,
    genderIds: content.genderIds,
    placementIds: content.placementIds,
    deviceTypes: content.deviceTypes,
    revenue: numberOrNull(content.revenue),
    reward: numberOrNull(content.reward),
    rewardingType: content.rewardingType,
    pendingTime: content.pendingTime,
    baselineEpc: numberOf(content.baselineEpc),
    lockBaselineEpc: content.lockBaselineEpc,
    offerEvents: content.offerEvents.map(eventBody),
  };
}

/** One step in the names and forms of an offer's body. */
export function eventBody(event: OfferEvent) {
  return {
    id: event.id,
    name: event.name,
    eventId: event.eventId,
    showOnOfferWall: event.showOnOfferWall,
    displayOrder: event.displayOrder,
    sequenceNumber: event.sequenceNumber,
    minTimeFromPreviousEvent: event.minTimeFromPreviousEvent,
    deadlineDays: event.deadlineDays,
    pendingTime: event.pendingTime,
    hasRevenue: event.hasRevenue,
    revenue: numberOrNull(event.revenue),
    hasReward: event.hasReward,
    useDefaultRatio: event.useDefaultRatio,
    reward: numberOrNull(event.reward),
    dailyCap: event.dailyCap,
    weeklyCap: event.weeklyCap,
    monthlyCap: event.monthlyCap,
    allTimeCap: event.allTimeCap,
    allowRepetitions: event.allowRepetitions,
  };
}

/** An amount as it crosses the wire. */
export function numberOf(text: DecimalText): number {
  return toJsonNumber(decimal(text));
}

/** An amount as it crosses the wire, where there may be none. */
export function numberOrNull(text: DecimalText | null): number | null {
  return text === null ? null : numberOf(text);
}
