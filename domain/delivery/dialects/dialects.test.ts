import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { decimal } from '../../money.ts';
import type { ConversionStatus } from '../../offer.ts';
import { parseInstant } from '../../time.ts';
import type { DeliveryFacts } from '../facts.ts';
import type { AcceptedAnswer } from '../request.ts';
import { encodeForm } from './form-text.ts';
import { dialectNames, dialects } from './registry.ts';
import { dialectRequest, parseDialectAddress } from './request.ts';
import { creditTurn } from './turn.ts';
import type { Digests } from './types.ts';

interface Fixture {
  about: string;
  address: string;
  secret: string;
  status: ConversionStatus;
  /** What was called back before. */
  earlier: ConversionStatus[];
  /** Null where there is nothing to tell. */
  url: string | null;
  headers?: Record<string, string>;
  accepts?: AcceptedAnswer | null;
}

const digests: Digests = {
  md5: (text) => createHash('md5').update(text).digest('hex'),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  hmacSha1: (key, text) => createHmac('sha1', key).update(text).digest('hex'),
  hmacSha256: (key, text) => createHmac('sha256', key).update(text).digest('hex'),
};

const at = (text: string) => parseInstant(text) as number;
const id = (end: number) => `01970000-0000-7000-8000-${String(end).padStart(12, '0')}`;
const facts: DeliveryFacts = {
  status: 'Success',
  rejectionReason: 'fraud',
  userCompletedAt: at('2026-05-04T09:20:00Z'),
  createdAt: at('2026-05-04T09:20:01Z'),
  clickedAt: at('2026-05-04T08:00:00Z'),
  viewId: id(1),
  clickId: id(2),
  conversionId: id(3),
  offerId: id(4),
  offerName: 'Castle Quest & Co',
  advertiser: { id: id(5), name: 'Quest Studio' },
  category: { id: id(6), name: 'Games' },
  country: { id: id(7), code2: 'CA', code3: 'CAN' },
  step: { id: id(8), eventId: 'level_5', name: 'Reach level 5', sequenceNumber: 2 },
  revenue: decimal('1.25'),
  payout: null,
  reward: decimal('125'),
  pub: { pub_member_id: 'm-1 ü', pub_sub_1: 'one' },
  tracking: {
    eventId: 'level_5',
    conversionId: 'tx-77',
    amount: null,
    ipAddress: '198.51.100.7',
    email: null,
    userId: null,
    subs: [],
  },
  partner: null,
  isTest: false,
};

function requestOf(
  name: (typeof dialectNames)[number],
  fixture: Fixture,
  given: Partial<DeliveryFacts> = {},
) {
  const dialect = dialects[name];
  const turn = creditTurn(fixture.status, fixture.earlier, dialect);
  if (turn === null) return null;
  return dialectRequest(dialect, fixture.address, {
    facts: { ...facts, status: fixture.status, ...given },
    turn,
    id: '01970000-0000-7000-8000-0000000000d1',
    at: at('2026-05-04T09:20:02Z'),
    secret: fixture.secret,
    digests,
  });
}

const folders = {
  AyetStudios: 'ayet-studios',
  AdGate: 'adgate',
  BitLabs: 'bitlabs',
  Tapjoy: 'tapjoy',
  Lootably: 'lootably',
  OfferToro: 'offertoro',
  Wannads: 'wannads',
  AdGem: 'adgem',
} as const;
const fixturesOf = (name: (typeof dialectNames)[number]): Fixture[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, folders[name], 'fixtures.json'), 'utf8'));

