-- What an operator decided about a claim; how an answer is worded doesn't tell it.
ALTER TABLE claims ADD COLUMN outcome text CHECK (outcome IN ('Accepted', 'Declined'));
-- A member has at most one claim under way on each step; the nil uuid stands for the offer as a whole.
CREATE UNIQUE INDEX claims_open ON claims
  (tenant_id, member_id, offer_id, COALESCE(offer_event_id, '00000000-0000-0000-0000-000000000000'))
  WHERE status = 'Open';
