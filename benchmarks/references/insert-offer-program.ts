// One row of an offer for each INSERT, each in a transaction of its own, without HTTP, checks or steps. Frozen: ratios
// of different runs stay comparable.
import { randomUUIDv7 } from 'node:crypto';
import pg from 'pg';
import { workWhenTold } from '../harness/program.ts';

const LANES = 16;
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const { rows } = await pool.query('SELECT * FROM offers WHERE tenant_id = $1 LIMIT 1', [
  process.env['TENANT'],
]);
const columns = Object.keys(rows[0]).filter((name) => name !== 'id');
const values = columns.map((name) => rows[0][name]);
const text = `INSERT INTO offers (id, ${columns.join(', ')}) VALUES ($1, ${columns.map((_, at) => `$${at + 2}`).join(', ')})`;

workWhenTold(LANES, async () => {
  await pool.query({ name: 'insert', text, values: [randomUUIDv7(), ...values] });
  return 1;
});
