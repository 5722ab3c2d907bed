-- The second factor of signing in: a seed that waits for its first code, the last time step whose code was taken (no code
-- works twice), and how often a wrong one came since.
ALTER TABLE users ADD COLUMN totp_pending_sealed bytea;
ALTER TABLE users ADD COLUMN totp_last_step bigint;
ALTER TABLE users ADD COLUMN totp_failures integer NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN totp_blocked_until timestamptz;
