import { together, type Transaction } from '#database/transaction.ts';
import type { StepTerms, Terms } from '#domain/conversion/facts.ts';
import { termsOf, type ShareTerms } from '#domain/conversion/terms-of.ts';
import type { DecimalText } from '#domain/money.ts';
import type { OfferContent } from '#domain/offer.ts';
import { unchanging } from '../../platform/unchanging.ts';
import type { CurrentOffer } from './offers-today.ts';

/** One offer version, with the share version beside it for partner traffic. */
export interface VersionPair {
  readonly offerId: string;
  readonly offerVersionId: string;
  readonly shareVersionId: string | null;
}

/** What a share version stores. */
interface StoredShareTerms {
  readonly payout: DecimalText | null;
  readonly events?: Readonly<Record<string, DecimalText | null>>;
}

const KEPT_VERSIONS = 5_000;

/** Reads the contents of offer versions, by version. A version never changes once a click can point at it. */
export const loadContents = unchanging<OfferContent>(KEPT_VERSIONS, async (tx, tenantId, ids) => {
  const { rows } = await tx.query<{ id: string; value: OfferContent }>(
    'SELECT id, content AS value FROM offer_versions WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, ids],
    'load-offer-versions',
  );
  return rows;
});

const loadShareTerms = unchanging<StoredShareTerms>(KEPT_VERSIONS, async (tx, tenantId, ids) => {
  const { rows } = await tx.query<{ id: string; value: StoredShareTerms }>(
    'SELECT id, terms AS value FROM share_versions WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, ids],
    'load-share-versions',
  );
  return rows;
});

/** The name of a pair of versions among terms. */
export function pairKey({ offerVersionId, shareVersionId }: Omit<VersionPair, 'offerId'>): string {
  return `${offerVersionId}|${shareVersionId ?? ''}`;
}

/**
 * The terms of pairs of versions, by {@link pairKey}.
 *
 * @throws Error when a version is gone that a click points at
 */
export async function loadTerms(
  tx: Transaction,
  tenantId: string,
  pairs: readonly VersionPair[],
  offers: ReadonlyMap<string, CurrentOffer>,
): Promise<Map<string, Terms>> {
  const [offerContents, shares] = await together(
    loadContents(
      tx,
      tenantId,
      pairs.map(({ offerVersionId }) => offerVersionId),
    ),
    loadShareTerms(
      tx,
      tenantId,
      pairs.flatMap(({ shareVersionId }) => shareVersionId ?? []),
    ),
  );
  const terms = new Map<string, Terms>();
  for (const pair of pairs) {
    if (terms.has(pairKey(pair))) continue;
    const content = offerContents.get(pair.offerVersionId);
    if (content === undefined) throw new Error(`offer version ${pair.offerVersionId} is gone`);
    terms.set(
      pairKey(pair),
      termsOf({
        offerId: pair.offerId,
        offerVersionId: pair.offerVersionId,
        content,
        share: pair.shareVersionId === null ? null : shareOf(pair.shareVersionId, shares),
        addedAt: offers.get(pair.offerId)?.stepsAddedAt ?? new Map(),
      }),
    );
  }
  return terms;
}

function shareOf(shareVersionId: string, shares: ReadonlyMap<string, StoredShareTerms>): ShareTerms {
  const stored = shares.get(shareVersionId);
  if (stored === undefined) throw new Error(`share version ${shareVersionId} is gone`);
  const events = Object.entries(stored.events ?? {}).map(([offerEventId, payout]) => ({
    offerEventId,
    payout,
  }));
  return { shareVersionId, payout: stored.payout, events };
}

/** Steps that one offer has and the terms of one click haven't. */
export interface LaterSteps {
  readonly offerId: string;
  readonly shareId: string | null;
  readonly stepIds: readonly string[];
}

/**
 * Steps that came after a click, each with the terms of the version that brought it and the payout of the share
 * version that first named it.
 */
export async function loadLaterSteps(
  tx: Transaction,
  tenantId: string,
  { offerId, shareId, stepIds }: LaterSteps,
  offers: ReadonlyMap<string, CurrentOffer>,
): Promise<StepTerms[]> {
  if (stepIds.length === 0) return [];
  const { rows } = await tx.query<{ step_id: string; version_id: string; share_version_id: string | null }>(
    `SELECT DISTINCT ON (e.step_id) e.step_id, v.id AS version_id,
       (SELECT s.id FROM share_versions s WHERE s.tenant_id = $1 AND s.share_id = $4
          AND s.terms -> 'events' ? e.step_id::text ORDER BY s.valid_from LIMIT 1) AS share_version_id
     FROM unnest($3::uuid[]) AS e (step_id)
     JOIN offer_versions v ON v.tenant_id = $1 AND v.offer_id = $2 AND v.valid_from <= tenant_now($1)
       AND v.content -> 'offerEvents' @> jsonb_build_array(jsonb_build_object('id', e.step_id::text))
     ORDER BY e.step_id, v.valid_from`,
    [tenantId, offerId, stepIds, shareId],
  );
  const pairs = rows.map((row) => ({
    offerId,
    offerVersionId: row.version_id,
    shareVersionId: row.share_version_id,
  }));
  const terms = await loadTerms(tx, tenantId, pairs, offers);
  return rows.flatMap((row, index) => {
    const pair = pairs[index];
    const steps = pair === undefined ? undefined : terms.get(pairKey(pair))?.steps;
    return steps?.find(({ stepId }) => stepId === row.step_id) ?? [];
  });
}
