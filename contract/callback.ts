import { conversionStatuses } from '#domain/offer.ts';
import { Instant, named, nullable, oneOf, Type, Uuid } from './schema.ts';

const text = nullable(Type.String());

/** Keys `prefix1` to `prefixN`, each a text as it was received or null. */
function numbered(prefix: string, count: number): Record<string, typeof text> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index + 1}`, text]));
}

/** A conversion as the callback to the tenant tells it, keys in the published order. */
export const CallbackConversion = named(
  'CallbackConversion',
  Type.Object({
    status: oneOf(conversionStatuses),
    rejectionReason: text,
    userCompletedAt: Instant,
    isRewardSent: Type.Boolean({ description: 'True when the status is Success.' }),
    viewId: nullable(Uuid),
    clickId: Uuid,
    conversionId: Type.String({ format: 'uuid', description: 'The same over all changes of the status.' }),
    offerId: Uuid,
    offerName: Type.String(),
    offerAdvertiserId: Uuid,
    offerEventId: nullable(Uuid),
    offerAdvertiserName: Type.String(),
    offerCategoryId: nullable(Uuid),
    offerCategoryName: text,
    offerCountryId: nullable(Uuid),
    offerCountryCode2: text,
    offerCountryCode3: text,
    eventId: text,
    eventName: text,
    rewardPoints: Type.Number({ description: 'What the member receives; 0 when there is none.' }),
    revenue: nullable(Type.Number()),
    pubMemberId: text,
    pubClickId: text,
    pubSessionId: text,
    pubGender: text,
    pubAge: text,
    pubGeoCountry: text,
    pubGeoState: text,
    pubPostalCode: text,
    ...numbered('pubSub', 15),
    pubDevice: text,
    trackSysEventId: text,
    trackSysConversionId: text,
    trackSysConversionAmount: text,
    trackSysConversionIpAddress: text,
    trackSysConversionEmail: text,
    trackSysConversionUserId: text,
    ...numbered('trackSysConversionSub', 5),
    sequenceNumber: nullable(Type.Integer()),
    partnerId: nullable(Uuid),
    partnerName: text,
    createdAt: Instant,
    clickTime: nullable(Instant),
    isTest: Type.Boolean({ description: 'Whether it came of a test link: counted and paid nowhere.' }),
  }),
);

/** The body of a callback: our call to the tenant about one change of one conversion. */
export const Callback = named(
  'Callback',
  Type.Object({
    id: Type.String({ format: 'uuid', description: 'Of the delivery, the same over all its tries.' }),
    sentAt: Instant,
    conversion: CallbackConversion,
  }),
);
