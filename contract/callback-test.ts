import { dialectNames } from '#domain/delivery/dialects/registry.ts';
import { trialCheckNames } from '#domain/delivery/trial/plan.ts';
import { deliveryKinds } from './deliveries.ts';
import { endpoint } from './endpoint.ts';
import { named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const optional = Type.Optional;
const tag = 'Tools';
const longestUrl = 8_000;
const url = nullable(Type.String({ maxLength: longestUrl, examples: ['https://example.com/callback'] }));
const durationMs = Type.Integer({ minimum: 0 });

/** What is tried. */
export const CallbackTestInput = named(
  'CallbackTestInput',
  Type.Object({
    kind: optional(oneOf(deliveryKinds, { default: 'Callback' })),
    url: optional(url),
    partnerId: optional(nullable(Uuid)),
  }),
);

/** One call that was made for a test, with what came back. */
export const CallbackTestCall = named(
  'CallbackTestCall',
  Type.Object({
    request: Type.Object({
      method: oneOf(['GET', 'POST'] as const),
      url: Type.String(),
      headers: Type.Record(Type.String(), Type.String(), {
        description: 'As sent, but the value of the own header, which stands as `***`.',
      }),
      body: nullable(Type.String()),
    }),
    answer: nullable(Type.String({ description: 'The first 1 KB of the answer; null without one.' })),
    status: nullable(Type.Integer({ description: 'HTTP status; null without an answer.' })),
    error: nullable(Type.String({ description: 'Why there was no answer.' })),
    durationMs,
    curl: Type.String({ description: 'The same call as a command.' }),
  }),
);
/** One call that was made for a test, with what came back. */
export type CallbackTestCall = Static<typeof CallbackTestCall>;

/** How a receiver did. */
export const CallbackTestResult = named(
  'CallbackTestResult',
  Type.Object({
    kind: oneOf(deliveryKinds),
    url: Type.String(),
    dialect: nullable(oneOf(dialectNames)),
    result: oneOf(['Pass', 'Warn', 'Fail'] as const, { description: 'The worst of all checks.' }),
    checks: Type.Array(
      Type.Object({
        name: oneOf(trialCheckNames),
        result: oneOf(['Pass', 'Warn', 'Fail', 'Skipped'] as const),
        message: Type.String(),
        calls: Type.Array(CallbackTestCall),
      }),
    ),
  }),
);
/** How a receiver did. */
export type CallbackTestResult = Static<typeof CallbackTestResult>;

const testing = {
  method: 'POST',
  tag,
  isBodyOptional: true,
  status: 200,
  data: CallbackTestResult,
  rateLimit: { bucket: 'tools', perMinute: 30 },
} as const;

/** Tries a receiver of callbacks, or of a partner's postbacks. */
export const testCallback = endpoint({
  ...testing,
  id: 'testCallback',
  path: '/api/v1/tools/callback-test',
  access: 'management',
  summary: 'Sends samples to a receiver of callbacks or partner postbacks and grades what it answers.',
  description:
    'Callback: to `url`, or to the address of the settings; in its shape, signed as callbacks are; the own header is sent to the address of the settings alone. PartnerPostback: to the template `url`, or to the global one of `partnerId`. All samples are of made-up conversions with `isTest: true`. A receiver that gives no answer at all is not tried further.',
  failures: ['NotFound'],
  body: CallbackTestInput,
  bodyExample: { url: 'https://example.com/callback' },
});

/** Tries the receiver of the token's partner. */
export const testPartnerPostback = endpoint({
  ...testing,
  id: 'testPartnerPostback',
  path: '/api/v1/partner/tools/callback-test',
  access: 'partner',
  summary: 'Sends samples to a receiver of postbacks of the token’s partner and grades what it answers.',
  description: 'To the template `url`, or to the global one of the partner.',
  body: named('PartnerPostbackTestInput', Type.Object({ url: optional(url) })),
  bodyExample: { url: 'https://partner.example/postback?click={pub_click_id}&payout={payout}' },
});

/** Every endpoint that tries receivers. */
export const callbackTestEndpoints = [testCallback, testPartnerPostback];
