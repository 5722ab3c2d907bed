import { endpoint } from './endpoint.ts';
import { Instant, named, Type, Uuid } from './schema.ts';

const path = '/api/v1/members/{pubMemberId}';
const tag = 'Members';
const params = Type.Object({ pubMemberId: Type.String({ minLength: 1, maxLength: 500 }) });
const query = Type.Object({
  partnerId: Type.Optional(Uuid),
});
const source =
  'A member is known within its source: the own wall, or with `partnerId` that partner. The same text from two sources is two members.';
const rows = Type.Array(Type.Record(Type.String(), Type.Unknown()));

/** Everything stored of a member. */
export const exportMember = endpoint({
  id: 'exportMember',
  method: 'GET',
  path: `${path}/export`,
  tag,
  access: 'management',
  summary: 'Gives everything that is stored of a member.',
  description: `${source} Streamed; each record has the columns it is stored with.`,
  params,
  query,
  status: 200,
  data: named(
    'MemberExport',
    Type.Object({
      members: rows,
      views: rows,
      clicks: rows,
      attempts: rows,
      postbacks: rows,
      conversions: rows,
      conversionHistory: rows,
      deliveries: rows,
      deliveryTries: rows,
      claims: rows,
    }),
  ),
});

/** Erases a member. */
export const eraseMember = endpoint({
  id: 'eraseMember',
  method: 'POST',
  path: `${path}/erase`,
  tag,
  access: 'management',
  summary: 'Erases the personal values of a member, for good.',
  description: `${source} From now on nobody finds the member by this text, and what was not sent yet is cancelled. Views, clicks, postbacks, deliveries, claims and the audit lose their personal values at once or within minutes; conversions, money and the seals of the ledger stay as they are.`,
  params,
  query,
  status: 200,
  data: named(
    'ErasedMember',
    Type.Object({
      memberId: Uuid,
      erasedAt: Instant,
      isComplete: Type.Boolean({
        description: 'False where so much is stored that background work goes on with it.',
      }),
    }),
  ),
});

/** Every endpoint of members. */
export const memberEndpoints = [exportMember, eraseMember];
