import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import type { StatementLine } from '#contract/statements.ts';
import { decimal, negate, toJsonNumber, type DecimalText } from '#domain/money.ts';
import type { Context } from '../../context.ts';
import { written } from './list.ts';
import { proofOf, treeOf } from './merkle.ts';
import { LEAF_HASH, SEALED_TEXT } from './sealed-text.ts';

/** Who a statement is for. */
export interface Party {
  readonly kind: 'Partner' | 'Advertiser';
  readonly id: string;
}

/** The time a statement covers, as instants of the database; null where a side is open. */
export interface Period {
  readonly from: string | null;
  readonly to: string;
}

interface LineRow {
  id: string;
  posted_at: string;
  conversion_id: string;
  offer_id: string;
  offer_name: string | null;
  pub_click_id: string | null;
  phase: StatementLine['phase'];
  currency: string;
  amount: DecimalText;
  seal_number: number | null;
  sealed_text: string;
}

/** The ledger's name of what a party owes or is owed. */
export function accountOf({ kind }: Party): 'partner' | 'advertiser' {
  return kind === 'Partner' ? 'partner' : 'advertiser';
}

/** The ledger's amount as the party reads it: a partner is owed what the ledger credits. */
export function owed(amount: DecimalText, { kind }: Party): number {
  const value = decimal(amount);
  return toJsonNumber(kind === 'Partner' ? negate(value) : value);
}

const LINES = `
SELECT e.id, e.posted_at, e.conversion_id, e.offer_id, o.name AS offer_name, k.params ->> 'pub_click_id' AS pub_click_id,
  e.phase, e.currency, e.amount, e.seal_number, ${SEALED_TEXT} AS sealed_text
FROM ledger_entries e
LEFT JOIN offers o ON o.tenant_id = $1 AND o.id = e.offer_id
LEFT JOIN conversions c ON c.tenant_id = $1 AND c.id = e.conversion_id
LEFT JOIN clicks k ON k.tenant_id = $1 AND k.id = c.click_id
WHERE e.tenant_id = $1 AND e.account = $2 AND e.party_id = $3
  AND ($4::timestamptz IS NULL OR e.posted_at >= $4) AND e.posted_at < $5
  AND ($6::timestamptz IS NULL OR (e.posted_at, e.id) > ($6, $7::uuid))
ORDER BY e.posted_at, e.id LIMIT $8`;

/**
 * The lines of a statement in the order they were posted, a batch at a time, each batch in a transaction of its own:
 * lines are only ever appended, so that nothing can change between two batches.
 */
export async function* statementLines(
  context: Context,
  tenantId: string,
  party: Party,
  { from, to }: Period,
  batch: number,
): AsyncGenerator<StatementLine[]> {
  let last: LineRow | undefined;
  const proofs = new Proofs();
  for (;;) {
    const position = [last?.posted_at ?? null, last?.id ?? null];
    const values = [tenantId, accountOf(party), party.id, from, to, ...position, batch];
    const lines = await inTenant(
      context.database,
      tenantId,
      async (tx) => {
        const { rows } = await tx.query<LineRow>(LINES, values);
        await proofs.load(
          tx,
          rows.flatMap((row) => row.seal_number ?? []),
        );
        last = rows.at(-1);
        return rows.map((row) => lineOf(row, party, proofs));
      },
      { readOnly: true },
    );
    if (lines.length > 0) yield lines;
    if (lines.length < batch) return;
  }
}

function lineOf(row: LineRow, party: Party, proofs: Proofs): StatementLine {
  return {
    entryId: row.id,
    postedAt: written(row.posted_at),
    conversionId: row.conversion_id,
    offerId: row.offer_id,
    offerName: row.offer_name ?? '',
    pubClickId: row.pub_click_id,
    phase: row.phase,
    currency: row.currency,
    amount: owed(row.amount, party),
    sealNumber: row.seal_number === null ? null : Number(row.seal_number),
    sealedText: row.sealed_text,
    proof: row.seal_number === null ? '' : proofs.of(row.id),
  };
}

/** The proofs of the lines of a batch; seals of the batch before are kept, because batches often share one. */
class Proofs {
  #bySeal = new Map<number, ReadonlyMap<string, string>>();

  async load(tx: TenantTransaction, sealNumbers: readonly number[]): Promise<void> {
    const wanted = [...new Set(sealNumbers.map(Number))];
    const known = wanted.flatMap((number) => {
      const proofs = this.#bySeal.get(number);
      return proofs === undefined ? [] : [[number, proofs] as const];
    });
    this.#bySeal = new Map(known);
    const missing = wanted.filter((number) => !this.#bySeal.has(number));
    if (missing.length === 0) return;
    const { rows } = await tx.query<{ id: string; seal_number: number; leaf: Buffer }>(
      `SELECT e.id, e.seal_number, ${LEAF_HASH} AS leaf FROM ledger_entries e
       WHERE e.tenant_id = $1 AND e.seal_number = ANY($2::bigint[]) ORDER BY e.seal_number, e.id`,
      [tx.tenantId, missing],
    );
    for (const [number, lines] of Map.groupBy(rows, (row) => Number(row.seal_number))) {
      const tree = treeOf(lines.map(({ leaf }) => leaf));
      this.#bySeal.set(number, new Map(lines.map(({ id }, index) => [id, proofOf(tree, index)])));
    }
  }

  of(entryId: string): string {
    for (const proofs of this.#bySeal.values()) {
      const proof = proofs.get(entryId);
      if (proof !== undefined) return proof;
    }
    throw new Error(`the seal of ledger entry ${entryId} was not loaded`);
  }
}
