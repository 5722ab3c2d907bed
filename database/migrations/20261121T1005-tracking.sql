-- The smallest version 7 uuid of an instant: what month partitions are cut by.
CREATE FUNCTION uuid_v7_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (rpad(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0'), 32, '0'))::uuid;

-- Makes the monthly partitions of one table from a month to another, both included, where they are missing.
CREATE PROCEDURE ensure_partitions(table_name text, first_month timestamptz, last_month timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public SET timezone = 'UTC' AS $$
DECLARE
  month timestamptz := date_trunc('month', first_month);
  partition_name text;
BEGIN
  WHILE month <= last_month LOOP
    partition_name := table_name || '_' || to_char(month, 'YYYYMM');
    IF to_regclass(partition_name) IS NULL THEN
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)', partition_name, table_name,
        uuid_v7_floor(month), uuid_v7_floor(month + interval '1 month'));
    END IF;
    month := month + interval '1 month';
  END LOOP;
END
$$;
REVOKE ALL ON PROCEDURE ensure_partitions FROM PUBLIC;
GRANT EXECUTE ON PROCEDURE ensure_partitions TO pitwall_engine;

-- Who completes offers. A source is the tenant's own wall (the nil uuid) or one partner. Erasure nulls the text.
CREATE TABLE members (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  pub_member_id text,
  created_at timestamptz NOT NULL,
  erased_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX members_by_text ON members (tenant_id, source_id, pub_member_id) WHERE pub_member_id IS NOT NULL;
CREATE INDEX members_by_pub_member_id ON members (tenant_id, pub_member_id);
CALL protect_table('members', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE views (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  member_id uuid NOT NULL,
  params jsonb,
  ip text,
  user_agent text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE views_default PARTITION OF views DEFAULT;
CREATE INDEX views_by_member ON views (tenant_id, member_id, offer_id);
CREATE INDEX views_by_offer ON views (tenant_id, offer_id, id);
CALL protect_table('views', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- One run of a member at an offer. Its terms are pinned by the first accepted conversion as those of that click.
CREATE TABLE attempts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  member_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  run integer NOT NULL,
  status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'completed', 'expired')),
  is_test boolean NOT NULL DEFAULT false,
  first_click_id uuid NOT NULL,
  first_click_at timestamptz NOT NULL,
  last_click_id uuid NOT NULL,
  last_click_at timestamptz NOT NULL,
  last_session_id text,
  offer_version_id uuid NOT NULL,
  share_version_id uuid,
  pinned_click_id uuid,
  expires_at timestamptz,
  completed_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, source_id, member_id, offer_id, run)
);
CREATE INDEX attempts_by_member ON attempts (tenant_id, member_id, offer_id);
CREATE INDEX attempts_by_expiry ON attempts (expires_at) WHERE status = 'open' AND expires_at IS NOT NULL;
CALL protect_table('attempts', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE clicks (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  offer_version_id uuid NOT NULL,
  share_id uuid,
  share_version_id uuid,
  partner_id uuid,
  member_id uuid NOT NULL,
  attempt_id uuid,
  view_id uuid,
  kind text NOT NULL DEFAULT 'followed' CHECK (kind IN ('followed', 'head', 'prefetch', 'bot')),
  is_test boolean NOT NULL DEFAULT false,
  params jsonb,
  country_code2 text,
  ip text,
  user_agent text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE clicks_default PARTITION OF clicks DEFAULT;
CREATE INDEX clicks_by_member ON clicks (tenant_id, member_id, offer_id, id);
CREATE INDEX clicks_by_offer ON clicks (tenant_id, offer_id, id);
CALL protect_table('clicks', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- Every inbound postback as it came, and what became of it.
CREATE TABLE raw_requests (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  received_at timestamptz NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  query text,
  headers jsonb,
  body text,
  ip text,
  pair_id uuid,
  fields jsonb,
  click_id uuid,
  offer_id uuid,
  outcome text NOT NULL CHECK (outcome IN ('waiting', 'accepted', 'held', 'duplicate', 'rejected', 'parked', 'refused')),
  reason text,
  cause text,
  conversion_id uuid,
  warnings text[] NOT NULL DEFAULT '{}',
  decided_at timestamptz,
  decided_times integer NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE raw_requests_default PARTITION OF raw_requests DEFAULT;
CREATE INDEX raw_requests_by_outcome ON raw_requests (tenant_id, outcome, id);
CREATE INDEX raw_requests_by_click ON raw_requests (tenant_id, click_id) WHERE click_id IS NOT NULL;
CALL protect_table('raw_requests', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['views', 'clicks', 'raw_requests'] LOOP
    CALL ensure_partitions(wanted, now() - interval '2 months', now() + interval '3 months');
  END LOOP;
END
$$;
