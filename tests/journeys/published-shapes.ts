/**
 * The form of a published answer: each key with what it holds. `uuid`, `text`, `number`, `flag` and `instant` are never
 * null; a question mark behind them says that they may be.
 */
export type Shape = { readonly [key: string]: string | Shape | readonly [Shape | string] };

const page = (item: Shape): Shape => ({
  indexFrom: 'number',
  pageIndex: 'number',
  pageSize: 'number',
  totalCount: 'number',
  totalPages: 'number',
  items: [item],
  hasPreviousPage: 'flag',
  hasNextPage: 'flag',
});

const numbered = (prefix: string, count: number): Shape =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index + 1}`, 'text?']));

const wallEvent: Shape = {
  offerEventId: 'uuid',
  name: 'text',
  displayOrder: 'number',
  sequenceNumber: 'number?',
  reward: 'number?',
  deadlineDays: 'number?',
  rewardPendingDays: 'number?',
};

const wallOffer: Shape = {
  id: 'uuid',
  name: 'text',
  headline: 'text',
  shortDescription: 'text',
  keyPoints: 'text',
  offerDetails: 'text',
  termsAndDisclaimers: 'text',
  creativeFileUrl: 'text',
  categoryName: 'text',
  offerSource: 'text',
  conversionType: 'text',
  allowRepetitions: 'flag',
  reward: 'number?',
  rewardPendingDays: 'number?',
  offerType: 'text',
  launchDate: 'instant',
  endDate: 'instant?',
  deviceTypes: ['text'],
  advertiserId: 'uuid',
  advertiserName: 'text',
  creatives: [{ order: 'number', url: 'text', metadata: 'text?' }],
  categories: [{ id: 'uuid', name: 'text' }],
  events: [wallEvent],
};

const memberOffer: Shape = {
  ...wallOffer,
  isOfferAvailable: 'flag',
  isUserCompleted: 'flag',
  userCompletedAt: 'instant?',
  rewardStatus: 'text?',
  sessionId: 'text?',
  events: [
    {
      ...wallEvent,
      rewardStatus: 'text?',
      deadlineExpiresAt: 'instant?',
      isUserCompleted: 'flag',
      userCompletedAt: 'instant?',
    },
  ],
};

const customOffer: Shape = { externalId: 'text', id: 'uuid', messages: ['text'] };

/** What is at `data` of each published answer. */
export const published = {
  savedOffer: { id: 'uuid', Id: 'uuid' },
  wallOffers: { offers: page(wallOffer) },
  wallOfferDetails: { viewId: 'uuid', offerData: memberOffer },
  memberOffers: page(memberOffer),
  partnerOffers: page({
    id: 'uuid',
    categories: ['text'],
    name: 'text',
    budgetAmount: 'number',
    launchDate: 'instant',
    endDate: 'instant?',
    offerType: 'text',
  }),
  partnerOffer: {
    id: 'uuid',
    payoutId: 'uuid',
    name: 'text',
    headline: 'text',
    shortDescription: 'text',
    keyPoints: 'text',
    offerDetails: 'text',
    termsAndDisclaimers: 'text',
    categories: ['text'],
    trackingLink: 'text',
    offerType: 'text',
    budgetType: 'text',
    budgetAmount: 'number',
    launchDate: 'instant',
    endDate: 'instant?',
    age: 'text',
    countries: ['text'],
    states: ['text'],
    zipCodes: ['text'],
    genders: ['text'],
    allowRepetitions: 'flag',
    deviceTypes: ['text'],
    payout: 'number?',
    rewardPendingDays: 'number?',
    creatives: [{ id: 'uuid', order: 'number', url: 'text', metadata: 'text?' }],
    events: [
      {
        id: 'uuid',
        name: 'text',
        eventId: 'text',
        displayOrder: 'number',
        sequenceNumber: 'number?',
        minTimeFromPreviousEvent: 'number?',
        deadlineDays: 'number?',
        rewardPendingDays: 'number?',
        payout: 'number?',
        allowRepetitions: 'flag',
      },
    ],
  },
  customOffers: {
    concurrencyRequestId: 'uuid',
    createdOffers: [customOffer],
    updatedOffers: [customOffer],
    notChangedOffers: [customOffer],
    failedOffers: [{ ...customOffer, id: 'uuid?' }],
    pausedOffers: [customOffer],
  },
  postback: { accepted: 'flag', conversionId: 'uuid?', status: 'text?', reason: 'text?' },
} satisfies Record<string, Shape>;

/** The body of a callback, its keys in the order in which they are sent. */
export const callback = {
  id: 'uuid',
  sentAt: 'instant',
  conversion: {
    status: 'text',
    rejectionReason: 'text?',
    userCompletedAt: 'instant',
    isRewardSent: 'flag',
    viewId: 'uuid?',
    clickId: 'uuid',
    conversionId: 'uuid',
    offerId: 'uuid',
    offerName: 'text',
    offerAdvertiserId: 'uuid',
    offerEventId: 'uuid?',
    offerAdvertiserName: 'text',
    offerCategoryId: 'uuid',
    offerCategoryName: 'text',
    offerCountryId: 'uuid',
    offerCountryCode2: 'text',
    offerCountryCode3: 'text',
    eventId: 'text?',
    eventName: 'text?',
    rewardPoints: 'number',
    revenue: 'number?',
    pubMemberId: 'text',
    pubClickId: 'text?',
    pubSessionId: 'text?',
    pubGender: 'text?',
    pubAge: 'text?',
    pubGeoCountry: 'text?',
    pubGeoState: 'text?',
    pubPostalCode: 'text?',
    ...numbered('pubSub', 15),
    pubDevice: 'text?',
    trackSysEventId: 'text?',
    trackSysConversionId: 'text?',
    trackSysConversionAmount: 'text?',
    trackSysConversionIpAddress: 'text?',
    trackSysConversionEmail: 'text?',
    trackSysConversionUserId: 'text?',
    ...numbered('trackSysConversionSub', 5),
    sequenceNumber: 'number?',
    partnerId: 'uuid?',
    partnerName: 'text?',
    createdAt: 'instant',
    clickTime: 'instant',
  },
} satisfies Shape;

const forms: Readonly<Record<string, (value: unknown) => boolean>> = {
  uuid: (value) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(String(value)),
  text: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  flag: (value) => typeof value === 'boolean',
  instant: (value) =>
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$/.test(value),
};

/** Where a value differs from its published form: one path for each missing key and each value of another kind. */
export function differences(shape: Shape, value: unknown, path = 'data'): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path}: no object`];
  const fields = value as Record<string, unknown>;
  return Object.entries(shape).flatMap(([key, wanted]) => {
    const at = `${path}.${key}`;
    return Object.hasOwn(fields, key) ? ofValue(wanted, fields[key], at) : [`${at}: missing`];
  });
}

function ofValue(wanted: Shape[string], value: unknown, at: string): string[] {
  if (typeof wanted === 'string') {
    if (value === null) return wanted.endsWith('?') ? [] : [`${at}: null`];
    return forms[wanted.replace('?', '')]?.(value) ? [] : [`${at}: not ${wanted}`];
  }
  if (!Array.isArray(wanted)) return differences(wanted as Shape, value, at);
  if (!Array.isArray(value)) return [`${at}: no list`];
  return value.flatMap((entry, index) => ofValue(wanted[0] as Shape[string], entry, `${at}[${index}]`));
}