describe.each(dialectNames)('the dialect of %s', (name) => {
  const fixtures = fixturesOf(name);

  test.each(fixtures.map((fixture) => [fixture.about, fixture] as const))('%s', (_about, fixture) => {
    const request = requestOf(name, fixture);
    expect(request).toEqual(
      fixture.url && {
        method: 'GET',
        url: fixture.url,
        body: null,
        headers: fixture.headers,
        accepts: fixture.accepts,
      },
    );
  });

  it('names itself and a public source', () => {
    expect(dialects[name].name).toBe(name);
    expect(new URL(dialects[name].source).protocol).toBe('https:');
  });

  it('rewards nobody for what a partner sent', () => {
    const [first] = fixtures;
    const partner = { id: id(9), name: 'Traffic House' };
    const request = requestOf(name, { ...(first as Fixture), status: 'Success', earlier: [] }, { partner });
    expect(request?.url).not.toMatch(/=125(&|$)/);
    expect(request?.url).toMatch(/=0(&|$)/);
  });

  it('sends every value of whatever text as one value', () => {
    const address = `https://wall.example/?a=${dialects[name].macroForm === 'braces' ? '{constructor}' : '[%constructor%]'}`;
    const plain = 'https://wall.example/callback';
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (member) => {
        const given = { pub: { pub_member_id: member } };
        const fixture = { ...(fixtures[0] as Fixture), status: 'Success' as const, earlier: [] };
        const request = requestOf(name, { ...fixture, address: plain }, given);
        const values = [...new URL(request?.url ?? '').searchParams.values()];
        expect(values).toContain(member.toWellFormed());
        expect(request?.url).toBe(new URL(request?.url ?? '').href);
        expect(requestOf(name, { ...fixture, address }, given)?.url).toMatch(/\?a=(&|$)/);
      }),
      { numRuns: 50 },
    );
  });
});

it('hashes an address as BitLabs publishes it', () => {
  const url = 'https://publisher.com/complete?uid=8cc877ee-af19-488d-b28d-216fb866b996&val=500';
  const call = { secret: 'JLOIAUNMHFli7ZJOQVEzm98rzqnm9', digests } as never;
  expect(dialects.BitLabs.finish?.(url, call).url).toBe(
    `${url}&hash=dbcd6bb8ca677344592842a52b4fca9bec36cd4b`,
  );
});

it('encodes a query as PHP does', () => {
  expect(encodeForm("a b~(c)!*'-_.ü&=")).toBe('a+b%7E%28c%29%21%2A%27-_.%C3%BC%26%3D');
});

it.each([
  ['ftp://wall.example/', 'must be an absolute http or https address'],
  ['https://{userID}.example/', 'must not have a macro or a brace in the host, port or user name'],
  [
    'https://wall.example/?{userID}=1',
    'the macro {userID} must stand in a value of the query, not in a name',
  ],
])('an address %s is refused: %s', (address, problem) => {
  expect(parseDialectAddress(dialects.Lootably, address).problems).toEqual([problem]);
});

describe('a receiver that keeps a balance', () => {
  it('holds the reward of a conversion exactly while it is a Success, whatever happens to it', () => {
    const statuses = fc.array(fc.constantFrom<ConversionStatus>('Success', 'Rejected'), { maxLength: 20 });
    fc.assert(
      fc.property(statuses, (changes) => {
        const earlier: ConversionStatus[] = [];
        const seen = new Set<string>();
        let balance = 0;
        for (const status of changes) {
          const turn = creditTurn(status, earlier, { tellsPending: false, tellsReversals: true });
          earlier.push(status);
          if (turn === null) continue;
          const transaction = `${turn.kind} ${turn.number}`;
          expect(seen).not.toContain(transaction);
          seen.add(transaction);
          balance += turn.kind === 'credit' ? 1 : -1;
        }
        expect(balance).toBe(changes.at(-1) === 'Success' ? 1 : 0);
      }),
    );
  });

  it.each([
    ['Pending', [], true, { kind: 'pending', number: 1 }],
    ['Pending', [], false, null],
    ['Pending', ['Success'], true, null],
    ['Rejected', [], true, null],
    ['Rejected', ['Pending'], true, { kind: 'reversal', number: 1 }],
    ['Rejected', ['Pending'], false, null],
    ['Rejected', ['Success', 'Pending'], false, { kind: 'reversal', number: 1 }],
    ['Success', ['Success', 'Pending'], true, null],
    ['Success', ['Success', 'Rejected', 'Rejected'], true, { kind: 'credit', number: 2 }],
  ] as const)(
    'is told of %s after %j where pending is told %s: %j',
    (status, earlier, tellsPending, turn) => {
      expect(creditTurn(status, earlier, { tellsPending, tellsReversals: true })).toEqual(turn);
    },
  );
});
