import { verdictCodes } from '#domain/claims/verdict.ts';
import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema, searchFilter } from './lists.ts';
import { publisherQueryOfMember } from './publisher.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const tag = 'Claims';
const path = '/api/v1/claims';
const wallPath = '/api/v1/offer-wall/claims';

/** Where a claim stands. */
export const claimStatuses = ['Open', 'Answered'] as const;
/** What an operator decides about a claim. */
export const claimOutcomes = ['Accepted', 'Declined'] as const;
/** The kinds of pictures that are taken as proof. */
export const proofTypes = ['image/png', 'image/jpeg', 'image/webp'] as const;
/** The largest picture that is taken as proof, in bytes. */
export const largestProofBytes = 2_097_152;

/** What is known at once about a reward that a member misses. */
export const ClaimVerdict = named(
  'ClaimVerdict',
  Type.Object({
    code: oneOf(verdictCodes),
    step: nullable(Type.String({ description: 'The step that has to come first.' })),
    reason: nullable(Type.String({ description: 'Why the report was not counted.' })),
    doneAt: nullable(Instant),
    at: nullable(
      Type.String({
        format: 'date-time',
        description: 'When it was or will be paid, when the deadline was, or until when a report may take.',
      }),
    ),
  }),
);
/** What is known at once about a reward that a member misses. */
export type ClaimVerdict = Static<typeof ClaimVerdict>;

const claimFields = {
  id: Uuid,
  offerEventId: nullable(Uuid),
  status: oneOf(claimStatuses),
  outcome: nullable(oneOf(claimOutcomes)),
  message: Type.String(),
  answer: Type.String(),
  hasProof: Type.Boolean(),
  createdAt: Instant,
  answeredAt: nullable(Instant),
};

/** A claim as the member who made it sees it. */
export const WallClaim = named('WallClaim', Type.Object(claimFields));
/** A claim as the member who made it sees it. */
export type WallClaim = Static<typeof WallClaim>;

/** What a member can miss: a step, or the one reward of an offer without steps. */
export const ClaimSubject = named(
  'ClaimSubject',
  Type.Object({
    offerEventId: nullable(Uuid),
    name: Type.String({ description: 'The name of the step; empty for the offer as a whole.' }),
    verdict: ClaimVerdict,
    canClaim: Type.Boolean({ description: 'Whether a claim on it would be looked at by a person.' }),
  }),
);
/** What a member can miss. */
export type ClaimSubject = Static<typeof ClaimSubject>;

/** What is known about the rewards of an offer, and the claims made on them. */
export const WallClaims = named(
  'WallClaims',
  Type.Object({ subjects: Type.Array(ClaimSubject), claims: Type.Array(WallClaim) }),
);
/** What is known about the rewards of an offer, and the claims made on them. */
export type WallClaims = Static<typeof WallClaims>;

/** Reads what is known about a member's rewards of one offer. */
export const readWallClaims = endpoint({
  id: 'readWallClaims',
  method: 'GET',
  path: wallPath,
  tag,
  access: 'wall',
  summary: "Reads what is known about a member's rewards of one offer, and their claims on it.",
  query: Type.Object({ offerId: Uuid, pub_member_id: publisherQueryOfMember.pub_member_id }),
  status: 200,
  data: WallClaims,
  failures: ['NotFound'],
  rateLimit: { bucket: 'wall-claims', perMinute: 60 },
});

/** Claims a missing reward. */
export const createWallClaim = endpoint({
  id: 'createWallClaim',
  method: 'POST',
  path: wallPath,
  tag,
  access: 'wall',
  summary: 'Claims a missing reward.',
  description:
    'Answers 200 without a claim where what is known explains why the reward is missing, else 201 with the claim that a person will answer. One claim at a time on each step.',
  query: Type.Object({ pub_member_id: publisherQueryOfMember.pub_member_id }),
  body: named(
    'WallClaimInput',
    Type.Object({
      offerId: Uuid,
      offerEventId: Type.Optional(nullable(Uuid)),
      message: Type.String({ minLength: 1, maxLength: 2_000, pattern: '\\S', 'x-says': 'must not be empty' }),
      proof: Type.Optional(
        nullable(
          Type.Object({
            mediaType: oneOf(proofTypes),
            base64: Type.String({ description: 'The picture, at most 2 MB.' }),
          }),
        ),
      ),
    }),
  ),
  bodyLimitBytes: 3_145_728,
  status: 201,
  otherStatuses: [200],
  data: named(
    'WallClaimAnswer',
    Type.Object({
      verdict: ClaimVerdict,
      claim: Type.Unsafe<WallClaim | null>({ ...WallClaim, type: ['object', 'null'] }),
    }),
  ),
  failures: ['NotFound', 'Conflict'],
  rateLimit: { bucket: 'wall-claims-made', perMinute: 10 },
});

