import { ledgerAccounts } from '#domain/ledger/postings.ts';
import { endpoint, type Access } from './endpoint.ts';
import { listQuery, pageSchema } from './lists.ts';
import { Balance, commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

/** Whether an amount still waits for its conversion's Success, or is owed. */
export const ledgerPhases = ['pending', 'due'] as const;

const optional = Type.Optional;
const text = Type.String();
const tag = 'Ledger';
const path = '/api/v1/ledger';
const code = Type.String({ maxLength: 50, examples: ['USD'] });
const signs = 'Positive is a debit (owed to the tenant), negative a credit (owed by the tenant).';

/** One line of the ledger. */
export const LedgerEntry = named(
  'LedgerEntry',
  Type.Object({
    id: Uuid,
    postingId: Type.String({
      format: 'uuid',
      description: 'The lines of one posting sum to zero in each currency.',
    }),
    postedAt: Instant,
    conversionId: Uuid,
    offerId: Uuid,
    account: oneOf(ledgerAccounts),
    partyId: nullable(
      Type.String({
        format: 'uuid',
        description: "The advertiser, partner or member; null on the tenant's own accounts.",
      }),
    ),
    phase: oneOf(ledgerPhases),
    currency: text,
    amount: Type.Number({ description: signs, examples: [12.5] }),
    sealNumber: nullable(
      Type.Integer({
        minimum: 1,
        description: 'The seal of the hash chain that covers it; null until it is sealed.',
      }),
    ),
  }),
);
/** One line of the ledger. */
export type LedgerEntry = Static<typeof LedgerEntry>;

const filters = {
  account: optional(commaList(oneOf(ledgerAccounts))),
  party_id: optional(commaList(Uuid)),
  currency: optional(commaList(code)),
};

/** Lists the ledger. */
export const listLedger = endpoint({
  id: 'listLedger',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists the lines of the ledger, double entry and append-only.',
  query: listQuery(['PostedAt', 'Amount'] as const, {
    ...filters,
    phase: optional(commaList(oneOf(ledgerPhases))),
    conversion_id: optional(commaList(Uuid)),
    offer_id: optional(commaList(Uuid)),
    from: optional(Instant),
    to: optional(Instant),
  }),
  status: 200,
  data: pageSchema('LedgerPage', LedgerEntry),
  isExportable: true,
});

/** What stands on one account in one currency. */
export const LedgerBalance = named(
  'LedgerBalance',
  Type.Object({
    account: oneOf(ledgerAccounts),
    partyId: nullable(Uuid),
    partyName: nullable(
      Type.String({ description: "The advertiser's or partner's name, or the member's pub_member_id." }),
    ),
    currency: text,
    pending: Balance,
    due: Balance,
    lines: Type.Integer({ minimum: 1 }),
  }),
);
/** What stands on one account in one currency. */
export type LedgerBalance = Static<typeof LedgerBalance>;

/** Lists balances. */
export const listBalances = endpoint({
  id: 'listBalances',
  method: 'GET',
  path: `${path}/balances`,
  tag,
  access: 'management',
  summary:
    'Lists what stands on each account: by advertiser, partner and member, pending and due, per currency.',
  description: `${signs} \`filter.at\` gives the balances as they stood at an instant.`,
  query: listQuery(['Account', 'Due', 'Pending'] as const, { ...filters, at: optional(Instant) }),
  status: 200,
  data: pageSchema('LedgerBalancePage', LedgerBalance),
  isExportable: true,
});

const hash = (description: string) => Type.String({ pattern: '^[0-9a-f]{64}$', description });

/** One link of the hash chain. */
export const LedgerSeal = named(
  'LedgerSeal',
  Type.Object({
    number: Type.Integer({ minimum: 1 }),
    entries: Type.Integer({ minimum: 1 }),
    root: hash('Root of the hash tree over its lines.'),
    previousHash: hash('The hash of the seal before it.'),
    hash: hash(
      'What this seal is known by; whoever keeps it can tell whether anything before it was changed.',
    ),
    sealedAt: Instant,
  }),
);
/** One link of the hash chain. */
export type LedgerSeal = Static<typeof LedgerSeal>;

function sealList(id: string, listPath: string, access: Access) {
  return endpoint({
    id,
    method: 'GET',
    path: listPath,
    tag,
    access,
    summary: 'Lists the seals of the ledger: a hash chain over batches of its lines.',
    description:
      'It holds no amounts and no names. Together with a statement it shows that nothing was changed or taken out between two seals.',
    query: listQuery(['Number'] as const, {
      from_number: optional(Type.Integer({ minimum: 1 })),
      to_number: optional(Type.Integer({ minimum: 1 })),
    }),
    status: 200,
    data: pageSchema('LedgerSealPage', LedgerSeal),
    isExportable: true,
  });
}

/** Lists the hash chain. */
export const listSeals = sealList('listSeals', `${path}/seals`, 'management');
/** Lists the hash chain for a partner. */
export const listPartnerSeals = sealList('listPartnerSeals', '/api/v1/partner/ledger/seals', 'partner');
/** Lists the hash chain for an advertiser. */
export const listAdvertiserSeals = sealList(
  'listAdvertiserSeals',
  '/api/v1/advertiser/ledger/seals',
  'advertiser',
);

/** Every endpoint of the ledger. */
export const ledgerEndpoints = [listLedger, listBalances, listSeals, listPartnerSeals, listAdvertiserSeals];
