import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import {
  mostStatementLines,
  readAdvertiserStatement,
  readPartnerStatement,
  readStatement,
  statementFormat,
  type Statement,
  type StatementLine,
} from '#contract/statements.ts';
import type { LedgerSealsRow } from '#database/rows.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { DecimalText } from '#domain/money.ts';
import { parseInstant } from '#domain/time.ts';
import { file, notFound, ok, refuse, refused, type Answer } from '../../http/answer.ts';
import { csvCell } from '../../http/csv.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { sealItem, written } from './list.ts';
import { accountOf, owed, statementLines, type Party, type Period } from './statement-lines.ts';

const BATCH = 500;

/** What any of the three calls asks for. */
type Query = { from?: string; to?: string; format?: 'json' | 'csv' };
// oxlint-disable-next-line typescript/no-explicit-any -- The three endpoints differ only in whom they are for.
type Call = TenantCall<any>;

async function answerStatement(call: Call, party: Party): Promise<Answer<never>> {
  const { context, tenant, request } = call;
  const query = call.query as Query;
  const found = await inTenant(context.database, tenant.id, (tx) => openStatement(tx, party, query), {
    readOnly: true,
  });
  if (found === undefined) return notFound(party.kind.toLowerCase());
  const wantsCsv = query.format === 'csv' || (!query.format && request.headers.accept?.includes('text/csv'));
  if (wantsCsv) return csvStatement(call, party, found.period) as Answer<never>;
  const lines: StatementLine[] = [];
  for await (const batch of statementLines(context, tenant.id, party, found.period, BATCH)) {
    lines.push(...batch);
    if (lines.length > mostStatementLines)
      refuse(
        'ValidationError',
        `from: the period has more than ${mostStatementLines} lines; choose a shorter one, or format=csv`,
      );
  }
  const { closing, seals } = await inTenant(
    context.database,
    tenant.id,
    async (tx) => ({
      closing: await balancesBefore(tx, party, found.period.to),
      seals: await sealsOf(tx, lines),
    }),
    { readOnly: true },
  );
  const { period: _period, ...head } = found;
  return ok<Statement>({ ...head, closing, lines, seals }) as Answer<never>;
}

/** What stands at the head of a statement; undefined when there is no such party. */
async function openStatement(
  tx: TenantTransaction,
  party: Party,
  query: Query,
): Promise<(Omit<Statement, 'closing' | 'lines' | 'seals'> & { period: Period }) | undefined> {
  const table = party.kind === 'Partner' ? 'partners' : 'advertisers';
  const { rows } = await tx.query<{ now: string; name: string; tenant_name: string }>(
    `SELECT tenant_now($1) AS now, p.name, t.display_name AS tenant_name
     FROM ${table} p JOIN tenants t ON t.id = $1 WHERE p.tenant_id = $1 AND p.id = $2`,
    [tx.tenantId, party.id],
  );
  const row = rows[0];
  if (!row) return undefined;
  const madeAt = written(row.now);
  const isOpen = query.to === undefined || (parseInstant(query.to) ?? 0) > (parseInstant(madeAt) ?? 0);
  const to = isOpen ? madeAt : written(query.to as string);
  const from = query.from === undefined ? null : written(query.from);
  if (from !== null && (parseInstant(from) ?? 0) > (parseInstant(to) ?? 0))
    refuse('ValidationError', 'from: must not be after to');
  return {
    format: statementFormat,
    tenantId: tx.tenantId,
    tenantName: row.tenant_name,
    party: { ...party, name: row.name },
    from: from ?? written('1970-01-01T00:00:00Z'),
    to,
    madeAt,
    opening: from === null ? [] : await balancesBefore(tx, party, from),
    period: { from, to },
  };
}

