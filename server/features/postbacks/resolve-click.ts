import { uuids } from '#database/array-values.ts';
import { together, type Transaction } from '#database/transaction.ts';
import { normaliseUuid } from '#domain/ids.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import {
  clickIdCandidates,
  readPostback,
  unusableClickId,
  type ReadPostback,
} from '#domain/tracking-systems/read-postback.ts';
import { loadClicks, type ClickRow } from '../conversions/exports.ts';
import type { Parameters } from './read-request.ts';

/** A postback as its click's tracking system writes it. */
export interface ResolvedRequest {
  readonly read: ReadPostback;
  /** The click it names; null when there is none. */
  readonly click: ClickRow | null;
  /** What stands for the click id in messages: as received, macros included. */
  readonly clickId: string | null;
  /** The tracking system of the click's offer. */
  readonly trackingSystem: TrackingSystem | null;
}

/** Names and values of a request, and the system that its secrets are bound to. */
export interface UnresolvedRequest {
  readonly parameters: Parameters;
  readonly boundSystem: TrackingSystem | null;
}

const mostCandidates = 20;

/**
 * Finds the click of each request and reads it by the names of the tracking system of that click's offer. The first
 * value that names a click counts, provided that its offer's system reads the same click id from the request.
 */
export async function resolveClicks(
  tx: Transaction,
  tenantId: string,
  requests: readonly UnresolvedRequest[],
): Promise<ResolvedRequest[]> {
  const candidates = requests.map(({ parameters, boundSystem }) =>
    [...clickIdCandidates(parameters, boundSystem)]
      .slice(0, mostCandidates)
      .flatMap((text) => normaliseUuid(text) ?? []),
  );
  const [clicks, systems] = await together(
    loadClicks(tx, tenantId, candidates.flat()),
    loadTrackingSystems(tx, tenantId, candidates.flat()),
  );
  return requests.map(({ parameters, boundSystem }, index) => {
    for (const candidate of candidates[index] ?? []) {
      const click = clicks.get(candidate);
      const trackingSystem = click && systems.get(click.offer_id);
      if (!click || !trackingSystem) continue;
      const read = readPostback(trackingSystem, parameters);
      if (normaliseUuid(read.clickId ?? '') === candidate)
        return { read, click, clickId: candidate, trackingSystem };
    }
    const read = readPostback(boundSystem, parameters);
    const first = clickIdCandidates(parameters, boundSystem).next().value ?? null;
    return {
      read,
      click: null,
      clickId: read.clickId ?? first ?? unusableClickId(parameters),
      trackingSystem: null,
    };
  });
}

/** The tracking systems of the offers that these clicks are of, by offer. */
async function loadTrackingSystems(
  tx: Transaction,
  tenantId: string,
  clickIds: readonly string[],
): Promise<ReadonlyMap<string, TrackingSystem>> {
  if (clickIds.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; tracking_system: TrackingSystem }>(
    `SELECT DISTINCT o.id, o.tracking_system FROM clicks c JOIN offers o ON o.tenant_id = $1 AND o.id = c.offer_id
     WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[])`,
    [tenantId, uuids(clickIds)],
    'load-tracking-systems-of-clicks',
  );
  return new Map(rows.map((row) => [row.id, row.tracking_system]));
}
