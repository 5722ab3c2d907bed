import { endpoint } from './endpoint.ts';
import { userRoles } from './auth.ts';
import { listQuery, pageSchema, searchFilter } from './lists.ts';
import { commaList, Instant, named, nullable, oneOf, Type, Uuid, type Static } from './schema.ts';

const optional = Type.Optional;
const path = '/api/v1/users';
const invitations = '/api/v1/auth/invitations';
const tag = 'Users';
const byId = { params: Type.Object({ id: Uuid }) };
const needsOwner = true;
const roleWords =
  'Owners may do everything, managers everything but manage users and tokens, viewers may only look; partner and advertiser users see what is theirs.';
const statuses = ['Invited', 'Active', 'Suspended'] as const;
const PersonName = Type.String({ maxLength: 200 });
const binding = { partnerId: optional(nullable(Uuid)), advertiserId: optional(nullable(Uuid)) };

/** Somebody who can sign in. */
export const User = named(
  'User',
  Type.Object({
    id: Uuid,
    email: Type.String(),
    name: Type.String(),
    role: oneOf(userRoles),
    partnerId: nullable(Uuid),
    advertiserId: nullable(Uuid),
    status: oneOf(statuses),
    isTotpEnabled: Type.Boolean(),
    createdAt: Instant,
  }),
);
/** Somebody who can sign in. */
export type User = Static<typeof User>;

/** Lists the people of the tenant. */
export const listUsers = endpoint({
  id: 'listUsers',
  method: 'GET',
  path,
  tag,
  access: 'management',
  summary: 'Lists who can sign in.',
  query: listQuery(['CreatedAt', 'Email'] as const, {
    search: searchFilter,
    role: optional(commaList(oneOf(userRoles))),
    status: optional(commaList(oneOf(statuses))),
  }),
  status: 200,
  data: pageSchema('UserPage', User),
  isExportable: true,
});

/** Changes somebody's name, role or standing. */
export const changeUser = endpoint({
  id: 'changeUser',
  method: 'PUT',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  needsOwner,
  summary: 'Changes any subset of a user: name, role, whether suspended.',
  description: `${roleWords} Suspending ends the user's sessions at once. \`isTotpEnabled\` can only be switched off here, for somebody who lost the device. The last active owner stays one.`,
  ...byId,
  body: named(
    'UserInput',
    Type.Object({
      name: optional(PersonName),
      role: optional(oneOf(userRoles)),
      ...binding,
      isSuspended: optional(Type.Boolean()),
      isTotpEnabled: optional(
        Type.Boolean({ const: false, 'x-says': 'can only be switched off for somebody else' }),
      ),
    }),
  ),
  bodyExample: { role: 'viewer' },
  status: 200,
  data: User,
  failures: ['Conflict'],
});

/** Removes somebody. */
export const deleteUser = endpoint({
  id: 'deleteUser',
  method: 'DELETE',
  path: `${path}/{id}`,
  tag,
  access: 'management',
  needsOwner,
  summary: 'Removes a user and ends the sessions; the last active owner stays.',
  ...byId,
  status: 204,
  failures: ['Conflict'],
});

/** Somebody who was asked to come and has not come yet. */
export const Invitation = named(
  'Invitation',
  Type.Object({
    id: Uuid,
    email: Type.String(),
    role: oneOf(userRoles),
    createdAt: Instant,
    expiresAt: nullable(Instant),
  }),
);

/** Invites somebody. */
export const createInvitation = endpoint({
  id: 'createInvitation',
  method: 'POST',
  path: invitations,
  tag,
  access: 'management',
  needsOwner,
  summary: 'Invites somebody by e-mail.',
  description: `The link is in this answer only, works once within 7 days, and is mailed where the installation has a mail server. Whoever follows it chooses a password. ${roleWords}`,
  body: named(
    'InvitationInput',
    Type.Object({
      email: Type.String({ format: 'email', maxLength: 320 }),
      name: optional(PersonName),
      role: oneOf(userRoles),
      ...binding,
    }),
  ),
  bodyExample: { email: 'colleague@example.com', role: 'manager' },
  status: 201,
  data: named(
    'NewInvitation',
    Type.Object({ id: Uuid, link: Type.String({ examples: ['https://…/sign-in#…'] }), expiresAt: Instant }),
  ),
  failures: ['Conflict'],
});

/** Lists open invitations. */
export const listInvitations = endpoint({
  id: 'listInvitations',
  method: 'GET',
  path: invitations,
  tag,
  access: 'management',
  summary: 'Lists the invitations that nobody followed yet.',
  query: listQuery(['CreatedAt', 'Email'] as const, { search: searchFilter }),
  status: 200,
  data: pageSchema('InvitationPage', Invitation),
  isExportable: true,
});

/** Takes an invitation back. */
export const deleteInvitation = endpoint({
  id: 'deleteInvitation',
  method: 'DELETE',
  path: `${invitations}/{id}`,
  tag,
  access: 'management',
  needsOwner,
  summary: 'Takes an invitation back; its link no longer works.',
  ...byId,
  status: 204,
});

/** Every endpoint of users and invitations. */
export const userEndpoints = [
  listUsers,
  changeUser,
  deleteUser,
  createInvitation,
  listInvitations,
  deleteInvitation,
];
