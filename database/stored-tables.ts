import type pg from 'pg';
import type { BackupHeader } from './backup-file.ts';

/** A table whose rows a backup holds. */
export interface StoredTable {
  readonly name: string;
  /** Columns that are kept: not the computed ones, and no transaction ids, which mean nothing on another server. */
  readonly columns: readonly string[];
  /** Row-level security holds the owner too; look-ups that all tenants share have none. */
  readonly isForced: boolean;
}

/**
 * Tables that a backup leaves out: the history of migrations, the feed that tells running processes of changes, and what
 * those processes hold.
 */
const LEFT_OUT = ['pitwall_migrations', 'changes', 'delivery_leases'];

/** All tables that a backup holds, each after those that it refers to. */
export async function storedTables(client: pg.ClientBase): Promise<StoredTable[]> {
  const { rows } = await client.query<StoredTable & { refersTo: string[] }>(TABLES, [LEFT_OUT]);
  const waiting = new Map(rows.map((table) => [table.name, table]));
  const ordered: StoredTable[] = [];
  while (waiting.size > 0) {
    const ready = [...waiting.values()].filter(({ name, refersTo }) =>
      refersTo.every((other) => other === name || !waiting.has(other)),
    );
    if (ready.length === 0)
      throw new Error(`Tables refer to each other in a circle: ${[...waiting.keys()].join(', ')}`);
    for (const { refersTo: _, ...table } of ready) {
      waiting.delete(table.name);
      ordered.push(table);
    }
  }
  return ordered;
}

/** The partitions of a database, the default ones left out: every migrated database has those. */
export async function partitions(client: pg.ClientBase): Promise<BackupHeader['partitions']> {
  const { rows } = await client.query<BackupHeader['partitions'][number]>(PARTITIONS);
  return rows;
}

/** The sequences that have given out a value. */
export async function sequences(client: pg.ClientBase): Promise<BackupHeader['sequences']> {
  const { rows } = await client.query<BackupHeader['sequences'][number]>(SEQUENCES, [LEFT_OUT]);
  return rows;
}

const TABLES = `
  SELECT c.relname::text AS name, c.relforcerowsecurity AS "isForced",
    (SELECT array_agg(a.attname::text ORDER BY a.attname)
     FROM pg_attribute a
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
       AND a.atttypid <> 'xid8'::regtype) AS columns,
    ARRAY(SELECT DISTINCT k.confrelid::regclass::text FROM pg_constraint k
          WHERE k.conrelid = c.oid AND k.contype = 'f') AS "refersTo"
  FROM pg_class c
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname <> ALL ($1)
  ORDER BY c.relname`;

const PARTITIONS = `
  SELECT p.relname::text AS parent, c.relname::text AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds
  FROM pg_class c
  JOIN pg_inherits i ON i.inhrelid = c.oid
  JOIN pg_class p ON p.oid = i.inhparent
  WHERE c.relnamespace = 'public'::regnamespace AND c.relispartition AND c.relkind = 'r'
    AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
  ORDER BY p.relname, c.relname`;

const SEQUENCES = `
  SELECT s.sequencename::text AS name, s.last_value AS "lastValue"
  FROM pg_sequences s
  WHERE s.schemaname = 'public' AND s.last_value IS NOT NULL
    AND NOT EXISTS (
      SELECT FROM pg_depend d
      JOIN pg_class t ON t.oid = d.refobjid
      WHERE d.objid = format('public.%I', s.sequencename)::regclass AND d.deptype IN ('a', 'i')
        AND t.relname = ANY ($1))
  ORDER BY s.sequencename`;
