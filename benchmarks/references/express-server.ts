// oxlint-disable oxc/no-async-endpoint-handlers -- Express 5 passes what such a handler rejects with to its own answer.
// The wall and accepted postbacks as they are commonly built: Express, a pool, one transaction for each request, with
// prepared statements and the same indexes. Frozen: ratios of different runs stay comparable.
import { randomUUIDv7 } from 'node:crypto';
import express from 'express';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const tenantId = process.env['TENANT'] as string;
const nil = '00000000-0000-0000-0000-000000000000';
const app = express();

const wall = `SELECT o.id, v.content, count(*) OVER () AS total
  FROM offers o JOIN offer_versions v ON v.tenant_id = o.tenant_id AND v.offer_id = o.id
  LEFT JOIN offer_totals t ON t.tenant_id = o.tenant_id AND t.offer_id = o.id
  WHERE o.tenant_id = $1 AND NOT o.is_paused AND o.launch_date <= now() AND (o.end_date IS NULL OR o.end_date >= now())
    AND (v.content -> 'countryIds' = '[]' OR v.content -> 'countryIds' ? (SELECT id::text FROM countries WHERE code2 = $2))
    AND (cardinality(o.device_types) = 0 OR 'All' = ANY (o.device_types) OR $3 = ANY (o.device_types))
    AND NOT EXISTS (SELECT FROM members m JOIN attempts a ON a.tenant_id = m.tenant_id AND a.member_id = m.id
                    WHERE m.tenant_id = $1 AND m.source_id = '${nil}' AND m.pub_member_id = $4
                      AND a.offer_id = o.id AND a.status = 'completed' AND NOT (v.content ->> 'allowRepetitions')::boolean)
  ORDER BY CASE WHEN t.clicks > 0 AND t.revenue > 0 THEN t.revenue / t.clicks ELSE o.baseline_epc END DESC, o.launch_date DESC, o.id
  LIMIT 10`;

app.get('/api/v1/offer-wall/offers', async (request, response) => {
  const { pub_geo_country: country, pub_device: device, pub_member_id: member } = request.query;
  const { rows } = await pool.query({
    name: 'wall',
    text: wall,
    values: [tenantId, country, device, member],
  });
  const items = rows.map(({ id, content }) => ({ id, ...content }));
  response.json({ data: { offers: { totalCount: Number(rows[0]?.total ?? 0), items } }, isSuccessful: true });
});

