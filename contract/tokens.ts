import { endpoint } from './endpoint.ts';
import { listQuery, pageSchema, searchFilter } from './lists.ts';
import { commaList, Instant, Name, named, nullable, oneOf, Type, Uuid } from './schema.ts';

/** What a token may do. */
export const tokenScopes = ['management', 'partner', 'advertiser'] as const;
/** What a token may do. */
export type TokenScope = (typeof tokenScopes)[number];

const fields = {
  id: Uuid,
  name: Type.String(),
  scope: oneOf(tokenScopes),
  partnerId: nullable(Uuid),
  advertiserId: nullable(Uuid),
  hint: Type.String({ description: 'The end of the token, to tell one from another.' }),
  createdAt: Instant,
  expiresAt: nullable(Instant),
  revokedAt: nullable(Instant),
  lastUsedAt: nullable(Instant),
};

/** A token without its secret. */
export const Token = named('Token', Type.Object(fields));

const path = '/api/v1/tokens';
const tag = 'Tokens';

/** Lists the tenant's tokens, revoked ones included. */
export const listTokens = endpoint({
  id: 'listTokens',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists API tokens.',
  query: listQuery(['CreatedAt', 'Name'], {
    search: searchFilter,
    scope: Type.Optional(commaList(oneOf(tokenScopes))),
    partner_id: Type.Optional(commaList(Uuid)),
    advertiser_id: Type.Optional(commaList(Uuid)),
  }),
  status: 200,
  data: pageSchema('TokenPage', Token),
  isExportable: true,
});

/** Creates a token; the only answer that shows it. */
export const createToken = endpoint({
  id: 'createToken',
  method: 'POST',
  path,
  tag,
  access: 'management',
  needsOwner: true,
  summary: 'Creates an API token.',
  description:
    'The token itself is in this answer only. A partner token is bound to one partner, an advertiser token to one advertiser.',
  body: named(
    'TokenInput',
    Type.Object({
      name: Name,
      scope: oneOf(tokenScopes),
      partnerId: Type.Optional(Uuid),
      advertiserId: Type.Optional(Uuid),
      expiresAt: Type.Optional(Instant),
    }),
  ),
  bodyExample: { name: 'Reporting', scope: 'management' },
  status: 201,
  data: named('NewToken', Type.Object({ ...fields, token: Type.String() })),
});

/** Revokes a token at once; repeating it changes nothing. */
export const deleteToken = endpoint({
  id: 'deleteToken',
  method: 'DELETE',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  needsOwner: true,
  summary: 'Revokes an API token, effective at once.',
  params: Type.Object({ id: Uuid }),
  status: 204,
});

/** Every endpoint of tokens. */
export const tokenEndpoints = [listTokens, createToken, deleteToken];
