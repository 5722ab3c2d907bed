import pg from 'pg';
import type { Measurement } from '../measurement.ts';
import { onGround, type Ground } from './ground.ts';
import { riseDuring } from './memory.ts';

const ROWS = 100_000;
const MOST_MEGABYTES = 60;

/** A list of a hundred thousand entries as a file, in both forms: what it takes of the server's memory. */
export function measureExports(): Promise<Measurement[]> {
  return onGround(async (ground) => {
    await fillAudit(ground);
    const figures: Measurement[] = [];
    for (const format of ['csv', 'ndjson']) {
      // The first answer loads what every one needs.
      await readAll(ground, format);
      let lines = 0;
      const rise = await riseDuring(ground.server.pid, async () => {
        lines = await readAll(ground, format);
      });
      if (lines < ROWS) throw new Error(`${lines} lines came, and not ${ROWS}`);
      figures.push({
        name: `${ROWS} rows as ${format}: more memory`,
        value: rise.megabytes,
        unit: 'MB',
        atMost: MOST_MEGABYTES,
        notes: `${rise.seconds.toFixed(1)} s`,
      });
    }
    return figures;
  });
}

/** Writes rows of the audit, whose entries are among the widest of any list. */
async function fillAudit({ installation }: Ground): Promise<void> {
  const client = new pg.Client({ connectionString: installation.connectionString });
  await client.connect();
  await client.query(
    `INSERT INTO audit (tenant_id, id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, before, after)
     SELECT t.id, uuidv7(), tenant_now(t.id), 'command', NULL, 'bench', 'change', 'offer', i::text,
            jsonb_build_object('name', '=' || repeat('before ', 20), 'revenue', i),
            jsonb_build_object('name', repeat('after ', 20), 'revenue', i + 1)
     FROM tenants t CROSS JOIN generate_series(1, $1::integer) AS i WHERE t.name = 'bench'`,
    [ROWS],
  );
  await client.end();
}

/** Reads the whole list as a client does, without keeping it. */
async function readAll({ installation, server }: Ground, format: string): Promise<number> {
  const answer = await fetch(`${server.origin}/api/v1/audit?format=${format}`, {
    headers: { authorization: `ApiToken ${installation.token}` },
  });
  if (!answer.ok || answer.body === null) throw new Error(`the list answered ${answer.status}`);
  let lines = 0;
  for await (const chunk of answer.body) for (const byte of chunk) if (byte === 10) lines += 1;
  return lines;
}
