CREATE TABLE tenants (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  display_name text NOT NULL,
  products text[] NOT NULL CHECK (products <@ ARRAY['publisher', 'aff-network', 'advertiser'] AND cardinality(products) > 0),
  status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'suspended')),
  time_offset interval NOT NULL DEFAULT '0',
  created_at timestamptz NOT NULL
);

-- The one clock of the rules. The offset is zero unless the tenant lives under a simulated clock.
CREATE FUNCTION tenant_now(tenant uuid) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE
RETURN now() + COALESCE((SELECT t.time_offset FROM tenants t WHERE t.id = tenant), interval '0');

-- The tenant that the running transaction serves, as set by SET LOCAL; null outside such a transaction.
CREATE FUNCTION current_tenant() RETURNS uuid
LANGUAGE sql STABLE PARALLEL SAFE
RETURN NULLIF(current_setting('pitwall.tenant_id', true), '')::uuid;

-- Puts a table under the law of tenancy: forced row-level security, one policy for each role, and the named rights.
-- A table made without it is caught by a test that walks the catalogue.
CREATE PROCEDURE protect_table(table_name text, tenant_rights text, engine_rights text, tenant_column text DEFAULT 'tenant_id')
LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', table_name);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', table_name);
  EXECUTE format('CREATE POLICY tenant ON %I TO pitwall_tenant USING (%I = current_tenant()) WITH CHECK (%I = current_tenant())',
    table_name, tenant_column, tenant_column);
  EXECUTE format('CREATE POLICY engine ON %I TO pitwall_engine USING (true) WITH CHECK (true)', table_name);
  EXECUTE format('CREATE POLICY owner ON %I TO pitwall_owner USING (true) WITH CHECK (true)', table_name);
  IF tenant_rights <> '' THEN
    EXECUTE format('GRANT %s ON %I TO pitwall_tenant', tenant_rights, table_name);
  END IF;
  IF engine_rights <> '' THEN
    EXECUTE format('GRANT %s ON %I TO pitwall_engine', engine_rights, table_name);
  END IF;
END
$$;

CALL protect_table('tenants', 'SELECT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE', 'id');

-- What happened to configuration and limits, for every process that keeps a copy in memory. A reader applies what it
-- sees at once and moves its position only past transactions that can no longer be running.
CREATE TABLE changes (
  seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  object_id uuid
);
CREATE INDEX changes_by_tenant ON changes (tenant_id, xid, seq);
CREATE INDEX changes_by_xid ON changes (xid, seq);
CALL protect_table('changes', 'SELECT, INSERT', 'SELECT, INSERT, DELETE');

CREATE FUNCTION announce_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY pitwall_changes;
  RETURN NULL;
END
$$;
CREATE TRIGGER announce AFTER INSERT ON changes FOR EACH STATEMENT EXECUTE FUNCTION announce_changes();
