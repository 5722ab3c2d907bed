// A click that writes what ours does, for each request by itself: member, click, attempt and both sums in one
// transaction of prepared statements, then the redirect. Frozen: ratios of different runs stay comparable.
import { randomUUIDv7 } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const tenantId = process.env['TENANT'] as string;
const nil = '00000000-0000-0000-0000-000000000000';

const statements = {
  version: `SELECT v.id, v.content ->> 'trackingSystemLink' AS link FROM offer_versions v JOIN offers o ON o.tenant_id = $1 AND o.id = v.offer_id
    WHERE v.tenant_id = $1 AND v.offer_id = $2 AND v.valid_from <= now() AND NOT o.is_paused ORDER BY v.valid_from DESC LIMIT 1`,
  member: `INSERT INTO members (tenant_id, id, source_id, pub_member_id, created_at) VALUES ($1, $2, $3, $4, now())
    ON CONFLICT (tenant_id, source_id, pub_member_id) WHERE pub_member_id IS NOT NULL DO UPDATE SET pub_member_id = excluded.pub_member_id RETURNING id`,
  attempt: `SELECT id FROM attempts WHERE tenant_id = $1 AND member_id = $2 AND offer_id = $3 AND status = 'open' FOR UPDATE`,
  open: `INSERT INTO attempts (tenant_id, id, source_id, member_id, offer_id, run, first_click_id, first_click_at, last_click_id, last_click_at, offer_version_id, created_at)
    SELECT $1, $2, $3, $4, $5, COALESCE(max(run), 0) + 1, $6, now(), $6, now(), $7, now() FROM attempts WHERE tenant_id = $1 AND member_id = $4 AND offer_id = $5`,
  note: 'UPDATE attempts SET last_click_id = $3, last_click_at = now(), offer_version_id = $4 WHERE tenant_id = $1 AND id = $2',
  click: `INSERT INTO clicks (tenant_id, id, offer_id, offer_version_id, member_id, attempt_id, params, ip, user_agent, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, now())`,
  total: `INSERT INTO offer_totals AS t (tenant_id, offer_id, clicks) VALUES ($1, $2, 1)
    ON CONFLICT (tenant_id, offer_id) DO UPDATE SET clicks = t.clicks + 1`,
  day: `INSERT INTO daily_totals AS t (tenant_id, day, offer_id, source_id, clicks) VALUES ($1, current_date, $2, $3, 1)
    ON CONFLICT (tenant_id, day, offer_id, source_id) DO UPDATE SET clicks = t.clicks + 1`,
};

async function record(search: URLSearchParams, ip: string, userAgent: string): Promise<string> {
  const client = await pool.connect();
  const run = (name: keyof typeof statements, ...values: unknown[]) =>
    client.query({ name, text: statements[name], values });
  try {
    await client.query('BEGIN');
    const offerId = search.get('offerId') as string;
    const version = (await run('version', tenantId, offerId)).rows[0];
    const pubMemberId = search.get('pub_member_id');
    const memberId = (await run('member', tenantId, randomUUIDv7(), nil, pubMemberId)).rows[0].id;
    const clickId = randomUUIDv7();
    let attemptId = (await run('attempt', tenantId, memberId, offerId)).rows[0]?.id;
    if (attemptId === undefined) {
      attemptId = randomUUIDv7();
      await run('open', tenantId, attemptId, nil, memberId, offerId, clickId, version.id);
    } else await run('note', tenantId, attemptId, clickId, version.id);
    const params = JSON.stringify(Object.fromEntries(search));
    await run('click', tenantId, clickId, offerId, version.id, memberId, attemptId, params, ip, userAgent);
    await run('total', tenantId, offerId);
    await run('day', tenantId, offerId, nil);
    await client.query('COMMIT');
    return `${version.link.replace('{pub_sub_1}', '')}&gk_click_id=${clickId}`;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const server = createServer((request, response) => {
  const search = new URLSearchParams(request.url?.split('?')[1]);
  if (!search.has('offerId')) return void response.writeHead(204).end();
  record(search, request.socket.remoteAddress ?? '', request.headers['user-agent'] ?? '').then(
    (location) => response.writeHead(302, { location, 'cache-control': 'no-store' }).end(),
    () => response.writeHead(500).end(),
  );
});

server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
