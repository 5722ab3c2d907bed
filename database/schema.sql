-- Made by `npm run generate` from the migrated database. Changes belong into a migration.

-- Functions

CREATE OR REPLACE FUNCTION public.announce_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NOTIFY pitwall_changes;
  RETURN NULL;
END
$function$
;

CREATE OR REPLACE FUNCTION public.current_tenant()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('pitwall.tenant_id'::text, true), ''::text))::uuid
;

CREATE OR REPLACE PROCEDURE public.ensure_partitions(IN table_name text, IN first_month timestamp with time zone, IN last_month timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public'
 SET "TimeZone" TO 'UTC'
AS $procedure$
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
$procedure$
;

CREATE OR REPLACE PROCEDURE public.protect_table(IN table_name text, IN tenant_rights text, IN engine_rights text, IN tenant_column text DEFAULT 'tenant_id'::text)
 LANGUAGE plpgsql
AS $procedure$
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
$procedure$
;

CREATE OR REPLACE FUNCTION public.refuse_resealing()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF OLD.seal_number IS NOT NULL THEN
    RAISE EXCEPTION 'a sealed ledger entry never changes';
  END IF;
  RETURN NEW;
END
$function$
;

CREATE OR REPLACE FUNCTION public.tenant_now(tenant uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (now() + COALESCE((SELECT t.time_offset FROM tenants t WHERE (t.id = tenant_now.tenant)), 'PT0S'::interval))
;

CREATE OR REPLACE FUNCTION public.uuid_v7_floor(at timestamp with time zone)
 RETURNS uuid
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN (rpad(lpad(to_hex(((EXTRACT(epoch FROM at) * (1000)::numeric))::bigint), 12, '0'::text), 32, '0'::text))::uuid
;

-- Tables

CREATE TABLE advertisers (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT advertisers_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT advertisers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE age_ranges (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  value_from integer,
  value_to integer,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT age_ranges_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT age_ranges_check CHECK ((value_to >= value_from)),
  CONSTRAINT age_ranges_value_from_check CHECK ((value_from >= 0)),
  CONSTRAINT age_ranges_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE assets (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT assets_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT assets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE attempts (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  member_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  run integer NOT NULL,
  status text DEFAULT 'open'::text NOT NULL,
  is_test boolean DEFAULT false NOT NULL,
  first_click_id uuid NOT NULL,
  first_click_at timestamp with time zone NOT NULL,
  last_click_id uuid NOT NULL,
  last_click_at timestamp with time zone NOT NULL,
  last_session_id text,
  offer_version_id uuid NOT NULL,
  share_version_id uuid,
  pinned_click_id uuid,
  expires_at timestamp with time zone,
  completed_at timestamp with time zone,
  closed_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  completing_conversion_id uuid,
  record_status text DEFAULT 'Pending'::text NOT NULL,
  CONSTRAINT attempts_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT attempts_of_member UNIQUE (tenant_id, member_id, offer_id, run),
  CONSTRAINT attempts_record_status_check CHECK ((record_status = ANY (ARRAY['Pending'::text, 'Success'::text, 'Rejected'::text]))),
  CONSTRAINT attempts_status_check CHECK ((status = ANY (ARRAY['open'::text, 'completed'::text, 'expired'::text])))
);

CREATE TABLE audit (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  actor_kind text NOT NULL,
  actor_id uuid,
  actor_name text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text,
  before jsonb,
  after jsonb,
  request_id uuid,
  CONSTRAINT audit_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT audit_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['token'::text, 'user'::text, 'system'::text, 'command'::text])))
) PARTITION BY RANGE (id);

CREATE TABLE categories (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT categories_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT categories_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE changes (
  seq bigint GENERATED ALWAYS AS IDENTITY,
  xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
  tenant_id uuid NOT NULL,
  kind text NOT NULL,
  object_id uuid,
  CONSTRAINT changes_pkey PRIMARY KEY (seq)
);

CREATE TABLE claims (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  attempt_id uuid,
  status text DEFAULT 'Open'::text NOT NULL,
  verdict text,
  message text,
  evidence jsonb DEFAULT '{}'::jsonb NOT NULL,
  proof bytea,
  proof_type text,
  answer text,
  created_at timestamp with time zone NOT NULL,
  answered_at timestamp with time zone,
  outcome text,
  CONSTRAINT claims_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT claims_outcome_check CHECK ((outcome = ANY (ARRAY['Accepted'::text, 'Declined'::text]))),
  CONSTRAINT claims_status_check CHECK ((status = ANY (ARRAY['Open'::text, 'Answered'::text]))),
  CONSTRAINT claims_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

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
  kind text DEFAULT 'followed'::text NOT NULL,
  is_test boolean DEFAULT false NOT NULL,
  params jsonb,
  country_code2 text,
  ip text,
  user_agent text,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT clicks_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT clicks_kind_check CHECK ((kind = ANY (ARRAY['followed'::text, 'head'::text, 'prefetch'::text, 'bot'::text])))
) PARTITION BY RANGE (id);

CREATE TABLE conversion_history (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversion_id uuid NOT NULL,
  at timestamp with time zone NOT NULL,
  kind text NOT NULL,
  from_status text,
  to_status text,
  reason text,
  note text,
  actor text DEFAULT ''::text NOT NULL,
  raw_request_id uuid,
  CONSTRAINT conversion_history_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT conversion_history_kind_check CHECK ((kind = ANY (ARRAY['decided'::text, 'released'::text, 'ripened'::text, 'operator'::text, 'import'::text, 'reprocessed'::text, 'warning'::text])))
);

CREATE TABLE conversion_keys (
  tenant_id uuid NOT NULL,
  step_id uuid NOT NULL,
  identity text NOT NULL,
  conversion_id uuid NOT NULL,
  external_id text,
  member_id uuid NOT NULL,
  CONSTRAINT conversion_keys_pkey PRIMARY KEY (tenant_id, step_id, identity)
);

CREATE TABLE conversions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  record_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  offer_version_id uuid NOT NULL,
  share_id uuid,
  share_version_id uuid,
  partner_id uuid,
  attempt_id uuid NOT NULL,
  click_id uuid NOT NULL,
  member_id uuid NOT NULL,
  raw_request_id uuid,
  status text NOT NULL,
  rejection_reason text,
  is_repeated boolean DEFAULT false NOT NULL,
  is_test boolean DEFAULT false NOT NULL,
  is_over_limit boolean DEFAULT false NOT NULL,
  flags text[] DEFAULT '{}'::text[] NOT NULL,
  arrived_at timestamp with time zone NOT NULL,
  user_completed_at timestamp with time zone NOT NULL,
  accepted_at timestamp with time zone,
  ripens_at timestamp with time zone,
  held_until timestamp with time zone,
  revenue numeric(18,6),
  payout numeric(18,6),
  reward numeric(18,6),
  currency text NOT NULL,
  reward_currency text NOT NULL,
  reward_sent_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT conversions_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT conversions_status_check CHECK ((status = ANY (ARRAY['Held'::text, 'Pending'::text, 'Success'::text, 'Rejected'::text])))
);

CREATE TABLE cost_push_settings (
  tenant_id uuid NOT NULL,
  media_source text NOT NULL,
  key_sealed bytea NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  prepared_until timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
  CONSTRAINT cost_push_settings_pkey PRIMARY KEY (tenant_id),
  CONSTRAINT cost_push_settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE cost_pushes (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  due_at timestamp with time zone NOT NULL,
  app_id text NOT NULL,
  status text NOT NULL,
  rows integer DEFAULT 0 NOT NULL,
  tries integer DEFAULT 0 NOT NULL,
  http_status integer,
  duration_ms integer,
  answer text,
  next_try_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  url text DEFAULT ''::text NOT NULL,
  body text DEFAULT ''::text NOT NULL,
  error text,
  CONSTRAINT cost_pushes_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT cost_pushes_tenant_id_due_at_app_id_key UNIQUE (tenant_id, due_at, app_id),
  CONSTRAINT cost_pushes_status_check CHECK ((status = ANY (ARRAY['Waiting'::text, 'Delivered'::text, 'Failed'::text]))),
  CONSTRAINT cost_pushes_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE counters (
  tenant_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  share_id uuid NOT NULL,
  window_kind text NOT NULL,
  window_start date NOT NULL,
  count bigint DEFAULT 0 NOT NULL,
  amount numeric(24,6) DEFAULT 0 NOT NULL,
  CONSTRAINT counters_pkey PRIMARY KEY (tenant_id, subject_id, share_id, window_kind, window_start),
  CONSTRAINT counters_amount_check CHECK ((amount >= (0)::numeric)),
  CONSTRAINT counters_count_check CHECK ((count >= 0)),
  CONSTRAINT counters_window_kind_check CHECK ((window_kind = ANY (ARRAY['Daily'::text, 'Weekly'::text, 'Monthly'::text, 'Total'::text])))
);

CREATE TABLE countries (
  id uuid NOT NULL,
  name text NOT NULL,
  code2 text NOT NULL,
  code3 text NOT NULL,
  "numeric" text NOT NULL,
  CONSTRAINT countries_pkey PRIMARY KEY (id),
  CONSTRAINT countries_code2_key UNIQUE (code2),
  CONSTRAINT countries_code3_key UNIQUE (code3),
  CONSTRAINT countries_numeric_key UNIQUE ("numeric")
);

CREATE TABLE currency_rates (
  tenant_id uuid NOT NULL,
  currency text NOT NULL,
  valid_from date NOT NULL,
  rate numeric(24,12) NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT currency_rates_pkey PRIMARY KEY (tenant_id, currency, valid_from),
  CONSTRAINT currency_rates_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  CONSTRAINT currency_rates_rate_check CHECK ((rate > (0)::numeric)),
  CONSTRAINT currency_rates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE daily_totals (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  offer_id uuid NOT NULL,
  source_id uuid NOT NULL,
  views bigint DEFAULT 0 NOT NULL,
  clicks bigint DEFAULT 0 NOT NULL,
  conversions bigint DEFAULT 0 NOT NULL,
  rejected bigint DEFAULT 0 NOT NULL,
  revenue numeric(24,6) DEFAULT 0 NOT NULL,
  payout numeric(24,6) DEFAULT 0 NOT NULL,
  reward numeric(24,6) DEFAULT 0 NOT NULL,
  CONSTRAINT daily_totals_pkey PRIMARY KEY (tenant_id, day, offer_id, source_id)
);

CREATE TABLE deliveries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  conversion_id uuid,
  conversion_status text,
  offer_id uuid,
  partner_id uuid,
  member_id uuid,
  endpoint_id uuid,
  origin text NOT NULL,
  method text NOT NULL,
  url text NOT NULL,
  body text,
  headers jsonb DEFAULT '{}'::jsonb NOT NULL,
  accepts jsonb,
  is_test boolean DEFAULT false NOT NULL,
  status text DEFAULT 'Waiting'::text NOT NULL,
  failure_reason text,
  tries integer DEFAULT 0 NOT NULL,
  next_try_at timestamp with time zone,
  give_up_at timestamp with time zone NOT NULL,
  last_status integer,
  created_at timestamp with time zone NOT NULL,
  delivered_at timestamp with time zone,
  modified_at timestamp with time zone NOT NULL,
  resent_after_tries integer DEFAULT 0 NOT NULL,
  CONSTRAINT deliveries_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT deliveries_kind_check CHECK ((kind = ANY (ARRAY['callback'::text, 'partner_postback'::text]))),
  CONSTRAINT deliveries_method_check CHECK ((method = ANY (ARRAY['GET'::text, 'POST'::text]))),
  CONSTRAINT deliveries_status_check CHECK ((status = ANY (ARRAY['Waiting'::text, 'Delivered'::text, 'Failed'::text, 'Cancelled'::text])))
);

CREATE TABLE delivery_leases (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  origin text NOT NULL,
  delivery_ids uuid[] NOT NULL,
  next_tries_at timestamp with time zone[] NOT NULL,
  places tid[] NOT NULL,
  leased_until timestamp with time zone NOT NULL,
  CONSTRAINT delivery_leases_pkey PRIMARY KEY (tenant_id, id, origin)
);

CREATE TABLE delivery_tries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  delivery_id uuid NOT NULL,
  number integer NOT NULL,
  tried_at timestamp with time zone NOT NULL,
  status integer,
  duration_ms integer NOT NULL,
  error text,
  answer text,
  CONSTRAINT delivery_tries_pkey PRIMARY KEY (tenant_id, delivery_id, id)
) PARTITION BY RANGE (id);

CREATE TABLE due_deliveries (
  tenant_id uuid NOT NULL,
  origin text NOT NULL,
  next_try_at timestamp with time zone NOT NULL,
  delivery_id uuid NOT NULL,
  CONSTRAINT due_deliveries_pkey PRIMARY KEY (tenant_id, origin, next_try_at, delivery_id)
);

CREATE TABLE endpoints (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  partner_id uuid,
  origin text NOT NULL,
  is_on boolean DEFAULT true NOT NULL,
  off_reason text,
  off_at timestamp with time zone,
  failing_since timestamp with time zone,
  last_success_at timestamp with time zone,
  next_probe_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT endpoints_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT endpoints_kind_check CHECK ((kind = ANY (ARRAY['callback'::text, 'partner_postback'::text])))
);

CREATE TABLE genders (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT genders_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT genders_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE holds (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversion_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  share_id uuid,
  day date NOT NULL,
  week date NOT NULL,
  month date NOT NULL,
  amount numeric(18,6) NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  released_at timestamp with time zone,
  CONSTRAINT holds_pkey PRIMARY KEY (tenant_id, id)
);

CREATE TABLE idempotency_keys (
  tenant_id uuid NOT NULL,
  principal_id uuid NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  key text NOT NULL,
  body_hash bytea NOT NULL,
  status integer,
  headers jsonb,
  answer text,
  claimed_by uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (tenant_id, principal_id, method, path, key),
  CONSTRAINT idempotency_keys_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE job_files (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  part integer NOT NULL,
  bytes bytea NOT NULL,
  CONSTRAINT job_files_pkey PRIMARY KEY (tenant_id, job_id, part),
  CONSTRAINT job_files_tenant_id_job_id_fkey FOREIGN KEY (tenant_id, job_id) REFERENCES jobs(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE job_rows (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  "row" bigint NOT NULL,
  outcome text NOT NULL,
  object_id uuid,
  external_id text,
  messages text[] DEFAULT '{}'::text[] NOT NULL,
  input jsonb,
  CONSTRAINT job_rows_pkey PRIMARY KEY (tenant_id, job_id, "row"),
  CONSTRAINT job_rows_tenant_id_job_id_fkey FOREIGN KEY (tenant_id, job_id) REFERENCES jobs(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE jobs (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  status text DEFAULT 'waiting'::text NOT NULL,
  request_id uuid,
  request_hash bytea,
  input jsonb,
  "position" bigint DEFAULT 0 NOT NULL,
  total bigint,
  report jsonb,
  error text,
  actor text DEFAULT ''::text NOT NULL,
  leased_until timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  tries integer DEFAULT 0 NOT NULL,
  CONSTRAINT jobs_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT jobs_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  CONSTRAINT jobs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE ledger_entries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  xid xid8 DEFAULT pg_current_xact_id() NOT NULL,
  posting_id uuid NOT NULL,
  conversion_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  account text NOT NULL,
  party_id uuid,
  phase text NOT NULL,
  currency text NOT NULL,
  amount numeric(18,6) NOT NULL,
  posted_at timestamp with time zone NOT NULL,
  seal_number bigint,
  CONSTRAINT ledger_entries_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT ledger_entries_account_check CHECK ((account = ANY (ARRAY['advertiser'::text, 'partner'::text, 'margin'::text, 'member'::text, 'rewards'::text]))),
  CONSTRAINT ledger_entries_phase_check CHECK ((phase = ANY (ARRAY['pending'::text, 'due'::text])))
);

CREATE TABLE ledger_seals (
  tenant_id uuid NOT NULL,
  number bigint NOT NULL,
  entries integer NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamp with time zone NOT NULL,
  root bytea NOT NULL,
  CONSTRAINT ledger_seals_pkey PRIMARY KEY (tenant_id, number)
);

CREATE TABLE mails (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  text_sealed bytea NOT NULL,
  tries integer DEFAULT 0 NOT NULL,
  next_try_at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT mails_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT mails_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE members (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source_id uuid NOT NULL,
  pub_member_id text,
  created_at timestamp with time zone NOT NULL,
  erased_at timestamp with time zone,
  scrubbed_at timestamp with time zone,
  CONSTRAINT members_pkey PRIMARY KEY (tenant_id, id)
);

CREATE TABLE notifications (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text DEFAULT ''::text NOT NULL,
  object_kind text,
  object_id text,
  created_at timestamp with time zone NOT NULL,
  read_at timestamp with time zone,
  once_key text,
  CONSTRAINT notifications_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT notifications_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE offer_categories (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  category_id uuid NOT NULL,
  "position" integer NOT NULL,
  CONSTRAINT offer_categories_pkey PRIMARY KEY (tenant_id, offer_id, category_id),
  CONSTRAINT offer_categories_tenant_id_category_id_fkey FOREIGN KEY (tenant_id, category_id) REFERENCES categories(tenant_id, id),
  CONSTRAINT offer_categories_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE offer_events (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  event_id text NOT NULL,
  daily_cap bigint,
  weekly_cap bigint,
  monthly_cap bigint,
  all_time_cap bigint,
  archived_at timestamp with time zone,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT offer_events_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT offer_events_all_time_cap_check CHECK ((all_time_cap >= 1)),
  CONSTRAINT offer_events_daily_cap_check CHECK ((daily_cap >= 1)),
  CONSTRAINT offer_events_monthly_cap_check CHECK ((monthly_cap >= 1)),
  CONSTRAINT offer_events_weekly_cap_check CHECK ((weekly_cap >= 1)),
  CONSTRAINT offer_events_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE offer_genders (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  gender_id uuid NOT NULL,
  CONSTRAINT offer_genders_pkey PRIMARY KEY (tenant_id, offer_id, gender_id),
  CONSTRAINT offer_genders_tenant_id_gender_id_fkey FOREIGN KEY (tenant_id, gender_id) REFERENCES genders(tenant_id, id),
  CONSTRAINT offer_genders_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE offer_placements (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  placement_id uuid NOT NULL,
  CONSTRAINT offer_placements_pkey PRIMARY KEY (tenant_id, offer_id, placement_id),
  CONSTRAINT offer_placements_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT offer_placements_tenant_id_placement_id_fkey FOREIGN KEY (tenant_id, placement_id) REFERENCES placements(tenant_id, id)
);

CREATE TABLE offer_totals (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  views bigint DEFAULT 0 NOT NULL,
  clicks bigint DEFAULT 0 NOT NULL,
  conversions bigint DEFAULT 0 NOT NULL,
  revenue numeric(24,6) DEFAULT 0 NOT NULL,
  last_revenue_at timestamp with time zone,
  CONSTRAINT offer_totals_pkey PRIMARY KEY (tenant_id, offer_id),
  CONSTRAINT offer_totals_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE offer_versions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  number integer NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  content jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  actor text DEFAULT ''::text NOT NULL,
  CONSTRAINT offer_versions_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT offer_versions_tenant_id_offer_id_number_key UNIQUE (tenant_id, offer_id, number),
  CONSTRAINT offer_versions_tenant_id_offer_id_valid_from_key UNIQUE (tenant_id, offer_id, valid_from),
  CONSTRAINT offer_versions_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE offers (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  source text DEFAULT 'GoKart'::text NOT NULL,
  external_id text,
  revision integer DEFAULT 1 NOT NULL,
  name text NOT NULL,
  headline text NOT NULL,
  offer_type text NOT NULL,
  conversion_type text NOT NULL,
  tracking_system text NOT NULL,
  advertiser_id uuid NOT NULL,
  age_id uuid NOT NULL,
  device_types text[] NOT NULL,
  launch_date timestamp with time zone NOT NULL,
  end_date timestamp with time zone,
  is_paused boolean NOT NULL,
  is_featured boolean NOT NULL,
  budget_type text NOT NULL,
  budget_amount numeric(18,6) NOT NULL,
  daily_cap bigint,
  weekly_cap bigint,
  monthly_cap bigint,
  all_time_cap bigint,
  baseline_epc numeric(18,6) NOT NULL,
  lock_baseline_epc boolean NOT NULL,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  source_paused_revision integer,
  CONSTRAINT offers_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT offers_all_time_cap_check CHECK ((all_time_cap >= 1)),
  CONSTRAINT offers_budget_amount_check CHECK ((budget_amount >= (0)::numeric)),
  CONSTRAINT offers_budget_type_check CHECK ((budget_type = ANY (ARRAY['Daily'::text, 'Weekly'::text, 'Monthly'::text, 'Total'::text]))),
  CONSTRAINT offers_conversion_type_check CHECK ((conversion_type = ANY (ARRAY['FlatRate'::text, 'RevShare'::text]))),
  CONSTRAINT offers_daily_cap_check CHECK ((daily_cap >= 1)),
  CONSTRAINT offers_monthly_cap_check CHECK ((monthly_cap >= 1)),
  CONSTRAINT offers_offer_type_check CHECK ((offer_type = ANY (ARRAY['SingleEvent'::text, 'MultiEvent'::text]))),
  CONSTRAINT offers_source_check CHECK ((source = ANY (ARRAY['GoKart'::text, 'RevenueUniverse'::text, 'CustomIntegration'::text, 'Wannads'::text]))),
  CONSTRAINT offers_weekly_cap_check CHECK ((weekly_cap >= 1)),
  CONSTRAINT offers_tenant_id_advertiser_id_fkey FOREIGN KEY (tenant_id, advertiser_id) REFERENCES advertisers(tenant_id, id),
  CONSTRAINT offers_tenant_id_age_id_fkey FOREIGN KEY (tenant_id, age_id) REFERENCES age_ranges(tenant_id, id),
  CONSTRAINT offers_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE partner_postback_switches (
  tenant_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  send_pending boolean DEFAULT false NOT NULL,
  send_rejected boolean DEFAULT false NOT NULL,
  CONSTRAINT partner_postback_switches_pkey PRIMARY KEY (tenant_id, partner_id),
  CONSTRAINT partner_postback_switches_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES partners(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE partner_postbacks (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  partner_id uuid NOT NULL,
  offer_id uuid,
  offer_event_id uuid,
  url text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT partner_postbacks_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT partner_postbacks_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT partner_postbacks_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES partners(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE partners (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT partners_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT partners_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE pitwall_migrations (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
  CONSTRAINT pitwall_migrations_pkey PRIMARY KEY (name)
);

CREATE TABLE placements (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT placements_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT placements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE postback_pairs (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  tracking_system text,
  segment_hash bytea NOT NULL,
  segment_sealed bytea NOT NULL,
  signature_hash bytea NOT NULL,
  signature_sealed bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  valid_until timestamp with time zone,
  CONSTRAINT postback_pairs_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT postback_pairs_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE raw_requests (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  received_at timestamp with time zone NOT NULL,
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
  outcome text NOT NULL,
  reason text,
  cause text,
  conversion_id uuid,
  warnings text[] DEFAULT '{}'::text[] NOT NULL,
  decided_at timestamp with time zone,
  decided_times integer DEFAULT 0 NOT NULL,
  CONSTRAINT raw_requests_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT raw_requests_outcome_check CHECK ((outcome = ANY (ARRAY['waiting'::text, 'accepted'::text, 'held'::text, 'duplicate'::text, 'rejected'::text, 'parked'::text, 'refused'::text])))
) PARTITION BY RANGE (id);

CREATE TABLE scheduled_changes (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  field text NOT NULL,
  value numeric(18,6) NOT NULL,
  at timestamp with time zone NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT scheduled_changes_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT scheduled_changes_field_check CHECK ((field = ANY (ARRAY['revenue'::text, 'reward'::text]))),
  CONSTRAINT scheduled_changes_value_check CHECK ((value >= (0)::numeric)),
  CONSTRAINT scheduled_changes_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE sessions (
  tenant_id uuid NOT NULL,
  hash bytea NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  last_seen_at timestamp with time zone NOT NULL,
  ip text,
  user_agent text,
  CONSTRAINT sessions_pkey PRIMARY KEY (tenant_id, hash),
  CONSTRAINT sessions_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES users(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE settings (
  tenant_id uuid NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  document jsonb NOT NULL,
  callback_header_value_sealed bytea,
  modified_at timestamp with time zone NOT NULL,
  callback_dialect_secret_sealed bytea,
  CONSTRAINT settings_pkey PRIMARY KEY (tenant_id),
  CONSTRAINT settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE share_versions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  share_id uuid NOT NULL,
  number integer NOT NULL,
  valid_from timestamp with time zone NOT NULL,
  terms jsonb NOT NULL,
  created_at timestamp with time zone NOT NULL,
  actor text DEFAULT ''::text NOT NULL,
  CONSTRAINT share_versions_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT share_versions_tenant_id_share_id_number_key UNIQUE (tenant_id, share_id, number),
  CONSTRAINT share_versions_tenant_id_share_id_valid_from_key UNIQUE (tenant_id, share_id, valid_from),
  CONSTRAINT share_versions_tenant_id_share_id_fkey FOREIGN KEY (tenant_id, share_id) REFERENCES shares(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE shares (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  partner_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  is_active boolean DEFAULT true NOT NULL,
  daily_cap bigint,
  weekly_cap bigint,
  monthly_cap bigint,
  all_time_cap bigint,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  CONSTRAINT shares_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT shares_tenant_id_partner_id_offer_id_key UNIQUE (tenant_id, partner_id, offer_id),
  CONSTRAINT shares_all_time_cap_check CHECK ((all_time_cap >= 1)),
  CONSTRAINT shares_daily_cap_check CHECK ((daily_cap >= 1)),
  CONSTRAINT shares_monthly_cap_check CHECK ((monthly_cap >= 1)),
  CONSTRAINT shares_weekly_cap_check CHECK ((weekly_cap >= 1)),
  CONSTRAINT shares_tenant_id_offer_id_fkey FOREIGN KEY (tenant_id, offer_id) REFERENCES offers(tenant_id, id) ON DELETE CASCADE,
  CONSTRAINT shares_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES partners(tenant_id, id)
);

CREATE TABLE sign_in_links (
  tenant_id uuid NOT NULL,
  hash bytea NOT NULL,
  user_id uuid NOT NULL,
  purpose text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT sign_in_links_pkey PRIMARY KEY (tenant_id, hash),
  CONSTRAINT sign_in_links_purpose_check CHECK ((purpose = ANY (ARRAY['sign-in'::text, 'invitation'::text, 'reset'::text]))),
  CONSTRAINT sign_in_links_tenant_id_user_id_fkey FOREIGN KEY (tenant_id, user_id) REFERENCES users(tenant_id, id) ON DELETE CASCADE
);

CREATE TABLE signing_secrets (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  purpose text NOT NULL,
  partner_id uuid,
  secret_sealed bytea NOT NULL,
  created_at timestamp with time zone NOT NULL,
  valid_until timestamp with time zone,
  CONSTRAINT signing_secrets_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT signing_secrets_purpose_check CHECK ((purpose = ANY (ARRAY['callback'::text, 'test-link'::text]))),
  CONSTRAINT signing_secrets_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE
);

CREATE TABLE states (
  id uuid NOT NULL,
  country_id uuid NOT NULL,
  name text NOT NULL,
  code text NOT NULL,
  CONSTRAINT states_pkey PRIMARY KEY (id),
  CONSTRAINT states_code_key UNIQUE (code),
  CONSTRAINT states_country_id_fkey FOREIGN KEY (country_id) REFERENCES countries(id)
);

CREATE TABLE tenants (
  id uuid NOT NULL,
  name text NOT NULL,
  display_name text NOT NULL,
  products text[] NOT NULL,
  status text DEFAULT 'active'::text NOT NULL,
  time_offset interval DEFAULT 'PT0S'::interval NOT NULL,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT tenants_pkey PRIMARY KEY (id),
  CONSTRAINT tenants_name_key UNIQUE (name),
  CONSTRAINT tenants_name_check CHECK ((name ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text)),
  CONSTRAINT tenants_products_check CHECK (((products <@ ARRAY['publisher'::text, 'aff-network'::text, 'advertiser'::text]) AND (cardinality(products) > 0))),
  CONSTRAINT tenants_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])))
);

CREATE TABLE tokens (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL,
  scope text NOT NULL,
  partner_id uuid,
  advertiser_id uuid,
  hash bytea NOT NULL,
  hint text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  expires_at timestamp with time zone,
  revoked_at timestamp with time zone,
  last_used_at timestamp with time zone,
  CONSTRAINT tokens_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT tokens_check CHECK (((scope = 'partner'::text) = (partner_id IS NOT NULL))),
  CONSTRAINT tokens_check1 CHECK (((scope = 'advertiser'::text) = (advertiser_id IS NOT NULL))),
  CONSTRAINT tokens_scope_check CHECK ((scope = ANY (ARRAY['management'::text, 'partner'::text, 'advertiser'::text]))),
  CONSTRAINT tokens_tenant_id_advertiser_id_fkey FOREIGN KEY (tenant_id, advertiser_id) REFERENCES advertisers(tenant_id, id),
  CONSTRAINT tokens_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  CONSTRAINT tokens_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES partners(tenant_id, id)
);

CREATE TABLE users (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  email text NOT NULL,
  name text DEFAULT ''::text NOT NULL,
  role text NOT NULL,
  partner_id uuid,
  advertiser_id uuid,
  password_hash text,
  totp_seed_sealed bytea,
  status text DEFAULT 'active'::text NOT NULL,
  created_at timestamp with time zone NOT NULL,
  modified_at timestamp with time zone NOT NULL,
  totp_pending_sealed bytea,
  totp_last_step bigint,
  totp_failures integer DEFAULT 0 NOT NULL,
  totp_blocked_until timestamp with time zone,
  CONSTRAINT users_pkey PRIMARY KEY (tenant_id, id),
  CONSTRAINT users_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'viewer'::text, 'partner'::text, 'advertiser'::text]))),
  CONSTRAINT users_status_check CHECK ((status = ANY (ARRAY['invited'::text, 'active'::text, 'disabled'::text]))),
  CONSTRAINT users_tenant_id_advertiser_id_fkey FOREIGN KEY (tenant_id, advertiser_id) REFERENCES advertisers(tenant_id, id),
  CONSTRAINT users_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id) ON DELETE CASCADE,
  CONSTRAINT users_tenant_id_partner_id_fkey FOREIGN KEY (tenant_id, partner_id) REFERENCES partners(tenant_id, id)
);

CREATE TABLE views (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  member_id uuid NOT NULL,
  params jsonb,
  ip text,
  user_agent text,
  created_at timestamp with time zone NOT NULL,
  CONSTRAINT views_pkey PRIMARY KEY (tenant_id, id)
) PARTITION BY RANGE (id);

CREATE TABLE worker_positions (
  worker text NOT NULL,
  "position" text NOT NULL,
  moved_at timestamp with time zone NOT NULL,
  CONSTRAINT worker_positions_pkey PRIMARY KEY (worker)
);

-- Indexes

CREATE UNIQUE INDEX advertisers_by_name ON public.advertisers USING btree (tenant_id, lower(name));

CREATE UNIQUE INDEX age_ranges_by_name ON public.age_ranges USING btree (tenant_id, lower(name));

CREATE UNIQUE INDEX assets_by_name ON public.assets USING btree (tenant_id, name);

CREATE INDEX attempts_by_expiry ON public.attempts USING btree (expires_at) WHERE ((status = 'open'::text) AND (expires_at IS NOT NULL));

CREATE INDEX attempts_closed_pending ON public.attempts USING btree (tenant_id, offer_id, id) WHERE ((status <> 'open'::text) AND (record_status = 'Pending'::text));

CREATE INDEX attempts_of_tests ON public.attempts USING btree (tenant_id, id) WHERE is_test;

CREATE INDEX attempts_open ON public.attempts USING btree (tenant_id, offer_id) WHERE (status = 'open'::text);

CREATE INDEX audit_by_actor ON ONLY public.audit USING btree (tenant_id, actor_id, id);

CREATE INDEX audit_by_object ON ONLY public.audit USING btree (tenant_id, object_kind, object_id, id);

CREATE UNIQUE INDEX categories_by_name ON public.categories USING btree (tenant_id, lower(name));

CREATE INDEX changes_by_tenant ON public.changes USING btree (tenant_id, xid, seq);

CREATE INDEX changes_by_xid ON public.changes USING btree (xid, seq);

CREATE INDEX claims_by_member ON public.claims USING btree (tenant_id, member_id, offer_id);

CREATE INDEX claims_by_status ON public.claims USING btree (tenant_id, status, id);

CREATE UNIQUE INDEX claims_open ON public.claims USING btree (tenant_id, member_id, offer_id, COALESCE(offer_event_id, '00000000-0000-0000-0000-000000000000'::uuid)) WHERE (status = 'Open'::text);

CREATE INDEX clicks_by_member ON ONLY public.clicks USING btree (tenant_id, member_id, offer_id, id);

CREATE INDEX clicks_by_offer ON ONLY public.clicks USING btree (tenant_id, offer_id, id);

CREATE INDEX clicks_of_tests ON ONLY public.clicks USING btree (created_at) WHERE is_test;

CREATE INDEX conversion_history_by_conversion ON public.conversion_history USING btree (tenant_id, conversion_id, id);

CREATE INDEX conversion_keys_by_conversion ON public.conversion_keys USING btree (tenant_id, conversion_id);

CREATE INDEX conversion_keys_by_external_id ON public.conversion_keys USING btree (tenant_id, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX conversions_by_attempt ON public.conversions USING btree (tenant_id, attempt_id);

CREATE INDEX conversions_by_completion ON public.conversions USING btree (tenant_id, user_completed_at);

CREATE INDEX conversions_by_member ON public.conversions USING btree (tenant_id, member_id, offer_id);

CREATE INDEX conversions_by_offer ON public.conversions USING btree (tenant_id, offer_id, created_at);

CREATE INDEX conversions_by_partner ON public.conversions USING btree (tenant_id, partner_id, created_at) WHERE (partner_id IS NOT NULL);

CREATE INDEX conversions_by_record ON public.conversions USING btree (tenant_id, record_id);

CREATE INDEX conversions_held ON public.conversions USING btree (held_until) WHERE (status = 'Held'::text);

CREATE INDEX conversions_ripening ON public.conversions USING btree (ripens_at) WHERE ((status = 'Pending'::text) AND (ripens_at IS NOT NULL));

CREATE INDEX cost_pushes_waiting ON public.cost_pushes USING btree (next_try_at) WHERE (status = 'Waiting'::text);

CREATE INDEX deliveries_by_conversion ON public.deliveries USING btree (tenant_id, conversion_id);

CREATE INDEX deliveries_by_member ON public.deliveries USING btree (tenant_id, member_id) WHERE (member_id IS NOT NULL);

CREATE UNIQUE INDEX endpoints_by_origin ON public.endpoints USING btree (tenant_id, kind, COALESCE(partner_id, '00000000-0000-0000-0000-000000000000'::uuid), origin);

CREATE INDEX endpoints_to_probe ON public.endpoints USING btree (next_probe_at) WHERE (next_probe_at IS NOT NULL);

CREATE UNIQUE INDEX genders_by_name ON public.genders USING btree (tenant_id, lower(name));

CREATE INDEX holds_by_conversion ON public.holds USING btree (tenant_id, conversion_id);

CREATE UNIQUE INDEX holds_live ON public.holds USING btree (tenant_id, conversion_id) WHERE (released_at IS NULL);

CREATE INDEX idempotency_keys_by_age ON public.idempotency_keys USING btree (created_at);

CREATE UNIQUE INDEX jobs_by_request ON public.jobs USING btree (tenant_id, kind, request_id) WHERE (request_id IS NOT NULL);

CREATE UNIQUE INDEX jobs_one_synchronisation ON public.jobs USING btree (tenant_id) WHERE ((kind = 'custom-offers'::text) AND (status = ANY (ARRAY['waiting'::text, 'running'::text])));

CREATE INDEX jobs_unfinished ON public.jobs USING btree (status, created_at) WHERE (status = ANY (ARRAY['waiting'::text, 'running'::text]));

CREATE INDEX ledger_entries_by_conversion ON public.ledger_entries USING btree (tenant_id, conversion_id);

CREATE INDEX ledger_entries_by_party ON public.ledger_entries USING btree (tenant_id, account, party_id, posted_at);

CREATE INDEX ledger_entries_by_seal ON public.ledger_entries USING btree (tenant_id, seal_number, id) WHERE (seal_number IS NOT NULL);

CREATE INDEX ledger_entries_by_time ON public.ledger_entries USING btree (tenant_id, posted_at, id);

CREATE INDEX ledger_entries_unsealed ON public.ledger_entries USING btree (tenant_id, xid, id) WHERE (seal_number IS NULL);

CREATE INDEX mails_due ON public.mails USING btree (next_try_at);

CREATE INDEX members_by_pub_member_id ON public.members USING btree (tenant_id, pub_member_id);

CREATE UNIQUE INDEX members_by_text ON public.members USING btree (tenant_id, source_id, pub_member_id) WHERE (pub_member_id IS NOT NULL);

CREATE INDEX members_erased ON public.members USING btree (scrubbed_at) WHERE (erased_at IS NOT NULL);

CREATE INDEX notifications_by_time ON public.notifications USING btree (tenant_id, id);

CREATE UNIQUE INDEX notifications_once ON public.notifications USING btree (tenant_id, once_key) WHERE (once_key IS NOT NULL);

CREATE INDEX notifications_unread ON public.notifications USING btree (tenant_id, id) WHERE (read_at IS NULL);

CREATE INDEX offer_categories_by_category ON public.offer_categories USING btree (tenant_id, category_id);

CREATE INDEX offer_events_by_offer ON public.offer_events USING btree (tenant_id, offer_id);

CREATE UNIQUE INDEX offer_events_live ON public.offer_events USING btree (tenant_id, offer_id, event_id) WHERE (archived_at IS NULL);

CREATE INDEX offer_genders_by_gender ON public.offer_genders USING btree (tenant_id, gender_id);

CREATE INDEX offer_placements_by_placement ON public.offer_placements USING btree (tenant_id, placement_id);

CREATE INDEX offers_by_advertiser ON public.offers USING btree (tenant_id, advertiser_id);

CREATE INDEX offers_by_age ON public.offers USING btree (tenant_id, age_id);

CREATE INDEX offers_by_creation ON public.offers USING btree (tenant_id, created_at DESC, id);

CREATE UNIQUE INDEX offers_by_external_id ON public.offers USING btree (tenant_id, source, external_id) WHERE (external_id IS NOT NULL);

CREATE INDEX partner_postbacks_by_partner ON public.partner_postbacks USING btree (tenant_id, partner_id);

CREATE UNIQUE INDEX partners_by_name ON public.partners USING btree (tenant_id, lower(name));

CREATE UNIQUE INDEX placements_by_name ON public.placements USING btree (tenant_id, lower(name));

CREATE UNIQUE INDEX postback_pairs_by_segment ON public.postback_pairs USING btree (segment_hash);

CREATE INDEX raw_requests_by_click ON ONLY public.raw_requests USING btree (tenant_id, click_id) WHERE (click_id IS NOT NULL);

CREATE INDEX raw_requests_by_outcome ON ONLY public.raw_requests USING btree (tenant_id, outcome, id);

CREATE UNIQUE INDEX scheduled_changes_once_an_hour ON public.scheduled_changes USING btree (tenant_id, offer_id, COALESCE(offer_event_id, offer_id), field, at);

CREATE UNIQUE INDEX sessions_by_hash ON public.sessions USING btree (hash);

CREATE UNIQUE INDEX shares_by_id ON public.shares USING btree (id);

CREATE INDEX shares_by_offer ON public.shares USING btree (tenant_id, offer_id);

CREATE UNIQUE INDEX sign_in_links_by_hash ON public.sign_in_links USING btree (hash);

CREATE INDEX states_by_country ON public.states USING btree (country_id);

CREATE INDEX tokens_by_advertiser ON public.tokens USING btree (tenant_id, advertiser_id) WHERE (advertiser_id IS NOT NULL);

CREATE UNIQUE INDEX tokens_by_hash ON public.tokens USING btree (hash);

CREATE INDEX tokens_by_partner ON public.tokens USING btree (tenant_id, partner_id) WHERE (partner_id IS NOT NULL);

CREATE UNIQUE INDEX users_by_email ON public.users USING btree (tenant_id, lower(email));

CREATE INDEX views_by_member ON ONLY public.views USING btree (tenant_id, member_id, offer_id);

CREATE INDEX views_by_offer ON ONLY public.views USING btree (tenant_id, offer_id, id);

-- Triggers

CREATE TRIGGER announce AFTER INSERT ON public.changes FOR EACH STATEMENT EXECUTE FUNCTION announce_changes();

CREATE TRIGGER append_only BEFORE UPDATE ON public.ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_resealing();

-- Row-level security

ALTER TABLE advertisers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON advertisers FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON advertisers FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON advertisers FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE age_ranges ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON age_ranges FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON age_ranges FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON age_ranges FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE assets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON assets FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON assets FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON assets FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE attempts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON attempts FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON attempts FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON attempts FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE audit ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON audit FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON audit FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON audit FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE categories ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON categories FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON categories FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON categories FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON changes FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON changes FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON changes FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE claims ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON claims FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON claims FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON claims FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE clicks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON clicks FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON clicks FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON clicks FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE conversion_history ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON conversion_history FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON conversion_history FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON conversion_history FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE conversion_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON conversion_keys FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON conversion_keys FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON conversion_keys FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE conversions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON conversions FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON conversions FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON conversions FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE cost_push_settings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON cost_push_settings FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON cost_push_settings FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON cost_push_settings FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE cost_pushes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON cost_pushes FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON cost_pushes FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON cost_pushes FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE counters ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON counters FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON counters FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON counters FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE currency_rates ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON currency_rates FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON currency_rates FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON currency_rates FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE daily_totals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON daily_totals FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON daily_totals FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON daily_totals FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE deliveries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON deliveries FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON deliveries FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON deliveries FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE delivery_leases ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON delivery_leases FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON delivery_leases FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON delivery_leases FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE delivery_tries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON delivery_tries FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON delivery_tries FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON delivery_tries FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE due_deliveries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON due_deliveries FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON due_deliveries FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON due_deliveries FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE endpoints ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON endpoints FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON endpoints FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON endpoints FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE genders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON genders FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON genders FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON genders FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE holds ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON holds FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON holds FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON holds FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON idempotency_keys FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON idempotency_keys FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON idempotency_keys FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE job_files ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON job_files FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON job_files FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON job_files FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE job_rows ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON job_rows FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON job_rows FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON job_rows FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE jobs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON jobs FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON jobs FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON jobs FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE ledger_entries ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON ledger_entries FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON ledger_entries FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON ledger_entries FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE ledger_seals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON ledger_seals FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON ledger_seals FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON ledger_seals FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE mails ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON mails FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON mails FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON mails FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON members FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON members FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON members FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE notifications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON notifications FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON notifications FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON notifications FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE offer_categories ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON offer_categories FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON offer_categories FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON offer_categories FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE offer_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON offer_events FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON offer_events FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON offer_events FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE offer_genders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON offer_genders FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON offer_genders FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON offer_genders FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE offer_placements ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON offer_placements FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON offer_placements FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON offer_placements FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE offer_totals ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON offer_totals FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON offer_totals FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON offer_totals FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE offer_versions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON offer_versions FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON offer_versions FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON offer_versions FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE offers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON offers FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON offers FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON offers FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE partner_postback_switches ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON partner_postback_switches FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON partner_postback_switches FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON partner_postback_switches FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE partner_postbacks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON partner_postbacks FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON partner_postbacks FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON partner_postbacks FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE partners ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON partners FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON partners FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON partners FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE placements ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON placements FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON placements FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON placements FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE postback_pairs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON postback_pairs FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON postback_pairs FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON postback_pairs FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE raw_requests ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON raw_requests FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON raw_requests FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON raw_requests FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE scheduled_changes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON scheduled_changes FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON scheduled_changes FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON scheduled_changes FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON sessions FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON sessions FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON sessions FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE settings ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON settings FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON settings FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON settings FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE share_versions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON share_versions FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON share_versions FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON share_versions FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE shares ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON shares FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON shares FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON shares FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE sign_in_links ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON sign_in_links FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON sign_in_links FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON sign_in_links FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE signing_secrets ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON signing_secrets FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON signing_secrets FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON signing_secrets FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON tenants FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON tenants FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON tenants FOR ALL TO pitwall_tenant USING ((id = current_tenant())) WITH CHECK ((id = current_tenant()));

ALTER TABLE tokens ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON tokens FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON tokens FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON tokens FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON users FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON users FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON users FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE views ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON views FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON views FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);
CREATE POLICY tenant ON views FOR ALL TO pitwall_tenant USING ((tenant_id = current_tenant())) WITH CHECK ((tenant_id = current_tenant()));

ALTER TABLE worker_positions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON worker_positions FOR ALL TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON worker_positions FOR ALL TO pitwall_owner USING (true) WITH CHECK (true);

-- Rights

GRANT DELETE, INSERT, SELECT, UPDATE ON advertisers TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON advertisers TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON age_ranges TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON age_ranges TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON assets TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON assets TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON attempts TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON attempts TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON audit TO pitwall_engine;

GRANT INSERT, SELECT ON audit TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON categories TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON categories TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON changes TO pitwall_engine;

GRANT INSERT, SELECT ON changes TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON claims TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON claims TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON clicks TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON clicks TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON conversion_history TO pitwall_engine;

GRANT INSERT, SELECT ON conversion_history TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON conversion_keys TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON conversion_keys TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON conversions TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON conversions TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON cost_push_settings TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON cost_push_settings TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON cost_pushes TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON cost_pushes TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON counters TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON counters TO pitwall_tenant;

GRANT SELECT ON countries TO pitwall_engine;

GRANT SELECT ON countries TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON currency_rates TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON currency_rates TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON daily_totals TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON daily_totals TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON deliveries TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON deliveries TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON delivery_leases TO pitwall_engine;

GRANT SELECT ON delivery_leases TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON delivery_tries TO pitwall_engine;

GRANT INSERT, SELECT ON delivery_tries TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON due_deliveries TO pitwall_engine;

GRANT DELETE, INSERT, SELECT ON due_deliveries TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON endpoints TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON endpoints TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON genders TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON genders TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON holds TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON holds TO pitwall_tenant;

GRANT DELETE, SELECT ON idempotency_keys TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON idempotency_keys TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON job_files TO pitwall_engine;

GRANT DELETE, INSERT, SELECT ON job_files TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON job_rows TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON job_rows TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON jobs TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON jobs TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON ledger_entries TO pitwall_engine;

GRANT INSERT, SELECT ON ledger_entries TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON ledger_seals TO pitwall_engine;

GRANT SELECT ON ledger_seals TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON mails TO pitwall_engine;

GRANT DELETE, INSERT, SELECT ON mails TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON members TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON members TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON notifications TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON notifications TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_categories TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_categories TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_events TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_events TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_genders TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_genders TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_placements TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_placements TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_totals TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON offer_totals TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON offer_versions TO pitwall_engine;

GRANT DELETE, INSERT, SELECT ON offer_versions TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON offers TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON offers TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON partner_postback_switches TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON partner_postback_switches TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON partner_postbacks TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON partner_postbacks TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON partners TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON partners TO pitwall_tenant;

GRANT SELECT ON pitwall_migrations TO PUBLIC;

GRANT DELETE, INSERT, SELECT, UPDATE ON placements TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON placements TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON postback_pairs TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON postback_pairs TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON raw_requests TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON raw_requests TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON scheduled_changes TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON scheduled_changes TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON sessions TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON sessions TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON settings TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON settings TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT ON share_versions TO pitwall_engine;

GRANT INSERT, SELECT ON share_versions TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON shares TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON shares TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON sign_in_links TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON sign_in_links TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON signing_secrets TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON signing_secrets TO pitwall_tenant;

GRANT SELECT ON states TO pitwall_engine;

GRANT SELECT ON states TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON tenants TO pitwall_engine;

GRANT SELECT, UPDATE ON tenants TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON tokens TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON tokens TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON users TO pitwall_engine;

GRANT DELETE, INSERT, SELECT, UPDATE ON users TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON views TO pitwall_engine;

GRANT INSERT, SELECT, UPDATE ON views TO pitwall_tenant;

GRANT DELETE, INSERT, SELECT, UPDATE ON worker_positions TO pitwall_engine;
