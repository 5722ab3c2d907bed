-- Records that still wait although their attempt is over: looked at again when a step of their offer is archived.
CREATE INDEX attempts_closed_pending ON attempts (tenant_id, offer_id, id)
WHERE status <> 'open' AND record_status = 'Pending';
