-- Where we call out to: one row for each address a tenant or partner gave, with its health.
CREATE TABLE endpoints (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('callback', 'partner_postback')),
  partner_id uuid,
  origin text NOT NULL,
  is_on boolean NOT NULL DEFAULT true,
  off_reason text,
  off_at timestamptz,
  failing_since timestamptz,
  last_success_at timestamptz,
  next_probe_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX endpoints_by_origin ON endpoints
  (tenant_id, kind, COALESCE(partner_id, '00000000-0000-0000-0000-000000000000'), origin);
CALL protect_table('endpoints', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- The outbox: written in the conversion's transaction, the same id and bytes over all tries.
CREATE TABLE deliveries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('callback', 'partner_postback')),
  conversion_id uuid,
  conversion_status text,
  offer_id uuid,
  partner_id uuid,
  member_id uuid,
  endpoint_id uuid,
  origin text NOT NULL,
  method text NOT NULL CHECK (method IN ('GET', 'POST')),
  url text NOT NULL,
  body text,
  headers jsonb NOT NULL DEFAULT '{}',
  accepts jsonb,
  is_test boolean NOT NULL DEFAULT false,
  status text NOT NULL DEFAULT 'Waiting' CHECK (status IN ('Waiting', 'Delivered', 'Failed', 'Cancelled')),
  failure_reason text,
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamptz,
  give_up_at timestamptz NOT NULL,
  lease_id uuid,
  leased_until timestamptz,
  last_status integer,
  created_at timestamptz NOT NULL,
  delivered_at timestamptz,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
) WITH (fillfactor = 80);
CREATE INDEX deliveries_due ON deliveries (next_try_at) WHERE status = 'Waiting';
CREATE INDEX deliveries_due_by_origin ON deliveries (tenant_id, origin, next_try_at) WHERE status = 'Waiting';
CREATE INDEX deliveries_by_conversion ON deliveries (tenant_id, conversion_id);
CREATE INDEX deliveries_by_creation ON deliveries (tenant_id, created_at, id);
CREATE INDEX deliveries_by_member ON deliveries (tenant_id, member_id) WHERE member_id IS NOT NULL;
CALL protect_table('deliveries', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE delivery_tries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  number integer NOT NULL,
  tried_at timestamptz NOT NULL,
  status integer,
  duration_ms integer NOT NULL,
  error text,
  answer text,
  PRIMARY KEY (tenant_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE delivery_tries_default PARTITION OF delivery_tries DEFAULT;
CREATE INDEX delivery_tries_by_delivery ON delivery_tries (tenant_id, delivery_id, number);
CALL protect_table('delivery_tries', 'SELECT, INSERT', 'SELECT, INSERT, UPDATE, DELETE');
CALL ensure_partitions('delivery_tries', now() - interval '2 months', now() + interval '3 months');
