-- What a list shows as the status of a MultiEvent record: Success when all required steps are, Rejected when all its
-- conversions are. Which steps are required follows from versions, so it is written with each decision, not asked anew.
ALTER TABLE attempts ADD COLUMN record_status text NOT NULL DEFAULT 'Pending'
  CHECK (record_status IN ('Pending', 'Success', 'Rejected'));
