import { deviceTypes, offerSources, offerStatuses, offerTypes, trackingSystems } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema, searchFilter } from './lists.ts';
import { OfferDetails, OfferInput, OfferItem, OfferReplacement } from './offer-shapes.ts';
import { commaList, named, oneOf, Type, Uuid } from './schema.ts';

const base = '/api/v1/sdk-offer-management';
/** The path of the offers of one product. */
export const offersPath = `${base}/{product}/offers`;
const tag = 'Offers';

/** Path parameters of one offer; the product is a gate that the server checks by itself. */
export const offerParams = Type.Object({ product: Type.String(), id: Uuid });

/** The id of a saved offer, in both published spellings. */
const SavedOffer = named('SavedOffer', Type.Object({ id: Uuid, Id: Uuid }));

const bodyExample = {
  trackingSystemLink: 'https://track.example.com/click?pid=wall',
  trackingSystem: 'AppsFlyer',
  name: 'Harbor Tycoon',
  headline: 'Build your harbor',
  offerDetails: 'Install the app and reach the levels shown',
  creatives: [{ order: 0, url: 'https://cdn.example.com/icon.png' }],
  offerType: 'SingleEvent',
  conversionType: 'FlatRate',
  advertiserId: '0193a1f2-b000-7a11-8c22-000000000021',
  isPaused: false,
  budgetType: 'Daily',
  budgetAmount: 1000,
  launchDate: '2026-01-01T00:00:00Z',
  ageId: '0193a1f2-b000-7a11-8c22-000000000022',
  categoryIds: ['0193a1f2-b000-7a11-8c22-000000000023'],
  countryIds: ['US', 'CAN'],
  revenue: 2,
  reward: 1,
  rewardingType: 'Automatic',
  pendingTime: 0,
  baselineEpc: 5,
  lockBaselineEpc: false,
};

/** Creates an offer. */
export const createOffer = endpoint({
  id: 'createOffer',
  method: 'POST',
  path: offersPath,
  tag,
  access: 'management',
  summary: 'Creates an offer.',
  params: Type.Object({ product: Type.String() }),
  body: OfferInput,
  isBodyCheckedByHandler: true,
  bodyExample,
  status: 201,
  data: SavedOffer,
});

/** Replaces an offer. */
export const replaceOffer = endpoint({
  id: 'replaceOffer',
  method: 'PUT',
  path: `${offersPath}/{id}`,
  tag,
  access: 'management',
  summary: 'Replaces an offer as a whole.',
  description:
    'An omitted optional field returns to its default; `isPaused`, when omitted, is left as it is. A step is matched by its `id`, else by its `eventId`; one that is absent is archived. `If-Match` with the `ETag` of the details refuses to overwrite a change of somebody else.',
  params: offerParams,
  body: OfferReplacement,
  isBodyCheckedByHandler: true,
  bodyExample: { id: '0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20', ...bodyExample },
  status: 200,
  data: SavedOffer,
  failures: ['PreconditionFailed'],
});

/** Reads an offer. */
export const readOffer = endpoint({
  id: 'readOffer',
  method: 'GET',
  path: `${offersPath}/{id}`,
  tag,
  access: 'management',
  summary: 'Reads an offer.',
  description:
    'Every field of its body, so that it can be edited and sent back, and what is computed. `linkAdvice` says what the link doctor finds in the tracking link: a link that cannot work is refused when it is saved, everything else is advice.',
  params: offerParams,
  status: 200,
  data: OfferDetails,
});

/** Lists offers. */
export const listOffers = endpoint({
  id: 'listOffers',
  method: 'GET',
  path: offersPath,
  tag,
  access: 'management',
  summary: 'Lists offers. With the product `publisher` this is the marketplace feed.',
  params: Type.Object({ product: Type.String() }),
  query: listQuery(['CreatedAt', 'Name', 'LaunchDate', 'Epc', 'Revenue', 'Conversions'], {
    search: searchFilter,
    status: Type.Optional(commaList(oneOf(offerStatuses))),
    offer_type: Type.Optional(commaList(oneOf(offerTypes))),
    tracking_system: Type.Optional(commaList(oneOf(trackingSystems))),
    offer_source: Type.Optional(commaList(oneOf(offerSources))),
    device_type: Type.Optional(commaList(oneOf(deviceTypes))),
  }),
  status: 200,
  data: pageSchema('OfferPage', OfferItem),
  isExportable: true,
});

function switchOffer(verb: 'pause' | 'resume', summary: string) {
  return endpoint({
    id: `${verb}Offer`,
    method: 'PATCH',
    path: `${base}/offers/{id}/${verb}`,
    tag,
    access: 'management',
    summary,
    params: Type.Object({ id: Uuid }),
    status: 204,
  });
}

/** Pauses an offer. */
export const pauseOffer = switchOffer('pause', 'Pauses an offer at once; repeating it changes nothing.');
/** Resumes an offer. */
export const resumeOffer = switchOffer('resume', 'Resumes an offer at once; repeating it changes nothing.');

/** Every endpoint of offers themselves. */
export const offerEndpoints = [listOffers, createOffer, readOffer, replaceOffer, pauseOffer, resumeOffer];
