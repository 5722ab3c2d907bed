import { LRUCache } from 'lru-cache';
import type { TokenScope } from '#contract/tokens.ts';
import type { Database } from '#database/connect.ts';
import { parseInstant, type Micros } from '#domain/time.ts';
import type { ChangeFeed } from './changes.ts';

/** A tenant as every call carries it. */
export interface Tenant {
  readonly id: string;
  /** Its label in host names. */
  readonly name: string;
  readonly displayName: string;
  readonly products: readonly string[];
  readonly isActive: boolean;
}

/** Who makes a call. */
export interface Principal {
  readonly kind: 'token' | 'user';
  readonly id: string;
  readonly name: string;
  readonly tenantId: string;
  readonly scope: TokenScope;
  readonly partnerId: string | null;
  readonly advertiserId: string | null;
  /** What somebody signed in is; null for tokens. */
  readonly role: string | null;
  /** False for people who may only look. */
  readonly canWrite: boolean;
}

interface Credential {
  readonly principal: Principal;
  readonly expiresAt: Micros | null;
}

/** Looks up who a host or a credential stands for. It works across tenants, since finding the tenant is its purpose. */
export interface Directory {
  tenantByName(name: string): Promise<Tenant | undefined>;
  tenantById(id: string): Promise<Tenant | undefined>;
  /** The tenant of calls that name none: the configured one, else the installation's oldest. */
  defaultTenant(): Promise<Tenant | undefined>;
  /** The principal of a token's hash, unless it is revoked or has expired by the instant given. */
  tokenPrincipal(hash: Buffer, now: Micros): Promise<Principal | undefined>;
  /** The principal of a session's hash. Sessions are not remembered, so that signing out is felt everywhere at once. */
  sessionPrincipal(hash: Buffer): Promise<Principal | undefined>;
}

const CREDENTIALS = 10_000;
const TENANTS = 1_000;
const TOUCH_MS = 60_000;

interface TenantRecord {
  id: string;
  name: string;
  display_name: string;
  products: string[];
  status: string;
}

/** Opens the directory. What it remembers is dropped as soon as the change feed names it. */
export function openDirectory(
  database: Database,
  changes: ChangeFeed,
  defaultTenantName?: string,
): Directory {
  const directory = new RememberingDirectory(database, defaultTenantName);
  changes.subscribe(({ kind, tenantId }) => {
    if (kind === 'tenant') directory.forgetTenant(tenantId);
    if (kind === 'token' || kind === 'tenant') directory.forgetCredentials(tenantId);
  });
  return directory;
}

class RememberingDirectory implements Directory {
  readonly #database: Database;
  readonly #defaultTenantName: string | undefined;
  readonly #tenantsByName = new LRUCache<string, Tenant>({ max: TENANTS });
  readonly #tenantsById = new LRUCache<string, Tenant>({ max: TENANTS });
  readonly #credentials = new LRUCache<string, Credential>({ max: CREDENTIALS });
  readonly #touched = new LRUCache<string, true>({ max: CREDENTIALS, ttl: TOUCH_MS });
  #oldestTenantId: string | undefined;
  /** Counts what was forgotten: an answer that was on its way meanwhile may be stale and isn't remembered. */
  #forgotten = 0;

  constructor(database: Database, defaultTenantName: string | undefined) {
    this.#database = database;
    this.#defaultTenantName = defaultTenantName;
  }

  forgetTenant(tenantId: string): void {
    this.#forgotten++;
    const known = this.#tenantsById.get(tenantId);
    if (known) this.#tenantsByName.delete(known.name);
    this.#tenantsById.delete(tenantId);
    this.#oldestTenantId = undefined;
  }

  forgetCredentials(tenantId: string): void {
    this.#forgotten++;
    for (const [hash, { principal }] of this.#credentials.entries()) {
      if (principal.tenantId === tenantId) this.#credentials.delete(hash);
    }
  }

  async tenantByName(name: string): Promise<Tenant | undefined> {
    return this.#tenantsByName.get(name) ?? this.#findTenant('name', name);
  }

  async tenantById(id: string): Promise<Tenant | undefined> {
    return this.#tenantsById.get(id) ?? this.#findTenant('id', id);
  }

