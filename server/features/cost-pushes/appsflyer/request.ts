import type { OfferContent } from '#domain/offer.ts';
import { add, roundHalfEven, toJsonNumber, type Decimal } from '#domain/money.ts';

/*
 * What AppsFlyer's InCost API is asked. The call is known from third-party copies of its public description and was
 * never tried against AppsFlyer itself. Three things are therefore taken in good faith, and everything that depends on
 * them stands in this folder:
 * - a later upload of the same app, day and campaign replaces the earlier one, so that days are sent again;
 * - days are those of UTC, while an app in AppsFlyer can have a time zone of its own;
 * - any 2xx means that the upload was taken. The answer names a job whose outcome is not asked for.
 */

/** Where AppsFlyer listens. */
export const appsFlyerOrigin = 'https://hq1.appsflyer.com';

const LONGEST_APP_ID = 250;
const LONGEST_CAMPAIGN_ID = 24;
const LONGEST_CAMPAIGN_NAME = 100;
const SPEND_DECIMALS = 5;
const MOST_BYTES = 1_000_000;

/** What one offer cost on one UTC day. */
export interface OfferDay {
  /** `YYYY-MM-DD`. */
  readonly day: string;
  readonly offerId: string;
  readonly content: OfferContent;
  readonly cost: Decimal;
}

/** Who sends, and in which currency costs are. */
export interface Sender {
  readonly mediaSource: string;
  /** ISO 4217. */
  readonly currency: string;
}

/** One upload: of one app, with all its days and campaigns. */
export interface Upload {
  readonly appId: string;
  readonly path: string;
  readonly body: string;
  readonly rowCount: number;
}

interface CostRow {
  readonly date: string;
  readonly app_id: string;
  readonly media_source: string;
  readonly campaign_id: string;
  readonly campaign_name: string;
  readonly currency: string;
  readonly spend: number;
}

/**
 * The uploads for these costs, one for each app, by the app's id. An offer with several apps counts for the first one,
 * as in the daily rows of the cost report: its cost is known as a whole, and no part of it may be told twice.
 */
export function uploadsOf(days: readonly OfferDay[], sender: Sender): Upload[] {
  const byApp = Map.groupBy(days, ({ content }) => appIdOf(content));
  const apps = [...byApp.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return apps.flatMap(([appId, ofApp]) => {
    if (appId === '' || appId.length > LONGEST_APP_ID) return [];
    const rows = newestThatFit(rowsOf(appId, ofApp, sender));
    const path = `/api/incost-uploader/v1/data/app/${encodeURIComponent(appId)}`;
    return { appId, path, body: JSON.stringify(rows), rowCount: rows.length };
  });
}

/** The app as AppsFlyer names it: ids of the App Store are numbers with `id` before them. */
function appIdOf({ offerCostReportInfo }: OfferContent): string {
  const storeId = offerCostReportInfo[0]?.storeId.trim() ?? '';
  return /^\d+$/.test(storeId) ? `id${storeId}` : storeId;
}

function rowsOf(appId: string, days: readonly OfferDay[], { mediaSource, currency }: Sender): CostRow[] {
  const byCampaign = Map.groupBy(days, (one) => `${one.day} ${campaignIdOf(one)}`);
  const campaigns = [...byCampaign.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return campaigns.map(([, ofCampaign]) => {
    const one = ofCampaign[0] as OfferDay;
    const cost = ofCampaign.map((each) => each.cost).reduce(add);
    return {
      date: one.day,
      app_id: appId,
      media_source: mediaSource,
      campaign_id: campaignIdOf(one),
      campaign_name: cut(one.content.advertiserCampaignName || one.content.name, LONGEST_CAMPAIGN_NAME),
      currency,
      spend: toJsonNumber(roundHalfEven(cost, SPEND_DECIMALS)),
    };
  });
}

/**
 * The campaign as the offer's link names it to AppsFlyer, which matches costs by it. A link that names none, or fills it
 * in for each click, leaves the offer's own id: its 16 bytes in base64url, which are 22 characters.
 */
function campaignIdOf({ offerId, content }: OfferDay): string {
  const inLink = /[?&]af_c_id=([^&#]*)/.exec(content.trackingSystemLink)?.[1] ?? '';
  const named = decoded(inLink);
  if (named !== '' && !/[{}]/.test(named) && named.length <= LONGEST_CAMPAIGN_ID) return named;
  return Buffer.from(offerId.replaceAll('-', ''), 'hex').toString('base64url');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return '';
  }
}

function cut(text: string, longest: number): string {
  return text.length <= longest ? text : text.slice(0, longest).toWellFormed();
}

/** AppsFlyer takes one megabyte at once; where the days together are more, the oldest ones were sent before. */
function newestThatFit(rows: readonly CostRow[]): readonly CostRow[] {
  let bytes = 2;
  const from = rows.findLastIndex((row) => {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    return bytes > MOST_BYTES;
  });
  return rows.slice(from + 1);
}
