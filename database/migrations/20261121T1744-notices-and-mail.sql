-- What is told once only, such as that a cap was reached in this window, is recognised by this text.
ALTER TABLE notifications ADD COLUMN once_key text;
CREATE UNIQUE INDEX notifications_once ON notifications (tenant_id, once_key) WHERE once_key IS NOT NULL;
CREATE INDEX notifications_unread ON notifications (tenant_id, id) WHERE read_at IS NULL;

-- Mail that waits to be handed in. A row goes with the mail that it became; its text may hold a one-time link.
CREATE TABLE mails (
  tenant_id uuid NOT NULL REFERENCES tenants ON DELETE CASCADE,
  id uuid NOT NULL,
  recipient text NOT NULL,
  subject text NOT NULL,
  text_sealed bytea NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  next_try_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX mails_due ON mails (next_try_at);
CALL protect_table('mails', 'SELECT, INSERT, DELETE', 'SELECT, INSERT, UPDATE, DELETE');
