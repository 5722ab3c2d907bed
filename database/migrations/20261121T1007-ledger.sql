-- Double entry, append-only: the lines of one posting sum to zero in each currency. Rows hold ids and amounts only, so
-- that erasure never touches them. seal_number is the one column written later, once, by sealing.
CREATE TABLE ledger_entries (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  posting_id uuid NOT NULL,
  conversion_id uuid NOT NULL,
  offer_id uuid NOT NULL,
  account text NOT NULL CHECK (account IN ('advertiser', 'partner', 'margin', 'member', 'rewards')),
  party_id uuid,
  phase text NOT NULL CHECK (phase IN ('pending', 'due')),
  currency text NOT NULL,
  amount numeric(18, 6) NOT NULL,
  posted_at timestamptz NOT NULL,
  seal_number bigint,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX ledger_entries_unsealed ON ledger_entries (tenant_id, xid, id) WHERE seal_number IS NULL;
CREATE INDEX ledger_entries_by_seal ON ledger_entries (tenant_id, seal_number, id) WHERE seal_number IS NOT NULL;
CREATE INDEX ledger_entries_by_party ON ledger_entries (tenant_id, account, party_id, posted_at);
CREATE INDEX ledger_entries_by_conversion ON ledger_entries (tenant_id, conversion_id);
CREATE INDEX ledger_entries_by_time ON ledger_entries (tenant_id, posted_at, id);
CALL protect_table('ledger_entries', 'SELECT, INSERT', 'SELECT, INSERT, UPDATE (seal_number), DELETE');

CREATE FUNCTION refuse_resealing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.seal_number IS NOT NULL THEN
    RAISE EXCEPTION 'a sealed ledger entry never changes';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER append_only BEFORE UPDATE ON ledger_entries FOR EACH ROW EXECUTE FUNCTION refuse_resealing();

-- The hash chain of a tenant: each seal covers a batch of entries in id order and the hash before it.
CREATE TABLE ledger_seals (
  tenant_id uuid NOT NULL,
  number bigint NOT NULL,
  entries integer NOT NULL,
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, number)
);
CALL protect_table('ledger_seals', 'SELECT', 'SELECT, INSERT, DELETE');
