-- Whoever looks for what is due passes over the entries that have ended, until the table is vacuumed. By default that
-- waits for a fifth of all entries to end, so that a million which wait for later would let two hundred thousand pile up.
ALTER TABLE due_deliveries SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000);
