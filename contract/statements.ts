import { endpoint, type Access } from './endpoint.ts';
import { LedgerSeal, ledgerPhases } from './ledger.ts';
import { Balance, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

/** Most lines of a statement in one JSON answer; the CSV file has no limit. */
export const mostStatementLines = 50_000;
/** What a statement calls itself, so that a verifier knows how to read it. */
export const statementFormat = 'pitwall-statement-1';

const optional = Type.Optional;
const text = Type.String();
const tag = 'Ledger';

/** One line of a statement. */
export const StatementLine = named(
  'StatementLine',
  Type.Object({
    entryId: Uuid,
    postedAt: Instant,
    conversionId: Uuid,
    offerId: Uuid,
    offerName: text,
    pubClickId: nullable(
      Type.String({ description: "The partner's own id of the click, as it was received." }),
    ),
    phase: oneOf(ledgerPhases),
    currency: text,
    amount: Type.Number({
      description: 'What is owed: to the partner, or by the advertiser. A reversal is negative.',
      examples: [1.25],
    }),
    sealNumber: nullable(Type.Integer({ minimum: 1 })),
    sealedText: Type.String({ description: 'The line as the hash chain covers it.' }),
    proof: Type.String({
      description: 'The hashes beside it on the way to the root of its seal, each with its side: `L` or `R`.',
    }),
  }),
);
/** One line of a statement. */
export type StatementLine = Static<typeof StatementLine>;

/** What is owed in one currency. */
const StatementBalance = named(
  'StatementBalance',
  Type.Object({ currency: text, pending: Balance, due: Balance }),
);

/** What is owed to a partner or by an advertiser, line by line. */
export const Statement = named(
  'Statement',
  Type.Object({
    format: oneOf([statementFormat]),
    tenantId: Uuid,
    tenantName: text,
    party: Type.Object({ kind: oneOf(['Partner', 'Advertiser'] as const), id: Uuid, name: text }),
    from: Instant,
    to: Instant,
    madeAt: Instant,
    opening: Type.Array(StatementBalance),
    closing: Type.Array(StatementBalance),
    lines: Type.Array(StatementLine),
    seals: Type.Array(LedgerSeal, { description: 'The seals of its lines.' }),
  }),
);
/** What is owed to a partner or by an advertiser, line by line. */
export type Statement = Static<typeof Statement>;

const period = {
  from: optional(
    Type.String({ format: 'date-time', description: 'Start of the period; the beginning without it.' }),
  ),
  to: optional(
    Type.String({ format: 'date-time', description: 'End of the period, not included; now without it.' }),
  ),
  format: optional(oneOf(['json', 'csv'] as const, { description: 'csv: the whole of it as a file.' })),
};

function statement<Query extends typeof ofAnybody | typeof ofItself>(
  id: string,
  path: string,
  access: Access,
  query: Query,
) {
  return endpoint({
    id,
    method: 'GET',
    path,
    tag,
    access,
    summary: 'A statement of what is owed to a partner or by an advertiser, with the proof of each line.',
    description: `At most ${mostStatementLines} lines as JSON. A file can be verified without us: see the guide to statements.`,
    query,
    status: 200,
    data: Statement,
    failures: ['NotFound'],
    isExportable: true,
  });
}

const ofAnybody = Type.Object({ partnerId: optional(Uuid), advertiserId: optional(Uuid), ...period });
const ofItself = Type.Object(period);

/** Makes a statement for a partner or an advertiser. */
export const readStatement = statement('readStatement', '/api/v1/statements', 'management', ofAnybody);
/** Makes a statement for the partner of the token. */
export const readPartnerStatement = statement(
  'readPartnerStatement',
  '/api/v1/partner/statements',
  'partner',
  ofItself,
);
/** Makes a statement for the advertiser of the token. */
export const readAdvertiserStatement = statement(
  'readAdvertiserStatement',
  '/api/v1/advertiser/statements',
  'advertiser',
  ofItself,
);

/** Every endpoint of statements. */
export const statementEndpoints = [readStatement, readPartnerStatement, readAdvertiserStatement];
