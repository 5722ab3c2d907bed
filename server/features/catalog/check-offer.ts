import type { TenantTransaction } from '#database/transaction.ts';
import { decimal } from '#domain/money.ts';
import { checkOffer, faultSentence, type CheckedOffer, type Fault } from '#domain/offer-rules.ts';
import type { RewardSettings } from '#domain/terms.ts';
import { clickParameter } from '#domain/tracking-systems/registry.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../http/answer.ts';
import { loadSettings } from '../settings/exports.ts';
import { loadWorld } from './geography.ts';
import { loadReferences } from './references.ts';
import type { StoredOffer } from './stored-offer.ts';

/**
 * Checks an offer's body against what the tenant has.
 *
 * @param existing the offer that the body replaces, or null for a new one
 * @returns what is to be stored
 * @throws Refusal 400 that names every fault at once, in the order of the fields
 */
export async function checkedOffer(
  context: Pick<Context, 'database'>,
  tx: TenantTransaction,
  body: unknown,
  existing: StoredOffer | null,
): Promise<CheckedOffer> {
  const world = await loadWorld(context.database, tx);
  const references = await loadReferences(tx, world, body);
  const checked = checkOffer(body, {
    existing: existing && {
      id: existing.id,
      offerType: existing.content.offerType,
      events: existing.events.map(({ id, eventId, archivedAt }) => ({
        id,
        eventId,
        isArchived: archivedAt !== null,
      })),
    },
    references,
    settings: await loadRewardSettings(tx),
    clickParameter,
  });
  if (checked.faults) refuseFaults(checked.faults);
  return checked;
}

/** The settings that rewards are computed by. */
export async function loadRewardSettings(tx: TenantTransaction): Promise<RewardSettings> {
  const { document } = await loadSettings(tx, tx.tenantId);
  return { rewardRatio: decimal(document.rewardRatio), rewardDecimals: document.rewardDecimals };
}

/** Refuses a body, with one sentence for each of its faults. */
export function refuseFaults(faults: readonly Fault[]): never {
  refuse('ValidationError', ...faults.map(faultSentence));
}
