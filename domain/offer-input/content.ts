import { completeTrackingLink } from '../macros/tracking-link.ts';
import { costTypes, trackingSystems } from '../offer.ts';
import type { CostReportInfo, Creative, OfferContent, TrackingSystem } from '../offer.ts';
import { requireEntries } from './audience.ts';
import { largestInteger } from './body.ts';
import type { BodyReader } from './body.ts';

/**
 * Reads the tracking link and its system, and gives the link its click parameter.
 *
 * @param clickParameter the name of a system's own click parameter.
 */
export function readLink(
  reader: BodyReader,
  clickParameter: (system: TrackingSystem) => string,
): Pick<OfferContent, 'trackingSystemLink' | 'trackingSystem'> {
  reader.require('trackingSystemLink');
  const text = reader.text('trackingSystemLink');
  // The faults of the link come first, but completing it needs the system.
  const linkFaultsAt = reader.faults.length;
  reader.require('trackingSystem');
  const trackingSystem = reader.oneOf('trackingSystem', trackingSystems) ?? 'CustomTracking';
  if (text === null) return { trackingSystemLink: '', trackingSystem };
  const link = completeTrackingLink(text, clickParameter(trackingSystem));
  const faults = (link.problems ?? []).map((problem) => ({
    path: reader.pathOf('trackingSystemLink'),
    problem,
  }));
  reader.faults.splice(linkFaultsAt, 0, ...faults);
  return { trackingSystemLink: link.text ?? '', trackingSystem };
}

/** Reads the fields of cost reporting, most of which are required once it is switched on. */
export function readCostReport(
  reader: BodyReader,
): Pick<OfferContent, 'shouldSendCostData' | 'advertiserCampaignName' | 'offerCostReportInfo'> {
  const shouldSendCostData = reader.boolean('shouldSendCostData') ?? false;
  const when = ' when shouldSendCostData is true';
  if (shouldSendCostData) reader.require('advertiserCampaignName', when);
  const advertiserCampaignName = shouldSendCostData
    ? reader.filledText('advertiserCampaignName')
    : reader.text('advertiserCampaignName');
  if (shouldSendCostData) requireEntries(reader, 'offerCostReportInfo', when);
  const offerCostReportInfo = (reader.objects('offerCostReportInfo') ?? []).map((entry): CostReportInfo => {
    entry?.require('costType');
    const costType = entry?.oneOf('costType', costTypes) ?? 'CPA';
    return { costType, appName: requiredText(entry, 'appName'), storeId: requiredText(entry, 'storeId') };
  });
  return { shouldSendCostData, advertiserCampaignName: advertiserCampaignName ?? '', offerCostReportInfo };
}

function requiredText(reader: BodyReader | null, field: string): string {
  reader?.require(field);
  return reader?.filledText(field) ?? '';
}

type Texts = Pick<
  OfferContent,
  'name' | 'headline' | 'shortDescription' | 'keyPoints' | 'offerDetails' | 'termsAndDisclaimers'
>;

/** Reads the texts of an offer; omitted ones are empty. */
export function readTexts(reader: BodyReader): Texts {
  return {
    name: requiredText(reader, 'name'),
    headline: requiredText(reader, 'headline'),
    offerDetails: requiredText(reader, 'offerDetails'),
    shortDescription: reader.text('shortDescription') ?? '',
    keyPoints: reader.text('keyPoints') ?? '',
    termsAndDisclaimers: reader.text('termsAndDisclaimers') ?? '',
  };
}

/** Reads the pictures and films, of which there must be one at least. */
export function readCreatives(reader: BodyReader): Creative[] {
  requireEntries(reader, 'creatives');
  return (reader.objects('creatives') ?? []).map((entry) => {
    entry?.require('order');
    const order = entry?.integer('order', { minimum: -largestInteger }) ?? 0;
    const url = requiredText(entry, 'url');
    if (url !== '' && !isWebAddress(url)) entry?.fault('url', 'must be an http or https URL');
    return { order, url: url.trim(), metadata: entry?.text('metadata') ?? null };
  });
}

function isWebAddress(text: string): boolean {
  return /^\s*https?:\/\/[^\s/?#]/i.test(text) && !/[\s\\]/.test(text.trim()) && URL.canParse(text);
}
