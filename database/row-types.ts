import type pg from 'pg';

interface Column {
  readonly table: string;
  readonly column: string;
  readonly type: string;
  readonly isArray: boolean;
  readonly isNullable: boolean;
  /** The type as a statement writes it. */
  readonly written: string;
}

/** How `column-values.ts` gives a column of each type. */
const VALUE_TYPES: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytea: 'Buffer',
  float4: 'number',
  float8: 'number',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  json: 'unknown',
  jsonb: 'unknown',
};

/** Everything else arrives as text: numeric, uuid, instants, dates, intervals, addresses, transaction ids. */
const TEXT_TYPES = new Set([
  'bpchar',
  'char',
  'cidr',
  'date',
  'inet',
  'interval',
  'name',
  'numeric',
  'text',
  'tid',
  'time',
  'timestamp',
  'timestamptz',
  'uuid',
  'varchar',
  'xid8',
]);

/**
 * Writes the TypeScript types of all rows as a statement gives them back: one interface for each table and one that
 * maps table names to them; and beside them PostgreSQL's own types, for statements. Partitions are left out.
 *
 * @throws Error when a column has a type whose value is not decided here
 */
export async function rowTypes(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<Column>(COLUMNS);
  const tables = Map.groupBy(rows, ({ table }) => table);
  const interfaces = [...tables].map(
    ([table, columns]) =>
      `/** A row of \`${table}\`. */\nexport interface ${rowName(table)} {\n${columns.map(member).join('\n')}\n}`,
  );
  const types = [...tables].map(
    ([table, columns]) =>
      `  ${table}: { ${columns.map(({ column, written }) => `${column}: '${written}'`).join(', ')} },`,
  );
  const names = [...tables.keys()].map((table) => `  ${table}: ${rowName(table)};`);
  return [
    '// Made by `npm run generate` from the migrated database. Changes belong into a migration.',
    ...interfaces,
    `/** Row types by table name. */\nexport interface Tables {\n${names.join('\n')}\n}`,
    `/** How statements write the types of columns, by table. */\nexport const columnTypes = {\n${types.join('\n')}\n} as const;\n`,
  ].join('\n\n');
}

const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS "column",
    CASE WHEN t.typelem <> 0 AND t.typcategory = 'A' THEN e.typname ELSE t.typname END AS "type",
    t.typelem <> 0 AND t.typcategory = 'A' AS "isArray",
    NOT a.attnotnull AS "isNullable", format_type(a.atttypid, a.atttypmod) AS "written"
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_type e ON e.oid = t.typelem
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm') AND NOT c.relispartition
  ORDER BY c.relname, a.attnum`;

function rowName(table: string): string {
  const words = table.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `${words.join('')}Row`;
}

function member({ table, column, type, isArray, isNullable }: Column): string {
  const value = VALUE_TYPES[type] ?? (TEXT_TYPES.has(type) ? 'string' : undefined);
  if (value === undefined) throw new Error(`No row type is decided for ${type} (${table}.${column})`);
  const whole = isArray ? `${value}[]` : value;
  // `unknown` holds null already.
  return `  ${column}: ${isNullable && whole !== 'unknown' ? `${whole} | null` : whole};`;
}
