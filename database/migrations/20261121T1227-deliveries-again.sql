-- Tries that were made before an operator sent the delivery again: the pauses between tries start anew from there.
ALTER TABLE deliveries ADD COLUMN resent_after_tries integer NOT NULL DEFAULT 0;

-- The secret that callbacks in the shape of another wall are hashed with.
ALTER TABLE settings ADD COLUMN callback_dialect_secret_sealed bytea;

-- Receivers that are switched off and looked at again from time to time.
CREATE INDEX endpoints_to_probe ON endpoints (next_probe_at) WHERE next_probe_at IS NOT NULL;
