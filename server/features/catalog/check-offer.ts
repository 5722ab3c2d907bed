import { together, type TenantTransaction } from '#database/transaction.ts';
import { decimal } from '#domain/money.ts';
import {
  checkOffer,
  faultSentence,
  type CheckedOffer,
  type Fault,
  type OfferCheck,
} from '#domain/offer-rules.ts';
import type { RewardSettings } from '#domain/terms.ts';
import { clickParameter } from '#domain/tracking-systems/registry.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../http/answer.ts';
import { loadSettings } from '../settings/exports.ts';
import { loadWorld } from './geography.ts';
import { loadReferences } from './references.ts';
import type { StoredOffer } from './stored-offer.ts';

/** What offers' bodies are checked against. */
export type OfferGround = Pick<OfferCheck, 'references' | 'settings'>;

/** Loads what bodies of the tenant's offers are checked against. */
export async function loadOfferGround(
  context: Pick<Context, 'database'>,
  tx: TenantTransaction,
  bodies: readonly unknown[],
): Promise<OfferGround> {
  const world = await loadWorld(context.database, tx);
  const [references, settings] = await together(loadReferences(tx, world, bodies), loadRewardSettings(tx));
  return { references, settings };
}

/**
 * Checks an offer's body against what the tenant has.
 *
 * @param existing the offer that the body replaces, or null for a new one
 * @returns what is to be stored
 * @throws Refusal 400 that names every fault at once, in the order of the fields
 */
export function checkedOffer(body: unknown, ground: OfferGround, existing: StoredOffer | null): CheckedOffer {
  const checked = checkOffer(body, {
    existing: existing && knownOffer(existing),
    ...ground,
    clickParameter,
  });
  if (checked.faults) refuseFaults(checked.faults);
  return checked;
}

/** What the check of a replacing body has to know of the offer as it is. */
export function knownOffer({ id, content, events }: StoredOffer): NonNullable<OfferCheck['existing']> {
  return {
    id,
    offerType: content.offerType,
    events: events.map((event) => ({
      id: event.id,
      eventId: event.eventId,
      isArchived: event.archivedAt !== null,
    })),
  };
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
