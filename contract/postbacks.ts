import { conversionStatuses } from '#domain/offer.ts';
import { endpoint } from './endpoint.ts';
import { named, nullable, oneOf, Type, Uuid } from './schema.ts';

const tag = 'Postbacks';

/** What a tracking system is answered. */
export const PostbackAnswer = named(
  'PostbackAnswer',
  Type.Object({
    accepted: Type.Boolean(),
    conversionId: nullable(Uuid),
    status: nullable(oneOf(conversionStatuses)),
    reason: nullable(Type.String({ description: 'A code; the sentence is in `messages`.' })),
  }),
);

const received = {
  tag,
  access: 'postback',
  bodyType: 'any',
  isBodyOptional: true,
  status: 200,
  otherStatuses: [202],
  data: PostbackAnswer,
  failures: ['ValidationError', 'Unauthorized', 'ServiceUnavailable'],
} as const;

const secret = {
  ...received,
  path: '/api/v1/postback/{first}/{second}',
  params: Type.Object({ first: Type.String(), second: Type.String() }),
  description:
    'At an address that is bound to a tracking system whose software reads plain text (TUNE), the answer is text/plain in its own words, such as `success=true;`, unless the call accepts application/json.',
};
const bare = {
  ...received,
  path: '/api/v1/postback',
  aliases: ['/postback', '/api/v1/conversion'],
  failures: ['ValidationError', 'Unauthorized', 'NotFound', 'ServiceUnavailable'],
} as const;

/** Takes a postback that brings everything in its query. */
export const receivePostback = endpoint({
  ...secret,
  id: 'receivePostback',
  method: 'GET',
  summary: 'Takes a conversion from a tracking system.',
});

/** Takes a postback that brings its values in query, form or JSON. */
export const receivePostbackBody = endpoint({
  ...secret,
  id: 'receivePostbackBody',
  method: 'POST',
  summary: 'Takes a conversion from a tracking system; values may come as query, form or JSON.',
});

/** Takes a postback without a secret path, where the tenant allows that. */
export const receiveBarePostback = endpoint({
  ...bare,
  id: 'receiveBarePostback',
  method: 'GET',
  summary: 'Takes a conversion without the secret path, where the tenant allows it.',
});

/** As `receiveBarePostback`, with values in query, form or JSON. */
export const receiveBarePostbackBody = endpoint({
  ...bare,
  id: 'receiveBarePostbackBody',
  method: 'POST',
  summary: 'Takes a conversion without the secret path, where the tenant allows it.',
});

/** Every endpoint of inbound postbacks. */
export const postbackEndpoints = [
  receivePostback,
  receivePostbackBody,
  receiveBarePostback,
  receiveBarePostbackBody,
];
