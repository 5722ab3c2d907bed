import { sql } from 'kysely';
import { listInvitations, listUsers, type User } from '#contract/users.ts';
import { formatInstant, parseInstant, type Micros } from '#domain/time.ts';
import { containing, list, type ListRow, type ListSelect } from '../../http/list.ts';

/** How a user's standing is stored. */
export const storedStatus = { Invited: 'invited', Active: 'active', Suspended: 'disabled' } as const;

const order = { CreatedAt: 'created_at', Email: sql`lower(email)` };

function search(select: ListSelect, text: string): ListSelect {
  const like = containing(text);
  return select.where(sql<boolean>`(email ILIKE ${like} OR name ILIKE ${like})`);
}

/** Lists users, and those who were invited and did not come yet. */
export const listUserRoutes = [
  list(listUsers, {
    select: ({ tx, tenant }) => tx.kysely.selectFrom('users').selectAll().where('tenant_id', '=', tenant.id),
    order,
    filters: {
      search,
      role: (select, roles: string[]) => select.where('role', 'in', roles),
      status: (select, statuses: User['status'][]) =>
        select.where(
          'status',
          'in',
          statuses.map((status) => storedStatus[status]),
        ),
    },
    items: (rows) => rows.map(userOf),
  }),
  list(listInvitations, {
    select: ({ tx, tenant }) =>
      tx.kysely
        .selectFrom('users')
        .select([
          'id',
          'email',
          'name',
          'role',
          'created_at',
          sql<string | null>`(SELECT max(expires_at) FROM sign_in_links l
            WHERE l.tenant_id = users.tenant_id AND l.user_id = users.id AND l.used_at IS NULL)`.as(
            'expires_at',
          ),
        ])
        .where('tenant_id', '=', tenant.id)
        .where('status', '=', storedStatus.Invited),
    order,
    filters: { search },
    items: (rows) =>
      rows.map((row) => ({
        id: row['id'] as string,
        email: row['email'] as string,
        role: row['role'] as User['role'],
        createdAt: written(row['created_at'] as string),
        expiresAt: row['expires_at'] === null ? null : written(row['expires_at'] as string),
      })),
  }),
];

/** Maps a row of the table of users, without its secrets. */
export function userOf(row: ListRow): User {
  const statuses = Object.keys(storedStatus) as User['status'][];
  return {
    id: row['id'] as string,
    email: row['email'] as string,
    name: row['name'] as string,
    role: row['role'] as User['role'],
    partnerId: row['partner_id'] as string | null,
    advertiserId: row['advertiser_id'] as string | null,
    status: statuses.find((status) => storedStatus[status] === row['status']) ?? 'Suspended',
    isTotpEnabled: row['totp_seed_sealed'] !== null,
    createdAt: written(row['created_at'] as string),
  };
}

function written(text: string): string {
  return formatInstant(parseInstant(text) as Micros);
}
