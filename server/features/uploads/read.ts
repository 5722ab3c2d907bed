import type { SelectQueryBuilder } from 'kysely';
import {
  listImports,
  listRefusedRows,
  readImport,
  type importKinds,
  type importStatuses,
} from '#contract/uploads.ts';
import type { Tables } from '#database/rows.ts';
import { notFound, ok } from '../../http/answer.ts';
import { list } from '../../http/list.ts';
import { read } from '../../http/route.ts';
import { importDetails, importItems, storedKinds } from './import-items.ts';

type Select = SelectQueryBuilder<Tables, 'jobs', object>;

/** Lists imports, the newest first. */
export const listImportsRoute = list(listImports, {
  select: ({ tx, tenant }) =>
    tx.kysely
      .selectFrom('jobs')
      .select(['id', 'created_at'])
      .where('tenant_id', '=', tenant.id)
      .where('kind', 'in', Object.values(storedKinds)),
  order: { CreatedAt: 'created_at' },
  filters: {
    kind: (select: Select, kinds: (typeof importKinds)[number][]) =>
      select.where(
        'kind',
        'in',
        kinds.map((kind) => storedKinds[kind]),
      ),
    status: (select: Select, statuses: (typeof importStatuses)[number][]) =>
      select.where('status', 'in', statuses.map((status) => status.toLowerCase()) as never),
  },
  items: (rows, { tx }) =>
    importItems(
      tx,
      rows.map(({ id }) => id as string),
    ),
});

/** Reads one import with the rows it refused. */
export const readImportRoute = read(readImport, async ({ tx, params }) => {
  const found = await importDetails(tx, params.id);
  return found ? ok(found) : notFound('import');
});

/** Lists the rows that one import refused. */
export const listRefusedRowsRoute = list(listRefusedRows, {
  select: ({ tx, tenant, params }) =>
    tx.kysely
      .selectFrom('job_rows')
      .innerJoin('jobs', (join) =>
        join.onRef('jobs.tenant_id', '=', 'job_rows.tenant_id').onRef('jobs.id', '=', 'job_rows.job_id'),
      )
      .select(['row', 'messages'])
      .where('job_rows.tenant_id', '=', tenant.id)
      .where('job_rows.job_id', '=', params.id)
      .where('jobs.kind', 'in', Object.values(storedKinds))
      .where('outcome', '=', 'failed'),
  order: { Row: 'row' },
  tieBreak: 'row',
  filters: {},
  items: (rows) => rows.map(({ row, messages }) => ({ row: row as number, messages: messages as string[] })),
});