  async defaultTenant(): Promise<Tenant | undefined> {
    if (this.#defaultTenantName !== undefined) return this.tenantByName(this.#defaultTenantName);
    this.#oldestTenantId ??= await findOldestTenant(this.#database);
    return this.#oldestTenantId === undefined ? undefined : this.tenantById(this.#oldestTenantId);
  }

  async tokenPrincipal(hash: Buffer, now: Micros): Promise<Principal | undefined> {
    const key = hash.toString('base64');
    const forgotten = this.#forgotten;
    const credential = this.#credentials.get(key) ?? (await findToken(this.#database, hash));
    if (!credential) return undefined;
    if (forgotten === this.#forgotten) this.#credentials.set(key, credential);
    if (credential.expiresAt !== null && credential.expiresAt <= now) return undefined;
    this.#touch(credential.principal);
    return credential.principal;
  }

  sessionPrincipal(hash: Buffer): Promise<Principal | undefined> {
    return findSession(this.#database, hash);
  }

  async #findTenant(column: 'name' | 'id', value: string): Promise<Tenant | undefined> {
    const forgotten = this.#forgotten;
    const { rows } = await this.#database.engine.query<TenantRecord>(
      `SELECT id, name, display_name, products, status FROM tenants WHERE ${column} = $1`,
      [value],
    );
    const row = rows[0];
    if (!row) return undefined;
    const { id, name, display_name: displayName, products, status } = row;
    const tenant: Tenant = { id, name, displayName, products, isActive: status === 'active' };
    if (forgotten === this.#forgotten) {
      this.#tenantsByName.set(tenant.name, tenant);
      this.#tenantsById.set(tenant.id, tenant);
    }
    return tenant;
  }

  #touch({ tenantId, id }: Principal): void {
    if (this.#touched.has(id)) return;
    this.#touched.set(id, true);
    const statement =
      'UPDATE tokens SET last_used_at = tenant_now(tenant_id) WHERE tenant_id = $1 AND id = $2';
    // Knowing when a token was last used is a comfort; failing to note it must not fail the call.
    this.#database.engine.query(statement, [tenantId, id]).catch(() => this.#touched.delete(id));
  }
}

async function findOldestTenant(database: Database): Promise<string | undefined> {
  const { rows } = await database.engine.query<{ id: string }>('SELECT id FROM tenants ORDER BY id LIMIT 1');
  return rows[0]?.id;
}

async function findToken(database: Database, hash: Buffer): Promise<Credential | undefined> {
  const { rows } = await database.engine.query<{
    id: string;
    tenant_id: string;
    name: string;
    scope: TokenScope;
    partner_id: string | null;
    advertiser_id: string | null;
    expires_at: string | null;
  }>(
    `SELECT id, tenant_id, name, scope, partner_id, advertiser_id, expires_at
     FROM tokens WHERE hash = $1 AND revoked_at IS NULL`,
    [hash],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    principal: {
      kind: 'token',
      id: row.id,
      name: row.name,
      tenantId: row.tenant_id,
      scope: row.scope,
      partnerId: row.partner_id,
      advertiserId: row.advertiser_id,
      role: null,
      canWrite: true,
    },
    expiresAt: row.expires_at === null ? null : parseInstant(row.expires_at),
  };
}

async function findSession(database: Database, hash: Buffer): Promise<Principal | undefined> {
  const { rows } = await database.engine.query<{
    id: string;
    tenant_id: string;
    email: string;
    role: string;
    partner_id: string | null;
    advertiser_id: string | null;
  }>(
    `SELECT u.id, u.tenant_id, u.email, u.role, u.partner_id, u.advertiser_id
     FROM sessions s JOIN users u ON u.tenant_id = s.tenant_id AND u.id = s.user_id
     WHERE s.hash = $1 AND s.expires_at > tenant_now(s.tenant_id) AND u.status = 'active'`,
    [hash],
  );
  const row = rows[0];
  if (!row) return undefined;
  return {
    kind: 'user',
    id: row.id,
    name: row.email,
    tenantId: row.tenant_id,
    scope: row.role === 'partner' || row.role === 'advertiser' ? row.role : 'management',
    partnerId: row.partner_id,
    advertiserId: row.advertiser_id,
    role: row.role,
    canWrite: row.role !== 'viewer',
  };
}
