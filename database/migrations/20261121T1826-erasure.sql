-- When what is stored of an erased member was last freed of personal values. What arrives later, such as a postback for an
-- old click, is met by the next round.
ALTER TABLE members ADD COLUMN scrubbed_at timestamptz;
CREATE INDEX members_erased ON members (scrubbed_at) WHERE erased_at IS NOT NULL;
