-- The identity of a reaching: a click, a step (the offer itself on a SingleEvent offer) and the sender's own id, or
-- nothing where it sent none. Its primary key is what makes a second conversion of the same reaching impossible.
CREATE TABLE conversion_keys (
  tenant_id uuid NOT NULL,
  step_id uuid NOT NULL,
  identity text NOT NULL,
  conversion_id uuid NOT NULL,
  external_id text,
  member_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, step_id, identity)
);
CREATE INDEX conversion_keys_by_conversion ON conversion_keys (tenant_id, conversion_id);
CREATE INDEX conversion_keys_by_external_id ON conversion_keys (tenant_id, external_id) WHERE external_id IS NOT NULL;
CALL protect_table('conversion_keys', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- One reaching of an offer's goal or of one of its steps. record_id is what a list shows as one record: the attempt of
-- a MultiEvent offer, the conversion itself otherwise.
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
  status text NOT NULL CHECK (status IN ('Held', 'Pending', 'Success', 'Rejected')),
  rejection_reason text,
  is_repeated boolean NOT NULL DEFAULT false,
  is_test boolean NOT NULL DEFAULT false,
  is_over_limit boolean NOT NULL DEFAULT false,
  flags text[] NOT NULL DEFAULT '{}',
  arrived_at timestamptz NOT NULL,
  user_completed_at timestamptz NOT NULL,
  accepted_at timestamptz,
  ripens_at timestamptz,
  held_until timestamptz,
  revenue numeric(18, 6),
  payout numeric(18, 6),
  reward numeric(18, 6),
  currency text NOT NULL,
  reward_currency text NOT NULL,
  reward_sent_at timestamptz,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX conversions_by_attempt ON conversions (tenant_id, attempt_id);
CREATE INDEX conversions_by_record ON conversions (tenant_id, record_id);
CREATE INDEX conversions_by_member ON conversions (tenant_id, member_id, offer_id);
CREATE INDEX conversions_by_offer ON conversions (tenant_id, offer_id, created_at);
CREATE INDEX conversions_by_completion ON conversions (tenant_id, user_completed_at);
CREATE INDEX conversions_by_partner ON conversions (tenant_id, partner_id, created_at) WHERE partner_id IS NOT NULL;
CREATE INDEX conversions_ripening ON conversions (ripens_at) WHERE status = 'Pending' AND ripens_at IS NOT NULL;
CREATE INDEX conversions_held ON conversions (held_until) WHERE status = 'Held';
CALL protect_table('conversions', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- What happened to a conversion, in order; warnings of duplicates included.
CREATE TABLE conversion_history (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  conversion_id uuid NOT NULL,
  at timestamptz NOT NULL,
  kind text NOT NULL CHECK (kind IN ('decided', 'released', 'ripened', 'operator', 'import', 'reprocessed', 'warning')),
  from_status text,
  to_status text,
  reason text,
  note text,
  actor text NOT NULL DEFAULT '',
  raw_request_id uuid,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX conversion_history_by_conversion ON conversion_history (tenant_id, conversion_id, id);
CALL protect_table('conversion_history', 'SELECT, INSERT', 'SELECT, INSERT, DELETE');

-- What one accepted conversion takes of caps and budget: its windows, by their first day, and its amount. A released
-- hold keeps its row; an approval after that takes a new one.
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
  amount numeric(18, 6) NOT NULL,
  taken_at timestamptz NOT NULL,
  released_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX holds_live ON holds (tenant_id, conversion_id) WHERE released_at IS NULL;
CREATE INDEX holds_by_conversion ON holds (tenant_id, conversion_id);
CALL protect_table('holds', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- Slots and money used, by (offer or step, share or none, window). The nil uuid stands for no share; all time begins
-- on 1970-01-01, so that every window has a start.
CREATE TABLE counters (
  tenant_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  share_id uuid NOT NULL,
  window_kind text NOT NULL CHECK (window_kind IN ('Daily', 'Weekly', 'Monthly', 'Total')),
  window_start date NOT NULL,
  count bigint NOT NULL DEFAULT 0 CHECK (count >= 0),
  amount numeric(24, 6) NOT NULL DEFAULT 0 CHECK (amount >= 0),
  PRIMARY KEY (tenant_id, subject_id, share_id, window_kind, window_start)
) WITH (fillfactor = 70);
CALL protect_table('counters', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- Dated rates: units of the tenant's currency for one unit of `currency`, from a day on.
CREATE TABLE currency_rates (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  valid_from date NOT NULL,
  rate numeric(24, 12) NOT NULL CHECK (rate > 0),
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, currency, valid_from)
);
CALL protect_table('currency_rates', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');
