-- What waits for a try, apart from what is sent: narrow rows that come and go, so that a delivery itself is written once
-- for each try and its indexes not at all. The delivery is the truth: an entry counts only while it waits for just this
-- time, and what has lost its delivery is dropped when it comes up.
CREATE TABLE due_deliveries (
  tenant_id uuid NOT NULL,
  origin text NOT NULL,
  next_try_at timestamptz NOT NULL,
  delivery_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, origin, next_try_at, delivery_id)
);
CALL protect_table('due_deliveries', 'SELECT, INSERT, DELETE', 'SELECT, INSERT, DELETE');

INSERT INTO due_deliveries (tenant_id, origin, next_try_at, delivery_id)
SELECT tenant_id, origin, next_try_at, id FROM deliveries WHERE status = 'Waiting' AND next_try_at IS NOT NULL;

-- What processes hold to try it: one row for all that was taken at once for one receiver. The arrays belong together and
-- are kept as they are, since ids and times hardly get smaller. The place of an entry is where it is found fastest when it
-- ends; should it not be there any more, it is dropped when it comes up.
CREATE TABLE delivery_leases (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  origin text NOT NULL,
  delivery_ids uuid[] NOT NULL,
  next_tries_at timestamptz[] NOT NULL,
  places tid[] NOT NULL,
  leased_until timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id, origin)
);
ALTER TABLE delivery_leases
  ALTER COLUMN delivery_ids SET STORAGE EXTERNAL, ALTER COLUMN next_tries_at SET STORAGE EXTERNAL,
  ALTER COLUMN places SET STORAGE EXTERNAL;
CALL protect_table('delivery_leases', 'SELECT', 'SELECT, INSERT, UPDATE, DELETE');

DROP INDEX deliveries_due_by_origin;
ALTER TABLE deliveries DROP COLUMN lease_id, DROP COLUMN leased_until;
