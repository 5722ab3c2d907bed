import type { Transaction } from '#database/transaction.ts';
import type { OfferToday, StepToday } from '#domain/conversion/facts.ts';
import { decimal } from '#domain/money.ts';
import type { Micros } from '#domain/time.ts';
import { instant, loadOffersToday, type CurrentOffer } from '../conversions/exports.ts';

interface VersionSteps {
  readonly validFrom: Micros;
  /** The event ids of its steps, by step. */
  readonly eventIds: ReadonlyMap<string, string>;
}

const noCaps = { Daily: null, Weekly: null, Monthly: null, Total: null };
// Limits of the past are not known; what was refused for one is taken at its word and counted elsewhere.
const noLimits = { caps: noCaps, budget: { type: 'Total' as const, amount: decimal('999999999999999') } };

/** Offers as they were: which steps they had, under which event ids. */
export class OfferHistory {
  readonly #offers = new Map<string, { current: CurrentOffer; versions: readonly VersionSteps[] }>();

  /** Loads the offers that are not known yet. */
  async load(tx: Transaction, tenantId: string, offerIds: Iterable<string>): Promise<void> {
    const missing = [...new Set(offerIds)].filter((id) => !this.#offers.has(id));
    if (missing.length === 0) return;
    const offers = await loadOffersToday(tx, tenantId, missing);
    const { rows } = await tx.query<{ offer_id: string; valid_from: string; steps: Record<string, string> }>(
      `SELECT v.offer_id, v.valid_from,
         (SELECT coalesce(jsonb_object_agg(s ->> 'id', s ->> 'eventId'), '{}')
          FROM jsonb_array_elements(v.content -> 'offerEvents') s) AS steps
       FROM offer_versions v WHERE v.tenant_id = $1 AND v.offer_id = ANY($2::uuid[]) ORDER BY v.valid_from, v.id`,
      [tenantId, missing],
    );
    const byOffer = Map.groupBy(rows, (row) => row.offer_id);
    for (const [id, current] of offers) {
      const versions = (byOffer.get(id) ?? []).map((row) => ({
        validFrom: instant(row.valid_from),
        eventIds: new Map(Object.entries(row.steps)),
      }));
      this.#offers.set(id, { current, versions });
    }
  }

  /** The offer as it is now; undefined when it is gone. */
  current(offerId: string): CurrentOffer | undefined {
    return this.#offers.get(offerId)?.current;
  }

  /** The offers as they are now, by id. */
  get all(): ReadonlyMap<string, CurrentOffer> {
    return new Map([...this.#offers].map(([id, { current }]) => [id, current]));
  }

  /** The offer as it was at an instant, without limits. */
  at(offerId: string, at: Micros): OfferToday | undefined {
    const known = this.#offers.get(offerId);
    if (known === undefined) return undefined;
    const { today } = known.current;
    if (today.offerType === 'SingleEvent') return { ...today, ...noLimits };
    const past = known.versions.filter(({ validFrom }) => validFrom <= at);
    const steps = today.steps.flatMap((step) => stepAt(step, past));
    return { ...today, ...noLimits, steps };
  }
}

/**
 * A step by the versions until then: named as in the last one that had it, archived by the first one without it. Nothing
 * where none had it yet: its name may have been another step's.
 */
function stepAt(step: StepToday, past: readonly VersionSteps[]): StepToday[] {
  const lastWith = past.findLastIndex(({ eventIds }) => eventIds.has(step.stepId));
  if (lastWith === -1) return [];
  const eventId = past[lastWith]?.eventIds.get(step.stepId) ?? step.eventId;
  return [{ ...step, eventId, archivedAt: past[lastWith + 1]?.validFrom ?? null, caps: noCaps }];
}
