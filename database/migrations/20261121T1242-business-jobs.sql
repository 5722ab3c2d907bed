-- A step that fails is tried again a few times before its job is given up.
ALTER TABLE jobs ADD COLUMN tries integer NOT NULL DEFAULT 0;

-- One synchronisation of a tenant's offers at a time.
CREATE UNIQUE INDEX jobs_one_synchronisation ON jobs (tenant_id)
  WHERE kind = 'custom-offers' AND status IN ('waiting', 'running');

-- The revision that a synchronisation left behind when it paused the offer, because its source no longer had it. While
-- it is the offer's revision nobody else has touched the offer since, and the source may bring it back.
ALTER TABLE offers ADD COLUMN source_paused_revision integer;

-- Where and under which key the cost of traffic is pushed to AppsFlyer.
CREATE TABLE cost_push_settings (
  tenant_id uuid PRIMARY KEY REFERENCES tenants ON DELETE CASCADE,
  media_source text NOT NULL,
  key_sealed bytea NOT NULL,
  modified_at timestamptz NOT NULL
);
CALL protect_table('cost_push_settings', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');

-- The log of these pushes: one row for each call, of one app at one of the hours at which costs are pushed.
CREATE TABLE cost_pushes (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  due_at timestamptz NOT NULL,
  app_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('Waiting', 'Delivered', 'Failed')),
  rows integer NOT NULL DEFAULT 0,
  tries integer NOT NULL DEFAULT 0,
  http_status integer,
  duration_ms integer,
  answer text,
  next_try_at timestamptz,
  created_at timestamptz NOT NULL,
  sent_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, due_at, app_id)
);
CREATE INDEX cost_pushes_waiting ON cost_pushes (next_try_at) WHERE status = 'Waiting';
CALL protect_table('cost_pushes', 'SELECT, INSERT, UPDATE, DELETE', 'SELECT, INSERT, UPDATE, DELETE');
