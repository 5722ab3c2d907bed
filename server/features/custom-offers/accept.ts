import type { BodyOf } from '#contract/endpoint.ts';
import type { synchroniseCustomOffers } from '#contract/custom-offers.ts';
import type { TenantTransaction } from '#database/transaction.ts';
import { unstorable } from '../../http/input.ts';

/** The largest name that a source gives its offers, in characters. */
const LONGEST_EXTERNAL_ID = 200;

/** One offer of a call as it is kept until its turn comes; with messages it is refused already. */
interface KeptEntry {
  readonly row: number;
  readonly outcome: 'waiting' | 'failed';
  /** Null where it cannot be kept. */
  readonly externalId: string | null;
  readonly messages: readonly string[];
  readonly input: unknown;
}

/** The offers of a call; what can be told without the tenant's data is told here, and spoils no other. */
export function entriesOf(offers: BodyOf<typeof synchroniseCustomOffers>['offers']): KeptEntry[] {
  const seen = new Set<string>();
  return offers.map((entry: unknown, index): KeptEntry => {
    const { externalId, offerData } = (isFields(entry) ? entry : {}) as Record<string, unknown>;
    const messages = [...faultsOfExternalId(externalId, seen), ...faultsOfData(offerData)];
    const isKept = typeof externalId === 'string' && unstorable(externalId).length === 0;
    if (isKept) seen.add(externalId);
    return {
      row: index + 1,
      outcome: messages.length > 0 ? 'failed' : 'waiting',
      externalId: isKept ? externalId.slice(0, LONGEST_EXTERNAL_ID) : null,
      messages,
      input: messages.length > 0 ? null : offerData,
    };
  });
}

function faultsOfExternalId(externalId: unknown, seen: ReadonlySet<string>): string[] {
  if (typeof externalId !== 'string' || externalId === '') return ['externalId: is required, as a text'];
  if (externalId.length > LONGEST_EXTERNAL_ID)
    return [`externalId: must have at most ${LONGEST_EXTERNAL_ID} characters`];
  if (seen.has(externalId)) return ['externalId: stands twice in this call; the first one counts'];
  return unstorable({ externalId });
}

function faultsOfData(offerData: unknown): string[] {
  return isFields(offerData) ? unstorable(offerData) : ['offerData: is required, as an object'];
}

function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Keeps the offers of a call as rows of its job. */
export async function storeEntries(
  tx: TenantTransaction,
  jobId: string,
  entries: readonly KeptEntry[],
): Promise<void> {
  await tx.query(
    `INSERT INTO job_rows (tenant_id, job_id, row, outcome, external_id, messages, input)
     SELECT $1, $2, e.row, e.outcome, e.external_id, ARRAY(SELECT jsonb_array_elements_text(e.messages)), e.input
     FROM unnest($3::bigint[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[])
       AS e (row, outcome, external_id, messages, input)`,
    [
      tx.tenantId,
      jobId,
      entries.map(({ row }) => row),
      entries.map(({ outcome }) => outcome),
      entries.map(({ externalId }) => externalId),
      entries.map(({ messages }) => JSON.stringify(messages)),
      entries.map(({ input }) => (input === null ? null : JSON.stringify(input))),
    ],
  );
}
