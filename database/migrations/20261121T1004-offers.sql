-- The row of an offer holds what is always today's (paused, caps, budget) and what lists filter and sort by; the terms
-- live in versions, which never change once they are valid.
CREATE TABLE offers (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  source text NOT NULL DEFAULT 'GoKart' CHECK (source IN ('GoKart', 'RevenueUniverse', 'CustomIntegration', 'Wannads')),
  external_id text,
  revision integer NOT NULL DEFAULT 1,
  name text NOT NULL,
  headline text NOT NULL,
  offer_type text NOT NULL CHECK (offer_type IN ('SingleEvent', 'MultiEvent')),
  conversion_type text NOT NULL CHECK (conversion_type IN ('FlatRate', 'RevShare')),
  tracking_system text NOT NULL,
  advertiser_id uuid NOT NULL,
  age_id uuid NOT NULL,
  device_types text[] NOT NULL,
  launch_date timestamptz NOT NULL,
  end_date timestamptz,
  is_paused boolean NOT NULL,
  is_featured boolean NOT NULL,
  budget_type text NOT NULL CHECK (budget_type IN ('Daily', 'Weekly', 'Monthly', 'Total')),
  budget_amount numeric(18, 6) NOT NULL CHECK (budget_amount >= 0),
  daily_cap bigint CHECK (daily_cap >= 1),
  weekly_cap bigint CHECK (weekly_cap >= 1),
  monthly_cap bigint CHECK (monthly_cap >= 1),
  all_time_cap bigint CHECK (all_time_cap >= 1),
  baseline_epc numeric(18, 6) NOT NULL,
  lock_baseline_epc boolean NOT NULL,
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, advertiser_id) REFERENCES advertisers,
  FOREIGN KEY (tenant_id, age_id) REFERENCES age_ranges
);
CREATE UNIQUE INDEX offers_by_external_id ON offers (tenant_id, source, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX offers_by_creation ON offers (tenant_id, created_at DESC, id);
CREATE INDEX offers_by_advertiser ON offers (tenant_id, advertiser_id);
CREATE INDEX offers_by_age ON offers (tenant_id, age_id);
CALL protect_table('offers', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- The whole content of one save. A version whose valid_from lies ahead is a scheduled change written in advance and is
-- the only kind that may still be replaced.
CREATE TABLE offer_versions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  number integer NOT NULL,
  valid_from timestamptz NOT NULL,
  content jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  actor text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, offer_id, number),
  UNIQUE (tenant_id, offer_id, valid_from),
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE
);
CALL protect_table('offer_versions', 'SELECT, INSERT, DELETE', 'SELECT, INSERT, DELETE');

-- The identity of a step over all versions: who it is, whether it is live, and its caps, which are always today's.
CREATE TABLE offer_events (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  event_id text NOT NULL,
  daily_cap bigint CHECK (daily_cap >= 1),
  weekly_cap bigint CHECK (weekly_cap >= 1),
  monthly_cap bigint CHECK (monthly_cap >= 1),
  all_time_cap bigint CHECK (all_time_cap >= 1),
  archived_at timestamptz,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE
);
CREATE INDEX offer_events_by_offer ON offer_events (tenant_id, offer_id);
CREATE UNIQUE INDEX offer_events_live ON offer_events (tenant_id, offer_id, event_id) WHERE archived_at IS NULL;
CALL protect_table('offer_events', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- What an offer points at, so that a category, placement or gender in use cannot be deleted under it.
CREATE TABLE offer_categories (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  category_id uuid NOT NULL,
  position integer NOT NULL,
  PRIMARY KEY (tenant_id, offer_id, category_id),
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, category_id) REFERENCES categories
);
CREATE INDEX offer_categories_by_category ON offer_categories (tenant_id, category_id);
CALL protect_table('offer_categories', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE offer_placements (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  placement_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, offer_id, placement_id),
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, placement_id) REFERENCES placements
);
CREATE INDEX offer_placements_by_placement ON offer_placements (tenant_id, placement_id);
CALL protect_table('offer_placements', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE offer_genders (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  gender_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, offer_id, gender_id),
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, gender_id) REFERENCES genders
);
CREATE INDEX offer_genders_by_gender ON offer_genders (tenant_id, gender_id);
CALL protect_table('offer_genders', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE scheduled_changes (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  field text NOT NULL CHECK (field IN ('revenue', 'reward')),
  value numeric(18, 6) NOT NULL CHECK (value >= 0),
  at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE
);
CREATE UNIQUE INDEX scheduled_changes_once_an_hour ON scheduled_changes
  (tenant_id, offer_id, COALESCE(offer_event_id, offer_id), field, at);
CALL protect_table('scheduled_changes', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- The sums behind ranking and lists. Revenue is what stands now; clicks leave out tests, bots and prefetches.
CREATE TABLE offer_totals (
  tenant_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  views bigint NOT NULL DEFAULT 0,
  clicks bigint NOT NULL DEFAULT 0,
  conversions bigint NOT NULL DEFAULT 0,
  revenue numeric(24, 6) NOT NULL DEFAULT 0,
  last_revenue_at timestamptz,
  PRIMARY KEY (tenant_id, offer_id),
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE
);
CALL protect_table('offer_totals', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- A share gives an offer to a partner; its id is the payoutId of partner links. Caps are today's, payouts are versioned.
CREATE TABLE shares (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  partner_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  daily_cap bigint CHECK (daily_cap >= 1),
  weekly_cap bigint CHECK (weekly_cap >= 1),
  monthly_cap bigint CHECK (monthly_cap >= 1),
  all_time_cap bigint CHECK (all_time_cap >= 1),
  created_at timestamptz NOT NULL,
  modified_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, partner_id, offer_id),
  FOREIGN KEY (tenant_id, partner_id) REFERENCES partners,
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE
);
CREATE INDEX shares_by_offer ON shares (tenant_id, offer_id);
CREATE UNIQUE INDEX shares_by_id ON shares (id);
CALL protect_table('shares', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- terms: {"payout": "1.5" | null, "events": {"<offer event id>": "0.5"}}, amounts as decimal text.
CREATE TABLE share_versions (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  share_id uuid NOT NULL,
  number integer NOT NULL,
  valid_from timestamptz NOT NULL,
  terms jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  actor text NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, share_id, number),
  UNIQUE (tenant_id, share_id, valid_from),
  FOREIGN KEY (tenant_id, share_id) REFERENCES shares ON DELETE CASCADE
);
CALL protect_table('share_versions', 'SELECT, INSERT', 'SELECT, INSERT, DELETE');

-- A null offer is the partner's global postback; a null offer event stands for every step of the offer.
CREATE TABLE partner_postbacks (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  partner_id uuid NOT NULL,
  offer_id uuid,
  offer_event_id uuid,
  url text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, partner_id) REFERENCES partners ON DELETE CASCADE,
  FOREIGN KEY (tenant_id, offer_id) REFERENCES offers ON DELETE CASCADE
);
CREATE INDEX partner_postbacks_by_partner ON partner_postbacks (tenant_id, partner_id);
CALL protect_table('partner_postbacks', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE partner_postback_switches (
  tenant_id uuid NOT NULL,
  partner_id uuid NOT NULL,
  send_pending boolean NOT NULL DEFAULT false,
  send_rejected boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, partner_id),
  FOREIGN KEY (tenant_id, partner_id) REFERENCES partners ON DELETE CASCADE
);
CALL protect_table('partner_postback_switches', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');
