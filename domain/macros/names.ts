/** The publisher's free parameters, `pub_sub_1` to `pub_sub_15`. */
export const publisherSubs = [
  'pub_sub_1',
  'pub_sub_2',
  'pub_sub_3',
  'pub_sub_4',
  'pub_sub_5',
  'pub_sub_6',
  'pub_sub_7',
  'pub_sub_8',
  'pub_sub_9',
  'pub_sub_10',
  'pub_sub_11',
  'pub_sub_12',
  'pub_sub_13',
  'pub_sub_14',
  'pub_sub_15',
] as const;

/** Every parameter a publisher may send with a view or click; kept up to the callback. */
export const publisherParameters = [
  'pub_member_id',
  'pub_session_id',
  'pub_click_id',
  'pub_gender',
  'pub_age',
  'pub_geo_country',
  'pub_geo_state',
  'pub_postal_code',
  'pub_device',
  ...publisherSubs,
] as const;
export type PublisherParameter = (typeof publisherParameters)[number];

/** The macros of an offer's tracking link. */
export const trackingLinkMacros = [
  'gk_click_id',
  'gk_offer_id',
  'gk_offer_name',
  ...publisherParameters,
] as const;
export type TrackingLinkMacro = (typeof trackingLinkMacros)[number];

/** The macros of a partner's postback address. */
export const partnerPostbackMacros = [
  'pub_click_id',
  'pub_member_id',
  'gk_offer_id',
  'gk_offer_name',
  'cnv_event_id',
  'cnv_amount',
  ...publisherSubs,
  'payout',
  'gk_conversion_id',
  'cnv_status',
] as const;
export type PartnerPostbackMacro = (typeof partnerPostbackMacros)[number];
