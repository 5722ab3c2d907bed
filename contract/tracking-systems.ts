import { trackingSystems } from '#domain/offer.ts';
import { senderBehaviours } from '#domain/tracking-systems/simulate.ts';
import { endpoint } from './endpoint.ts';
import { Instant, named, nullable, oneOf, Type, Uuid } from './schema.ts';

const optional = Type.Optional;
const AnyTrackingSystem = oneOf(trackingSystems);
const textList = Type.Array(Type.String());

const PostbackUrl = named(
  'PostbackUrl',
  Type.Object({
    trackingSystem: nullable(AnyTrackingSystem),
    url: Type.String({ description: "Ready to paste: the system's own macros stand in it." }),
    securitySegment: Type.String(),
    signature: Type.String(),
    domain: Type.String({ description: 'The host of the address, for systems that ask for its parts.' }),
    isBound: Type.Boolean({
      description: "Whether the pair is the system's own; its offers then accept only it.",
    }),
    title: nullable(Type.String()),
    asksForThreeValues: Type.Boolean({
      description: 'Whether its screen asks for domain, security segment and signature apart.',
    }),
    clickParameter: nullable(Type.String()),
    networks: Type.Array(Type.String(), { description: 'Networks it says it calls from.' }),
    notes: textList,
  }),
);

/** Lists the postback addresses that tracking systems are given. */
export const listPostbackUrls = endpoint({
  id: 'listPostbackUrls',
  method: 'GET',
  path: '/api/v1/settings/postback-urls',
  tag: 'Settings',
  access: 'management',
  summary: 'Lists ready postback URLs: the general address first, then one for each tracking system.',
  description:
    'The general address is complete but for the parameters of the conversion, which are appended with `&`. The others carry the macros of their system.',
  status: 200,
  data: Type.Array(PostbackUrl),
});

/** One fault of a pasted link, or one thing that is odd about a saved one. */
export const LinkProblem = named(
  'LinkProblem',
  Type.Object({
    code: Type.String(),
    severity: oneOf(['error', 'warning'] as const),
    message: Type.String(),
    at: nullable(Type.String({ description: 'The piece of the text that it is about.' })),
  }),
);

/** Checks a pasted tracking link or postback URL. */
export const checkPastedLink = endpoint({
  id: 'checkLink',
  method: 'POST',
  path: '/api/v1/tools/check-link',
  tag: 'Tools',
  access: 'management',
  summary: 'Says what is wrong with a tracking link or postback URL, and gives the corrected one.',
  body: named(
    'LinkCheck',
    Type.Object({
      text: Type.String({ maxLength: 8_000 }),
      trackingSystem: optional(AnyTrackingSystem),
      kind: optional(oneOf(['tracking-link', 'postback-url'] as const, { default: 'tracking-link' })),
    }),
  ),
  bodyExample: {
    text: 'http://app.appsflyer.com/com.example?pid=p_int&clickid={{click_id}}',
    trackingSystem: 'AppsFlyer',
  },
  status: 200,
  data: named(
    'LinkDiagnosis',
    Type.Object({
      problems: Type.Array(LinkProblem),
      corrected: nullable(Type.String({ description: 'Null when there is no sure correction.' })),
    }),
  ),
});

const SentPostback = named(
  'SentPostback',
  Type.Object({
    method: oneOf(['GET', 'POST'] as const),
    url: Type.String(),
    headers: Type.Object({}, { additionalProperties: Type.String() }),
    body: nullable(Type.String()),
    status: Type.Integer(),
    durationMs: Type.Integer(),
    answer: nullable(
      Type.Object({
        accepted: nullable(Type.Boolean()),
        conversionId: nullable(Uuid),
        status: nullable(Type.String()),
        reason: nullable(Type.String()),
      }),
    ),
    messages: textList,
  }),
);

const FollowingDelivery = named(
  'FollowingDelivery',
  Type.Object({
    id: Uuid,
    kind: oneOf(['callback', 'partner_postback'] as const),
    status: oneOf(['Waiting', 'Delivered', 'Failed', 'Cancelled'] as const),
    method: Type.String(),
    url: Type.String(),
    body: nullable(Type.String()),
    tries: Type.Integer(),
    lastStatus: nullable(Type.Integer()),
    createdAt: Instant,
  }),
);

/** Sends a postback as a tracking system would. */
export const simulatePostbackCall = endpoint({
  id: 'simulatePostback',
  method: 'POST',
  path: '/api/v1/tools/simulate-postback',
  tag: 'Tools',
  access: 'management',
  summary: 'Sends a postback exactly as a tracking system would, rightly or with a typical mistake.',
  description:
    'Goes through the real address and is decided like any other: use the click of a test link to leave money and limits alone. Shows what was sent, the decision, and the callbacks that followed within two seconds.',
  body: named(
    'PostbackSimulation',
    Type.Object({
      clickId: Uuid,
      trackingSystem: optional(AnyTrackingSystem),
      eventId: optional(Type.String({ maxLength: 500 })),
      amount: optional(Type.String({ maxLength: 40 })),
      currency: optional(Type.String({ maxLength: 10 })),
      conversionId: optional(Type.String({ maxLength: 500 })),
      ip: optional(Type.String({ maxLength: 100 })),
      behaviour: optional(oneOf(senderBehaviours, { default: 'success' })),
      naming: optional(oneOf(['ready-url', 'own-names'] as const, { default: 'ready-url' })),
    }),
  ),
  bodyExample: { clickId: '0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f10', eventId: 'level_10', behaviour: 'success' },
  status: 200,
  data: named(
    'SimulatedPostback',
    Type.Object({
      trackingSystem: AnyTrackingSystem,
      sent: Type.Array(SentPostback),
      deliveries: Type.Array(FollowingDelivery),
    }),
  ),
  failures: ['NotFound'],
});

/** Every endpoint that is about tracking systems. */
export const trackingSystemEndpoints = [listPostbackUrls, checkPastedLink, simulatePostbackCall];
