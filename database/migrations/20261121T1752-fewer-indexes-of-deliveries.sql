-- A delivery is written three times within a moment. Room on its page keeps the second version beside the first, and
-- spares every index an entry for it.
ALTER TABLE deliveries SET (fillfactor = 45);

-- Only the body is kept beside the row. With a narrower target each change of a row looked for more to put there.
ALTER TABLE deliveries SET (toast_tuple_target = 800);

-- Ids of deliveries carry the time at which they were written, so the primary key finds them by time as well.
DROP INDEX deliveries_by_creation;

-- Tries are only ever looked up by their delivery.
DROP INDEX delivery_tries_by_delivery;
ALTER TABLE delivery_tries DROP CONSTRAINT delivery_tries_pkey;
ALTER TABLE delivery_tries ADD PRIMARY KEY (tenant_id, delivery_id, id);
