import { endpoint } from './endpoint.ts';
import { named, nullable, Type, Uuid, type Static } from './schema.ts';

const tag = 'Partner postbacks';
const template = Type.String({
  maxLength: 8_000,
  examples: ['https://partner.example/postback?click={pub_click_id}&payout={payout}'],
});
const rule = { offerId: Uuid, offerEventId: nullable(Uuid), url: template };

/** Where a partner is told about conversions, and about which. */
export const PartnerPostbacks = named(
  'PartnerPostbacks',
  Type.Object({
    global: nullable(template),
    offers: Type.Array(Type.Object(rule)),
    sendPending: Type.Boolean(),
    sendRejected: Type.Boolean(),
  }),
);
/** Where a partner is told about conversions, and about which. */
export type PartnerPostbacks = Static<typeof PartnerPostbacks>;

/** Replaces where a partner is told about conversions. What is left out is none. */
export const PartnerPostbacksInput = named(
  'PartnerPostbacksInput',
  Type.Object({
    global: Type.Optional(nullable(template)),
    offers: Type.Optional(
      Type.Array(Type.Object({ ...rule, offerEventId: Type.Optional(nullable(Uuid)) }), { maxItems: 2_000 }),
    ),
    sendPending: Type.Optional(Type.Boolean({ default: false })),
    sendRejected: Type.Optional(Type.Boolean({ default: false })),
  }),
);
/** Replaces where a partner is told about conversions. What is left out is none. */
export type PartnerPostbacksInput = Static<typeof PartnerPostbacksInput>;

const words =
  'GET requests to address templates: the global one, those of the offer and those of the step all fire. Macros: {pub_click_id}, {pub_member_id}, {gk_offer_id}, {gk_offer_name}, {cnv_event_id}, {cnv_amount}, {pub_sub_1} to {pub_sub_15}, {payout}, {gk_conversion_id}, {cnv_status}. Success is always reported, Pending and Rejected where they are switched on.';
const bodyExample = {
  global: 'https://partner.example/postback?click={pub_click_id}&payout={payout}',
  sendRejected: true,
};
const ofPartner = {
  path: '/api/v1/partners/{partnerId}/postbacks',
  params: Type.Object({ partnerId: Uuid }),
  access: 'management',
} as const;
const own = { path: '/api/v1/partner/postbacks', access: 'partner' } as const;
const reading = { method: 'GET', tag, description: words, status: 200, data: PartnerPostbacks } as const;
const replacing = { ...reading, method: 'PUT', body: PartnerPostbacksInput, bodyExample } as const;

/** Reads where a partner is told about conversions. */
export const readPartnerPostbacks = endpoint({
  ...ofPartner,
  ...reading,
  id: 'readPartnerPostbacks',
  summary: 'Reads the postbacks of a partner.',
});

/** Replaces where a partner is told about conversions. */
export const replacePartnerPostbacks = endpoint({
  ...ofPartner,
  ...replacing,
  id: 'replacePartnerPostbacks',
  summary: 'Replaces the postbacks of a partner.',
});

/** Reads where the token's partner is told about conversions. */
export const readOwnPostbacks = endpoint({
  ...own,
  ...reading,
  id: 'readOwnPostbacks',
  summary: 'Reads the postbacks of the partner of the token.',
});

/** Replaces where the token's partner is told about conversions. */
export const replaceOwnPostbacks = endpoint({
  ...own,
  ...replacing,
  id: 'replaceOwnPostbacks',
  summary: 'Replaces the postbacks of the partner of the token.',
});

/** Every endpoint of partner postbacks. */
export const partnerPostbackEndpoints = [
  readPartnerPostbacks,
  replacePartnerPostbacks,
  readOwnPostbacks,
  replaceOwnPostbacks,
];
