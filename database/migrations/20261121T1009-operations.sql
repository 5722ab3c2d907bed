-- Who changed what, before and after. before and after may hold personal values and are nulled by erasure.
CREATE TABLE audit (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  at timestamptz NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('token', 'user', 'system', 'command')),
  actor_id uuid,
  actor_name text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text,
  before jsonb,
  after jsonb,
  request_id uuid,
  PRIMARY KEY (tenant_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE audit_default PARTITION OF audit DEFAULT;
CREATE INDEX audit_by_object ON audit (tenant_id, object_kind, object_id, id);
CREATE INDEX audit_by_actor ON audit (tenant_id, actor_id, id);
CALL protect_table('audit', 'SELECT, INSERT', 'SELECT, INSERT, UPDATE, DELETE');
CALL ensure_partitions('audit', now() - interval '2 months', now() + interval '3 months');

-- Long work with a stored position: imports, synchronisations, exports. A killed job goes on where it was.
CREATE TABLE jobs (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  kind text NOT NULL,
  status text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  request_id uuid,
  request_hash bytea,
  input jsonb,
  position bigint NOT NULL DEFAULT 0,
  total bigint,
  report jsonb,
  error text,
  actor text NOT NULL DEFAULT '',
  leased_until timestamptz,
  created_at timestamptz NOT NULL,
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX jobs_by_request ON jobs (tenant_id, kind, request_id) WHERE request_id IS NOT NULL;
CREATE INDEX jobs_unfinished ON jobs (status, created_at) WHERE status IN ('waiting', 'running');
CALL protect_table('jobs', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE job_rows (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  row bigint NOT NULL,
  outcome text NOT NULL,
  object_id uuid,
  external_id text,
  messages text[] NOT NULL DEFAULT '{}',
  input jsonb,
  PRIMARY KEY (tenant_id, job_id, row),
  FOREIGN KEY (tenant_id, job_id) REFERENCES jobs ON DELETE CASCADE
);
CALL protect_table('job_rows', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE job_files (
  tenant_id uuid NOT NULL,
  job_id uuid NOT NULL,
  part integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (tenant_id, job_id, part),
  FOREIGN KEY (tenant_id, job_id) REFERENCES jobs ON DELETE CASCADE
);
CALL protect_table('job_files', 'SELECT, INSERT, DELETE', 'SELECT, INSERT, DELETE');

CREATE TABLE claims (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  member_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  offer_event_id uuid,
  attempt_id uuid,
  status text NOT NULL DEFAULT 'Open' CHECK (status IN ('Open', 'Answered')),
  verdict text,
  message text,
  evidence jsonb NOT NULL DEFAULT '{}',
  proof bytea,
  proof_type text,
  answer text,
  created_at timestamptz NOT NULL,
  answered_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX claims_by_member ON claims (tenant_id, member_id, offer_id);
CREATE INDEX claims_by_status ON claims (tenant_id, status, id);
CALL protect_table('claims', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

CREATE TABLE notifications (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  kind text NOT NULL,
  title text NOT NULL,
  body text NOT NULL DEFAULT '',
  object_kind text,
  object_id text,
  created_at timestamptz NOT NULL,
  read_at timestamptz,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX notifications_by_time ON notifications (tenant_id, id);
CALL protect_table('notifications', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- One line for each day, offer and source: what reports and cost reports read instead of raw clicks.
CREATE TABLE daily_totals (
  tenant_id uuid NOT NULL,
  day date NOT NULL,
  offer_id uuid NOT NULL,
  source_id uuid NOT NULL,
  views bigint NOT NULL DEFAULT 0,
  clicks bigint NOT NULL DEFAULT 0,
  conversions bigint NOT NULL DEFAULT 0,
  rejected bigint NOT NULL DEFAULT 0,
  revenue numeric(24, 6) NOT NULL DEFAULT 0,
  payout numeric(24, 6) NOT NULL DEFAULT 0,
  reward numeric(24, 6) NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, day, offer_id, source_id)
);
CALL protect_table('daily_totals', 'SELECT, INSERT, UPDATE', 'SELECT, INSERT, UPDATE, DELETE');

-- Files that we serve ourselves: creatives of the demo world, logos of walls.
CREATE TABLE assets (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX assets_by_name ON assets (tenant_id, name);
CALL protect_table('assets', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- Where a background worker last was: the position of sealing, roll-ups and other followers of the change feed.
CREATE TABLE worker_positions (
  worker text PRIMARY KEY,
  position text NOT NULL,
  moved_at timestamptz NOT NULL
);
ALTER TABLE worker_positions ENABLE ROW LEVEL SECURITY;
ALTER TABLE worker_positions FORCE ROW LEVEL SECURITY;
CREATE POLICY engine ON worker_positions TO pitwall_engine USING (true) WITH CHECK (true);
CREATE POLICY owner ON worker_positions TO pitwall_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON worker_positions TO pitwall_engine;
