-- The request of each push is kept, so that every try sends the same bytes and the log shows them.
ALTER TABLE cost_pushes ADD COLUMN url text NOT NULL DEFAULT '';
ALTER TABLE cost_pushes ADD COLUMN body text NOT NULL DEFAULT '';
ALTER TABLE cost_pushes ADD COLUMN error text;

-- The last of the two daily hours whose pushes were written down; none before the settings were made.
ALTER TABLE cost_push_settings ADD COLUMN prepared_until timestamptz NOT NULL DEFAULT '1970-01-01T00:00:00Z';
