import type { TenantTransaction } from '#database/transaction.ts';
import { firstHash, LEAF_HASH, rootOf, sealHash } from '../ledger/exports.ts';
import type { Difference } from './report.ts';

/** Seals whose lines are hashed again at once. */
const AT_ONCE = 50;
const HASH_BYTES = 32;

interface SealRow {
  number: number;
  entries: number;
  previous_hash: Buffer;
  hash: Buffer;
  root: Buffer;
  leaves: Buffer | null;
}

/** Hashes every line of the ledger again and follows the chain from its first seal to its last. */
export async function* verifyChain(tx: TenantTransaction): AsyncGenerator<Difference> {
  let previousHash = firstHash(tx.tenantId);
  let number = 0;
  for (;;) {
    const { rows } = await tx.query<SealRow>(
      `SELECT s.*, (SELECT string_agg(${LEAF_HASH}, ''::bytea ORDER BY e.id) FROM ledger_entries e
         WHERE e.tenant_id = $1 AND e.seal_number = s.number) AS leaves
       FROM ledger_seals s WHERE s.tenant_id = $1 AND s.number > $2 ORDER BY s.number LIMIT ${AT_ONCE}`,
      [tx.tenantId, number],
      'verify-seals',
    );
    for (const row of rows) {
      number += 1;
      for (const text of sealTexts(row, number, previousHash)) yield difference(row.number, text);
      number = Number(row.number);
      previousHash = row.hash;
    }
    if (rows.length < AT_ONCE) break;
  }
  const { rows: beyond } = await tx.query<{ seal_number: number; count: number }>(
    `SELECT seal_number, count(*)::integer AS count FROM ledger_entries e
     WHERE tenant_id = $1 AND seal_number IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM ledger_seals s WHERE s.tenant_id = $1 AND s.number = e.seal_number)
     GROUP BY 1 ORDER BY 1`,
    [tx.tenantId],
  );
  for (const row of beyond)
    yield difference(row.seal_number, `${row.count} lines name it, but it is not there`);
}

function sealTexts(row: SealRow, number: number, previousHash: Buffer): string[] {
  const texts: string[] = [];
  if (Number(row.number) !== number) texts.push(`seal ${number} is not there`);
  if (!row.previous_hash.equals(previousHash)) texts.push('it does not follow the seal before it');
  const leaves = leavesOf(row.leaves);
  if (leaves.length !== row.entries) texts.push(`it covers ${row.entries} lines, but has ${leaves.length}`);
  if (leaves.length > 0 && !rootOf(leaves).equals(row.root)) texts.push('its lines are not what was sealed');
  const content = {
    previousHash: row.previous_hash,
    number: Number(row.number),
    entries: row.entries,
    root: row.root,
  };
  if (!sealHash(content).equals(row.hash)) texts.push('its hash is not the one of what it says');
  return texts;
}

function leavesOf(joined: Buffer | null): Buffer[] {
  if (joined === null) return [];
  return Array.from({ length: joined.length / HASH_BYTES }, (_, index) =>
    joined.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES),
  );
}

function difference(number: number, text: string): Difference {
  return { subject: 'chain', id: `seal ${number}`, text };
}
