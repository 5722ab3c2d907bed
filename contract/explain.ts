import { availabilityRules } from '#domain/explain-availability.ts';
import { audienceDimensions } from '#domain/targeting/audience.ts';
import { endpoint } from './endpoint.ts';
import { publisherQuery } from './publisher.ts';
import { named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

/** The rules about the member and the share, beside targeting and availability. */
export const memberRules = ['member', 'completed', 'share'] as const;

/** Every rule that may keep an offer from somebody. */
export const explainedRules = [
  ...audienceDimensions,
  'placement' as const,
  ...availabilityRules,
  ...memberRules,
] as const;

/** One rule explained. */
export const ExplainedRule = named(
  'ExplainedRule',
  Type.Object({
    rule: oneOf(explainedRules),
    group: oneOf(['targeting', 'availability', 'member'] as const),
    offerEventId: nullable({
      ...Uuid,
      description:
        'The step that the row is about. Such rows do not decide by themselves: the rule `step` says whether any step is open.',
    } as typeof Uuid),
    seen: Type.String({ description: 'The value seen, in words.' }),
    required: Type.String({ description: 'The value required, in words; `any` when nothing is.' }),
    pass: Type.Boolean(),
    smallestChange: nullable(
      Type.String({ description: 'What would let the offer through; null when the rule passes.' }),
    ),
  }),
);
/** One rule explained. */
export type ExplainedRule = Static<typeof ExplainedRule>;

/** Why an offer is shown to somebody or not. */
export const Explanation = named(
  'Explanation',
  Type.Object({
    offerId: Uuid,
    name: Type.String(),
    isShown: Type.Boolean({
      description:
        'Every deciding rule passes: the wall lists the offer, or the link of the partner takes a click.',
    }),
    atBottom: Type.Boolean({
      description: 'It is shown after all the rest, to genders that it does not select.',
    }),
    rules: Type.Array(ExplainedRule),
  }),
);
/** Why an offer is shown to somebody or not. */
export type Explanation = Static<typeof Explanation>;

const text = Type.String({ maxLength: 1_000 });

/** Explains an offer. */
export const explainOffer = endpoint({
  id: 'explainOffer',
  method: 'GET',
  path: '/api/v1/explain',
  tag: 'Explain',
  access: 'management',
  summary: 'Explains why an offer is shown to a member or not, rule by rule, with the smallest change.',
  description:
    "The publisher's parameters are those of the wall. With `partnerId` the link of that partner is explained, where targeting is not asked again.",
  query: Type.Object({
    offerId: Uuid,
    partnerId: Type.Optional(Uuid),
    placementId: Type.Optional(Uuid),
    userAgent: Type.Optional({ ...text, description: 'Where pub_device is read from when it is absent.' }),
    ip: Type.Optional({ ...text, description: 'Where pub_geo_country is read from when it is absent.' }),
    ...publisherQuery,
  }),
  status: 200,
  data: Explanation,
  failures: ['NotFound'],
});

/** Every endpoint of explanations. */
export const explainEndpoints = [explainOffer];
