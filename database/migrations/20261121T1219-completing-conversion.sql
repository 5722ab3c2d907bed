-- Which conversion completed an attempt: a later reversal of exactly that one is shown beside the completed offer.
ALTER TABLE attempts ADD COLUMN completing_conversion_id uuid;
CREATE INDEX attempts_open ON attempts (tenant_id, offer_id) WHERE status = 'open';
