import { insertRows } from '#database/insert-rows.ts';
import type { Transaction } from '#database/transaction.ts';
import { postings } from '#domain/ledger/postings.ts';
import { toText } from '#domain/money.ts';
import { formatInstant } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import type { ConversionChange } from './changes.ts';
import type { LoadedState } from './load.ts';
import { loadContents } from './versions.ts';

/**
 * Appends the lines of each change to the ledger. The advertiser is the one of the conversion's own offer version, so
 * that a later mirror meets the account of its acceptance whatever became of the offer. Tests are not posted.
 */
export async function postToLedger(
  context: Context,
  tx: Transaction,
  state: LoadedState,
  changes: readonly ConversionChange[],
): Promise<void> {
  const real = changes.filter(({ draft }) => !draft.isTest);
  const versionIds = real.map(({ draft }) => draft.offerVersionId);
  const contents = await loadContents(tx, state.tenantId, versionIds);
  const rows = real.flatMap((change) => {
    const { draft, money, from, to, conversionId } = change;
    const known = state.conversions.get(conversionId);
    const lines = postings(from, to, money, {
      advertiserId: contents.get(draft.offerVersionId)?.advertiserId ?? '',
      partnerId: draft.partnerId,
      memberId: state.attempts.get(draft.attemptId)?.member_id ?? '',
      currency: known?.currency ?? state.settings.currency,
      rewardCurrency: known?.reward_currency ?? state.settings.rewardCurrency,
    });
    const postingId = context.newId(state.now);
    return lines.map((line) => ({
      tenant_id: state.tenantId,
      id: context.newId(state.now),
      posting_id: postingId,
      conversion_id: conversionId,
      offer_id: draft.offerId,
      account: line.account,
      party_id: line.ownerId,
      phase: line.stage,
      currency: line.currency,
      amount: toText(line.amount),
      posted_at: formatInstant(state.now),
    }));
  });
  await insertRows(tx, 'ledger_entries', rows);
}
