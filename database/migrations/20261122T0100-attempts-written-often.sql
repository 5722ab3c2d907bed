-- A member belongs to one source, so that the source adds nothing to what tells attempts apart; without it one index
-- serves both what is unique and what is looked for.
ALTER TABLE attempts ADD CONSTRAINT attempts_of_member UNIQUE (tenant_id, member_id, offer_id, run);
ALTER TABLE attempts DROP CONSTRAINT attempts_tenant_id_source_id_member_id_offer_id_run_key;
DROP INDEX attempts_by_member;

-- Every further click moves the time of the last one. As long as no index holds that time, and the page has room for a
-- second version of the row, no index is touched.
DROP INDEX attempts_of_tests;
CREATE INDEX attempts_of_tests ON attempts (tenant_id, id) WHERE is_test;
ALTER TABLE attempts SET (fillfactor = 85);
