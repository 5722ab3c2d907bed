CREATE TABLE settings (
  tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  revision integer NOT NULL DEFAULT 1,
  document jsonb NOT NULL,
  callback_header_value_sealed bytea,
  modified_at timestamptz NOT NULL
);
CALL protect_table('settings', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE postback_pairs (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  tracking_system text,
  segment_hash bytea NOT NULL,
  segment_sealed bytea NOT NULL,
  signature_hash bytea NOT NULL,
  signature_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  valid_until timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX postback_pairs_by_segment ON postback_pairs (segment_hash);
CALL protect_table('postback_pairs', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE signing_secrets (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('callback', 'test-link')),
  partner_id uuid,
  secret_sealed bytea NOT NULL,
  created_at timestamptz NOT NULL,
  valid_until timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CALL protect_table('signing_secrets', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE idempotency_keys (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  principal_id uuid NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  status integer,
  headers jsonb,
  answer text,
  claimed_by uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, principal_id, method, path, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
CALL protect_table('idempotency_keys', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, DELETE');
