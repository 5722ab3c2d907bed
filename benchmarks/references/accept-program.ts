// Accepts batches through the frozen statement, one after the other on one connection, without HTTP.
import { randomUUIDv7 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { workWhenTold } from '../harness/program.ts';

const BATCH = 64;
const client = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
await client.connect();
await client.query(readFileSync(join(import.meta.dirname, 'reference-accept.sql'), 'utf8'));

workWhenTold(1, async (next) => {
  const clicks: string[] = [];
  for (let id = next(); id !== undefined && clicks.push(id) < BATCH; id = next());
  if (clicks.length === 0) return 0;
  await client.query({
    name: 'accept',
    text: 'SELECT reference.accept($1, $2, $3, $4)',
    values: [
      process.env['TENANT'],
      clicks.map(() => randomUUIDv7()),
      clicks,
      clicks.map(() => randomUUIDv7()),
    ],
  });
  return clicks.length;
});