const operatorFields = {
  ...claimFields,
  pubMemberId: nullable(Type.String({ description: 'Null once the member was erased.' })),
  offerId: Uuid,
  offerName: Type.String(),
  eventId: nullable(Type.String({ description: 'What the tracking system calls the step.' })),
  verdict: oneOf(verdictCodes),
};

/** A claim as an operator sees it in a list. */
export const Claim = named('Claim', Type.Object(operatorFields));
/** A claim as an operator sees it in a list. */
export type Claim = Static<typeof Claim>;

/** What the system knew when a claim was made. */
export const ClaimEvidence = named(
  'ClaimEvidence',
  Type.Object({
    attemptId: nullable(Uuid),
    clicks: Type.Array(Type.Object({ id: Uuid, at: Instant }), {
      description: 'The latest ones, newest first.',
    }),
    conversions: Type.Array(
      Type.Object({
        id: Uuid,
        offerEventId: nullable(Uuid),
        status: Type.String(),
        reason: nullable(Type.String()),
        at: Instant,
      }),
    ),
    postbacks: Type.Array(
      Type.Object({ id: Uuid, outcome: Type.String(), reason: nullable(Type.String()), at: Instant }),
      { description: 'What arrived for these clicks without becoming a conversion.' },
    ),
  }),
);
/** What the system knew when a claim was made. */
export type ClaimEvidence = Static<typeof ClaimEvidence>;

/** A claim with what was known when it was made. */
export const ClaimDetails = named(
  'ClaimDetails',
  Type.Object({ ...operatorFields, evidence: ClaimEvidence }),
);

const byId = { params: Type.Object({ id: Uuid }) };

/** Lists claims. */
export const listClaims = endpoint({
  id: 'listClaims',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists claims of missing rewards.',
  query: listQuery(['CreatedAt', 'AnsweredAt'] as const, {
    search: searchFilter,
    status: Type.Optional(commaList(oneOf(claimStatuses))),
    outcome: Type.Optional(commaList(oneOf(claimOutcomes))),
    offer_id: Type.Optional(commaList(Uuid)),
  }),
  status: 200,
  data: pageSchema('ClaimPage', Claim),
  isExportable: true,
});

/** Reads one claim. */
export const readClaim = endpoint({
  id: 'readClaim',
  method: 'GET',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  summary: 'Reads a claim with what was known when it was made.',
  ...byId,
  status: 200,
  data: ClaimDetails,
});

/** Reads the picture that a member sent as proof. */
export const readClaimProof = endpoint({
  id: 'readClaimProof',
  method: 'GET',
  path: `${path}/{id}/proof`,
  tag,
  access: 'management',
  summary: 'Reads the picture that a member sent as proof.',
  ...byId,
  status: 200,
  mediaType: 'image/png',
});

/** Answers a claim. */
export const answerClaim = endpoint({
  id: 'answerClaim',
  method: 'PUT',
  path: `${path}/{id}/answer`,
  tag,
  access: 'management',
  summary: 'Answers a claim; the member reads the answer on the wall.',
  description:
    'Accepting a claim pays nothing by itself: the conversion is reported, or approved, where conversions are. An answer can be changed.',
  ...byId,
  body: named(
    'ClaimAnswerInput',
    Type.Object({ outcome: oneOf(claimOutcomes), answer: Type.Optional(Type.String({ maxLength: 2_000 })) }),
  ),
  bodyExample: { outcome: 'Accepted', answer: 'We have added your coins.' },
  status: 200,
  data: ClaimDetails,
});

/** Every endpoint of claims. */
export const claimEndpoints = [
  readWallClaims,
  createWallClaim,
  listClaims,
  readClaim,
  readClaimProof,
  answerClaim,
];
