-- The root of the hash tree over a batch: with it a partner proves that its own lines are in the chain without seeing
-- anybody else's.
ALTER TABLE ledger_seals ADD COLUMN root bytea NOT NULL;
