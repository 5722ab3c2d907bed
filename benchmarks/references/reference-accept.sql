-- The least that accepting postbacks takes, a batch at a time: the click, no conversion twice, one counter, the
-- conversion and its outgoing job. Frozen: ratios of different runs stay comparable.
CREATE SCHEMA IF NOT EXISTS reference;
CREATE TABLE IF NOT EXISTS reference.counters (
  offer_id uuid PRIMARY KEY,
  count bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS reference.conversions (
  id uuid PRIMARY KEY,
  click_id uuid NOT NULL,
  external_id text NOT NULL,
  offer_id uuid NOT NULL,
  revenue numeric(18, 6) NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (click_id, external_id)
);
CREATE TABLE IF NOT EXISTS reference.outbox (
  id uuid PRIMARY KEY,
  conversion_id uuid NOT NULL,
  body jsonb NOT NULL,
  next_try_at timestamptz NOT NULL DEFAULT now()
);

CREATE OR REPLACE FUNCTION reference.accept(tenant uuid, ids uuid[], click_ids uuid[], external_ids text[])
RETURNS bigint LANGUAGE sql AS $$
  WITH asked AS (
    SELECT q.id, q.external_id, c.id AS click_id, c.offer_id
    FROM unnest(ids, click_ids, external_ids) AS q (id, click_id, external_id)
    JOIN public.clicks c ON c.tenant_id = tenant AND c.id = q.click_id),
  made AS (
    INSERT INTO reference.conversions (id, click_id, external_id, offer_id, revenue)
    SELECT id, click_id, external_id, offer_id, 2 FROM asked
    ON CONFLICT (click_id, external_id) DO NOTHING RETURNING id, offer_id),
  counted AS (
    INSERT INTO reference.counters AS t (offer_id, count)
    SELECT offer_id, count(*) FROM made GROUP BY offer_id ORDER BY offer_id
    ON CONFLICT (offer_id) DO UPDATE SET count = t.count + excluded.count RETURNING 1),
  sent AS (
    INSERT INTO reference.outbox (id, conversion_id, body)
    SELECT gen_random_uuid(), id, jsonb_build_object('conversionId', id, 'offerId', offer_id) FROM made RETURNING 1)
  SELECT count(*) FROM sent
$$;