/** What was owed in each currency before an instant. */
async function balancesBefore(
  tx: TenantTransaction,
  party: Party,
  at: string,
): Promise<Statement['opening']> {
  const { rows } = await tx.query<{ currency: string; pending: DecimalText; due: DecimalText }>(
    `SELECT currency, coalesce(sum(amount) FILTER (WHERE phase = 'pending'), 0) AS pending,
       coalesce(sum(amount) FILTER (WHERE phase = 'due'), 0) AS due
     FROM ledger_entries WHERE tenant_id = $1 AND account = $2 AND party_id = $3 AND posted_at < $4
     GROUP BY currency ORDER BY currency`,
    [tx.tenantId, accountOf(party), party.id, at],
  );
  return rows.map(({ currency, pending, due }) => ({
    currency,
    pending: owed(pending, party),
    due: owed(due, party),
  }));
}

async function sealsOf(tx: TenantTransaction, lines: readonly StatementLine[]): Promise<Statement['seals']> {
  const { rows } = await tx.query<LedgerSealsRow>(
    'SELECT * FROM ledger_seals WHERE tenant_id = $1 AND number = ANY($2::bigint[]) ORDER BY number',
    [tx.tenantId, [...new Set(lines.flatMap(({ sealNumber }) => sealNumber ?? []))]],
  );
  return rows.map(sealItem);
}

const columns = [
  'entryId',
  'postedAt',
  'conversionId',
  'offerId',
  'offerName',
  'pubClickId',
  'phase',
  'currency',
  'amount',
  'sealNumber',
  'sealedText',
  'proof',
  'sealEntries',
  'sealRoot',
  'sealPreviousHash',
  'sealHash',
] as const;

/** The whole statement as a file, streamed; each line brings what its seal says. */
function csvStatement(call: Call, party: Party, period: Period): Answer {
  const { context, tenant } = call;
  const csv = stringify({ header: true, columns: [...columns], bom: false });
  const records = Readable.from(csvRecords(call, party, period), { objectMode: true });
  records.on('error', (error) => {
    context.log.error({ error, tenant: tenant.id }, 'a statement could not be written to its end');
    csv.destroy(error);
  });
  csv.on('close', () => records.destroy());
  records.pipe(csv);
  const name = `statement-${party.kind.toLowerCase()}-${party.id}.csv`;
  const headers = { 'content-disposition': `attachment; filename="${name}"` };
  return file('text/csv; charset=utf-8', csv, { headers });
}

async function* csvRecords({ context, tenant }: Call, party: Party, period: Period) {
  for await (const batch of statementLines(context, tenant.id, party, period, BATCH)) {
    const seals = await inTenant(context.database, tenant.id, (tx) => sealsOf(tx, batch), { readOnly: true });
    const byNumber = new Map(seals.map((seal) => [seal.number, seal]));
    for (const line of batch) {
      const seal = byNumber.get(line.sealNumber ?? 0);
      const sealed = {
        sealEntries: seal?.entries,
        sealRoot: seal?.root,
        sealPreviousHash: seal?.previousHash,
        sealHash: seal?.hash,
      };
      const record: Record<string, unknown> = { ...line, ...sealed };
      yield columns.map((column) => csvCell(record[column]));
    }
  }
}

/** Statements for operators, and for partners and advertisers their own. */
export const statementRoutes = [
  tenantRoute(readStatement, (call) => {
    const { partnerId, advertiserId } = call.query;
    if ((partnerId === undefined) === (advertiserId === undefined))
      return Promise.resolve(
        refused('ValidationError', 'partnerId: one of partnerId and advertiserId is required'),
      );
    const party: Party =
      partnerId === undefined
        ? { kind: 'Advertiser', id: advertiserId as string }
        : { kind: 'Partner', id: partnerId };
    return answerStatement(call, party);
  }),
  tenantRoute(readPartnerStatement, (call) =>
    answerStatement(call, { kind: 'Partner', id: call.principal.partnerId ?? '' }),
  ),
  tenantRoute(readAdvertiserStatement, (call) =>
    answerStatement(call, { kind: 'Advertiser', id: call.principal.advertiserId ?? '' }),
  ),
];
