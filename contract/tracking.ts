import { publisherParameters, type PublisherParameter } from '#domain/macros/names.ts';
import { endpoint } from './endpoint.ts';
import { publisherQuery } from './publisher.ts';
import { HttpUrl, Instant, named, nullable, Type, Uuid } from './schema.ts';

const tag = 'Tracking';
const wallBase = '/api/v1/offer-wall';

const testQuery = {
  test: Type.Optional(
    Type.String({
      maxLength: 10,
      description: '`1` on a signed test link: decided in full, counted nowhere.',
    }),
  ),
  test_expires: Type.Optional(Type.String({ maxLength: 20, description: 'Part of a signed test link.' })),
  test_signature: Type.Optional(Type.String({ maxLength: 200, description: 'Part of a signed test link.' })),
};

type LooseText = ReturnType<typeof Type.Optional<ReturnType<typeof Type.String>>>;

// Links that a browser follows are checked by their handler, so that a browser gets a page for a faulty one.
const looseParameters = Object.fromEntries(
  publisherParameters.map((name) => [name, Type.Optional(Type.String())]),
) as unknown as Record<PublisherParameter, LooseText>;

const idText = Type.String({ examples: ['0193a1f2-7c40-7b1e-9c55-3a1f0f9b2d20'] });

/** Gives the link of a click. */
export const getOfferLink = endpoint({
  id: 'getOfferLink',
  method: 'GET',
  path: `${wallBase}/offer-link`,
  tag,
  access: 'wall',
  summary: 'Records a click of a view and gives the address to send the member to.',
  query: Type.Object({
    viewId: Uuid,
    offerId: Type.Optional(Uuid),
    ...publisherQuery,
    ...testQuery,
  }),
  status: 200,
  data: named('OfferLink', Type.Object({ url: HttpUrl })),
  failures: ['NotFound', 'Conflict'],
  rateLimit: { bucket: 'offer-link', perMinute: 60 },
});

/** Sends a member to an offer. */
export const followOfferLink = endpoint({
  id: 'followOfferLink',
  method: 'GET',
  path: `${wallBase}/offer-link-redirect`,
  tag,
  access: 'wall',
  summary: 'Records a click and redirects the member to the advertiser.',
  description: 'Takes either `viewId`, or `offerId` and `pub_member_id`.',
  query: Type.Object({
    viewId: Type.Optional(idText),
    offerId: Type.Optional(idText),
    ...looseParameters,
    ...testQuery,
  }),
  status: 302,
  failures: ['ValidationError', 'NotFound', 'Conflict'],
  rateLimit: { bucket: 'offer-link-redirect', perMinute: 60 },
});

/** Sends a partner's member to an offer. */
export const followPartnerLink = endpoint({
  id: 'followPartnerLink',
  method: 'GET',
  path: '/api/v1/offer-link/redirect/{payoutId}',
  tag,
  access: 'wall',
  summary: "Records a click of a partner's traffic and redirects the member to the advertiser.",
  description: 'Needs `pub_click_id` and `pub_member_id`.',
  params: Type.Object({ payoutId: idText }),
  query: Type.Object({ ...looseParameters, ...testQuery }),
  status: 302,
  failures: ['ValidationError', 'NotFound', 'Conflict'],
});

const TestLink = named('TestLink', Type.Object({ url: HttpUrl, expiresAt: Instant }));
const TestLinkBody = named(
  'TestLinkInput',
  Type.Object({
    offerId: Uuid,
    partnerId: Type.Optional(nullable(Uuid)),
    ...publisherQuery,
  }),
);

/** Signs a test link for an operator. */
export const createTestLink = endpoint({
  id: 'createTestLink',
  method: 'POST',
  path: '/api/v1/tools/test-link',
  tag,
  access: 'management',
  summary: 'Gives a signed link whose clicks are tests, of the own wall or of a partner.',
  description:
    'Clicks and conversions of a test link are decided and called back in full, marked as tests, and counted nowhere.',
  body: TestLinkBody,
  status: 200,
  data: TestLink,
  failures: ['NotFound'],
});

/** Signs a test link for a partner. */
export const createPartnerTestLink = endpoint({
  id: 'createPartnerTestLink',
  method: 'POST',
  path: '/api/v1/partner/test-link',
  tag,
  access: 'partner',
  summary: 'Gives a signed link to an offer shared with the partner, whose clicks are tests.',
  body: named('PartnerTestLinkInput', Type.Object({ offerId: Uuid, ...publisherQuery })),
  status: 200,
  data: TestLink,
  failures: ['NotFound'],
});

/** Every endpoint of links and clicks. */
export const trackingEndpoints = [
  getOfferLink,
  followOfferLink,
  followPartnerLink,
  createTestLink,
  createPartnerTestLink,
];