const statements = {
  click: `SELECT c.offer_id, c.attempt_id, c.member_id, c.offer_version_id, v.content FROM clicks c
    JOIN offer_versions v ON v.tenant_id = c.tenant_id AND v.id = c.offer_version_id WHERE c.tenant_id = $1 AND c.id = $2`,
  lock: 'SELECT status FROM attempts WHERE tenant_id = $1 AND id = $2 FOR UPDATE',
  key: `INSERT INTO conversion_keys (tenant_id, step_id, identity, conversion_id, external_id, member_id)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
  raw: `INSERT INTO raw_requests (tenant_id, id, received_at, method, path, query, ip, click_id, offer_id, outcome, conversion_id, decided_at)
    VALUES ($1, $2, now(), 'GET', $3, $4, $5, $6, $7, 'accepted', $8, now())`,
  counter: `INSERT INTO counters AS t (tenant_id, subject_id, share_id, window_kind, window_start, count, amount)
    SELECT $1, $2, '${nil}', w.kind, w.start, 1, $3 FROM (VALUES ('Daily', current_date), ('Weekly', date_trunc('week', now())::date),
      ('Monthly', date_trunc('month', now())::date), ('Total', '1970-01-01')) AS w (kind, start)
    ON CONFLICT (tenant_id, subject_id, share_id, window_kind, window_start)
    DO UPDATE SET count = t.count + 1, amount = t.amount + excluded.amount`,
  conversion: `INSERT INTO conversions (tenant_id, id, record_id, offer_id, offer_version_id, attempt_id, click_id, member_id, raw_request_id,
      status, arrived_at, user_completed_at, accepted_at, revenue, reward, currency, reward_currency, created_at, modified_at)
    VALUES ($1, $2, $2, $3, $4, $5, $6, $7, $8, 'Success', now(), now(), now(), $9, $10, 'USD', 'points', now(), now())`,
  hold: `INSERT INTO holds (tenant_id, id, conversion_id, offer_id, day, week, month, amount, taken_at)
    VALUES ($1, $2, $3, $4, current_date, date_trunc('week', now())::date, date_trunc('month', now())::date, $5, now())`,
  attempt: `UPDATE attempts SET status = 'completed', completed_at = now(), closed_at = now(), completing_conversion_id = $3,
      pinned_click_id = $4, record_status = 'Success' WHERE tenant_id = $1 AND id = $2`,
  history: `INSERT INTO conversion_history (tenant_id, id, conversion_id, at, kind, to_status, raw_request_id)
    VALUES ($1, $2, $3, now(), 'decided', 'Success', $4)`,
  ledger: `INSERT INTO ledger_entries (tenant_id, id, posting_id, conversion_id, offer_id, account, phase, currency, amount, posted_at)
    SELECT $1, e.id, $2, $3, $4, e.account, 'due', e.currency, e.amount, now()
    FROM unnest($5::uuid[], $6::text[], $7::text[], $8::numeric[]) AS e (id, account, currency, amount)`,
  total: `INSERT INTO offer_totals AS t (tenant_id, offer_id, conversions, revenue, last_revenue_at) VALUES ($1, $2, 1, $3, now())
    ON CONFLICT (tenant_id, offer_id) DO UPDATE SET conversions = t.conversions + 1, revenue = t.revenue + excluded.revenue, last_revenue_at = now()`,
  day: `INSERT INTO daily_totals AS t (tenant_id, day, offer_id, source_id, conversions, revenue, reward)
    VALUES ($1, current_date, $2, '${nil}', 1, $3, $4) ON CONFLICT (tenant_id, day, offer_id, source_id)
    DO UPDATE SET conversions = t.conversions + 1, revenue = t.revenue + excluded.revenue, reward = t.reward + excluded.reward`,
};

app.get('/postback', async (request, response) => {
  const { gk_click_id: clickId, cnv_conversion_id: externalId } = request.query as Record<string, string>;
  const client = await pool.connect();
  const run = (name: keyof typeof statements, ...values: unknown[]) =>
    client.query({ name, text: statements[name], values: [tenantId, ...values] });
  try {
    await client.query('BEGIN');
    const click = (await run('click', clickId)).rows[0];
    const { offer_id: offerId, attempt_id: attemptId, member_id: memberId, content } = click;
    await run('lock', attemptId);
    const id = randomUUIDv7();
    const requestId = randomUUIDv7();
    const key = await run('key', offerId, `${clickId} ${externalId}`, id, externalId, memberId);
    if (key.rowCount === 1) {
      const { revenue, reward } = content;
      await run('raw', requestId, request.path, request.url, request.ip, clickId, offerId, id);
      await run('counter', offerId, revenue);
      await run(
        'conversion',
        id,
        offerId,
        click.offer_version_id,
        attemptId,
        clickId,
        memberId,
        requestId,
        revenue,
        reward,
      );
      await run('hold', randomUUIDv7(), id, offerId, revenue);
      await run('attempt', attemptId, id, clickId);
      await run('history', randomUUIDv7(), id, requestId);
      const lines = [1, 2, 3, 4].map(() => randomUUIDv7());
      const amounts = [revenue, `-${revenue}`, reward, `-${reward}`];
      await run(
        'ledger',
        randomUUIDv7(),
        id,
        offerId,
        lines,
        ['advertiser', 'margin', 'member', 'rewards'],
        ['USD', 'USD', 'points', 'points'],
        amounts,
      );
      await run('total', offerId, revenue);
      await run('day', offerId, revenue, reward);
    }
    await client.query('COMMIT');
    response.json({ data: { accepted: true, conversionId: id, status: 'Success', reason: null } });
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
});

app.get('/', (_request, response) => void response.json({}));
app.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
