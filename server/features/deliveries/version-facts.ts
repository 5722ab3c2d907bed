import type { Transaction } from '#database/transaction.ts';
import type { DeliveryFacts } from '#domain/delivery/facts.ts';
import { unchanging } from '../../platform/unchanging.ts';

/** A step as a version of its offer has it. */
export type VersionStep = NonNullable<DeliveryFacts['step']>;

type Country = NonNullable<DeliveryFacts['country']>;

/** What deliveries tell of an offer's version. */
export interface VersionFacts {
  /** In the order of their numbers; none on a SingleEvent offer. */
  readonly steps: readonly VersionStep[];
  /** The countries it is for, in its own order. */
  readonly countries: readonly Country[];
}

const KEPT_VERSIONS = 5_000;
const countries = new Map<string, Country>();

/** One object for each country, since thousands of versions name hundreds of them. */
function shared(country: Country): Country {
  const known = countries.get(country.id);
  if (known !== undefined) return known;
  countries.set(country.id, country);
  return country;
}

const VERSIONS = `
SELECT v.id, v.content->'offerEvents' AS steps,
  (SELECT json_agg(json_build_object('id', n.id, 'code2', n.code2, 'code3', n.code3) ORDER BY c.place)
   FROM jsonb_array_elements_text(v.content->'countryIds') WITH ORDINALITY AS c (id, place)
   JOIN countries n ON n.id = c.id::uuid) AS countries
FROM offer_versions v WHERE v.tenant_id = $1 AND v.id = ANY ($2::uuid[])`;

/** Reads what deliveries tell of offer versions, by version. A version never changes once a click can point at it. */
export const loadVersionFacts = unchanging<VersionFacts>(KEPT_VERSIONS, async (tx, tenantId, ids) => {
  const { rows } = await tx.query<{ id: string; steps: VersionStep[] | null; countries: Country[] | null }>(
    VERSIONS,
    [tenantId, ids],
    'load-version-facts',
  );
  return rows.map((row) => ({
    id: row.id,
    value: { steps: (row.steps ?? []).map(stepFacts), countries: (row.countries ?? []).map(shared) },
  }));
});

function stepFacts({ id, eventId, name, sequenceNumber }: VersionStep): VersionStep {
  return { id, eventId, name, sequenceNumber: sequenceNumber ?? null };
}

/** A step of an offer. */
export interface StepOfOffer {
  readonly offerId: string;
  readonly stepId: string;
}

/** Reads steps from the newest version of their offers that knows them, by step. */
export async function loadNewestSteps(
  tx: Transaction,
  tenantId: string,
  wanted: readonly StepOfOffer[],
): Promise<ReadonlyMap<string, VersionStep>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await tx.query<{ step: VersionStep }>(
    `SELECT DISTINCT ON (known.step->>'id') known.step
     FROM unnest($2::uuid[], $3::uuid[]) AS wanted (offer_id, step_id)
     JOIN offer_versions v ON v.tenant_id = $1 AND v.offer_id = wanted.offer_id
     CROSS JOIN LATERAL (SELECT jsonb_array_elements(v.content->'offerEvents') AS step) known
     WHERE known.step->>'id' = wanted.step_id::text
     ORDER BY known.step->>'id', v.valid_from DESC`,
    [tenantId, wanted.map(({ offerId }) => offerId), wanted.map(({ stepId }) => stepId)],
    'load-newest-steps',
  );
  return new Map(rows.map(({ step }) => [step.id, stepFacts(step)]));
}
