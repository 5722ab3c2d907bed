import { isDeepStrictEqual } from 'node:util';
import type { TenantTransaction } from '#database/transaction.ts';
import { checkOffer, faultSentence } from '#domain/offer-rules.ts';
import type { OfferContent } from '#domain/offer.ts';
import { clickParameter } from '#domain/tracking-systems/registry.ts';
import type { Context } from '../../context.ts';
import type { AuditEntry } from '../../http/audit.ts';
import { knownOffer, offerBody, offerInsertion, storeReplacement, withEventIds } from '../catalog/exports.ts';
import type { Ground, KnownOffer } from './ground.ts';
import { bodyOfOfferData, faultsOfOfferData } from './offer-data.ts';
import type { Saved, WaitingRow } from './synchronisation.ts';

/** The published remark about an offer that a synchronisation leaves as it is. */
const SAME_DATA = 'Offer has the same data';

/** Creates an offer of this source or overwrites it, or says what is wrong with it. */
export async function saveOffer(
  context: Context,
  tx: TenantTransaction,
  { references, settings, known }: Ground,
  { row, externalId, data }: WaitingRow,
  actor: string,
): Promise<Saved> {
  const before = known.get(externalId);
  // An offer that only its source had paused is back; one that an operator paused stays so.
  const isPausedByOthers = before !== undefined && before.isPaused && !before.isPausedBySource;
  const existing = before ? knownOffer(before) : null;
  const body = bodyOfOfferData(data, isPausedByOthers);
  const checked = checkOffer(before ? { ...body, id: before.id } : body, {
    existing,
    references,
    settings,
    clickParameter,
  });
  if (checked.faults) {
    const messages = faultsOfOfferData(data, checked.faults).map(faultSentence);
    return { row, outcome: 'failed', id: before?.id ?? null, messages };
  }
  const offer = {
    content: withEventIds(context, checked.content),
    isPaused: checked.isPaused ?? isPausedByOthers,
    actor,
  };
  if (!before) {
    const id = context.newId();
    const stored = { ...offer, id, source: 'CustomIntegration', externalId } as const;
    await tx.query(...offerInsertion(context, tx.tenantId, [stored]));
    return { row, outcome: 'created', id, messages: [], audit: entryOf(id, undefined, offer) };
  }
  if (before.isPaused === offer.isPaused && hasSameContent(before.content, offer.content))
    return { row, outcome: 'unchanged', id: before.id, messages: [SAME_DATA] };
  await storeReplacement(context, tx, before, offer);
  const audit = entryOf(before.id, before, offer);
  return { row, outcome: 'updated', id: before.id, messages: [], audit };
}

/**
 * Whether a save would change nothing that is sent or paid. The ratio at the time of saving is left out: where a step
 * uses it, its reward differs too.
 */
function hasSameContent(before: OfferContent, after: OfferContent): boolean {
  const { rewardRatio: _before, ...was } = before;
  const { rewardRatio: _after, ...is } = after;
  return isDeepStrictEqual(was, JSON.parse(JSON.stringify(is)));
}

function entryOf(
  offerId: string,
  before: KnownOffer | undefined,
  after: { content: OfferContent; isPaused: boolean },
): AuditEntry {
  const shown = ({ content, isPaused }: typeof after) => ({ ...offerBody(content), isPaused });
  return {
    action: before ? 'change' : 'create',
    objectKind: 'offer',
    objectId: offerId,
    ...(before && { before: shown(before) }),
    after: shown(after),
  };
}
