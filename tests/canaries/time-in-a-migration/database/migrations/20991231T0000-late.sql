-- The law is named in the file beside this one.
ALTER TABLE offers ADD COLUMN seen_at timestamptz DEFAULT CURRENT_TIMESTAMP;
