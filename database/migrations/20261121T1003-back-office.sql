-- ISO 3166 belongs to everybody: no tenant, no policy, read-only for both serving roles.
CREATE TABLE countries (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  code2 text NOT NULL UNIQUE,
  code3 text NOT NULL UNIQUE,
  numeric text NOT NULL UNIQUE
);
CREATE TABLE states (
  id uuid PRIMARY KEY,
  country_id uuid NOT NULL REFERENCES countries,
  name text NOT NULL,
  code text NOT NULL UNIQUE
);
CREATE INDEX states_by_country ON states (country_id);
GRANT SELECT ON countries, states TO pitwall_tenant, pitwall_engine;

CREATE TABLE advertisers (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX advertisers_by_name ON advertisers (tenant_id, lower(name));
CALL protect_table('advertisers', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE partners (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX partners_by_name ON partners (tenant_id, lower(name));
CALL protect_table('partners', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE placements (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX placements_by_name ON placements (tenant_id, lower(name));
CALL protect_table('placements', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE categories (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX categories_by_name ON categories (tenant_id, lower(name));
CALL protect_table('categories', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE age_ranges (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  value_from integer,
  value_to integer,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  CHECK (value_from >= 0),
  CHECK (value_to >= value_from)
);
CREATE UNIQUE INDEX age_ranges_by_name ON age_ranges (tenant_id, lower(name));
CALL protect_table('age_ranges', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE genders (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX genders_by_name ON genders (tenant_id, lower(name));
CALL protect_table('genders', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE tokens (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  scope text NOT NULL CHECK (scope IN ('management', 'partner', 'advertiser')),
  partner_id uuid,
  advertiser_id uuid,
  hash bytea NOT NULL,
  hint text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, partner_id) REFERENCES partners,
  FOREIGN KEY (tenant_id, advertiser_id) REFERENCES advertisers,
  CHECK ((scope = 'partner') = (partner_id IS NOT NULL)),
  CHECK ((scope = 'advertiser') = (advertiser_id IS NOT NULL))
);
CREATE UNIQUE INDEX tokens_by_hash ON tokens (hash);
CREATE INDEX tokens_by_partner ON tokens (tenant_id, partner_id) WHERE partner_id IS NOT NULL;
CREATE INDEX tokens_by_advertiser ON tokens (tenant_id, advertiser_id) WHERE advertiser_id IS NOT NULL;
CALL protect_table('tokens', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE users (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  email text NOT NULL,
  name text NOT NULL DEFAULT '',
  role text NOT NULL CHECK (role IN ('owner', 'manager', 'viewer', 'partner', 'advertiser')),
  partner_id uuid,
  advertiser_id uuid,
  password_hash text,
  totp_seed_sealed bytea,
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('invited', 'active', 'disabled')),
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, partner_id) REFERENCES partners,
  FOREIGN KEY (tenant_id, advertiser_id) REFERENCES advertisers
);
CREATE UNIQUE INDEX users_by_email ON users (tenant_id, lower(email));
CALL protect_table('users', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- One-time links: the first sign-in of an operator, invitations, password resets. Only the hash is kept.
CREATE TABLE sign_in_links (
  tenant_id uuid NOT NULL,
  hash bytea NOT NULL,
  user_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('sign-in', 'invitation', 'reset')),
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at timestamptz,
  PRIMARY KEY (tenant_id, hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE UNIQUE INDEX sign_in_links_by_hash ON sign_in_links (hash);
CALL protect_table('sign_in_links', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE sessions (
  tenant_id uuid NOT NULL,
  hash bytea NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,
  ip text,
  user_agent text,
  PRIMARY KEY (tenant_id, hash),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
);
CREATE UNIQUE INDEX sessions_by_hash ON sessions (hash);
CALL protect_table('sessions', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');
