import { isoDate, parseInstant, type Micros } from '#domain/time.ts';
import { refuse } from '../../http/answer.ts';
import type { ReadCall } from '../../http/route.ts';

/** The days and the offer that a report is about. */
export interface CostPeriod {
  readonly firstDay: string;
  readonly lastDay: string;
  readonly advertiserId: string;
  /** Null for all offers of the advertiser. */
  readonly offerId: string | null;
}

interface Asked {
  readonly date_from: string;
  readonly date_to: string;
  readonly offerId?: string;
}

/**
 * What a call asks for, bound to the advertiser of its token.
 *
 * @throws Refusal 400 for days in the wrong order, 404 for an offer that is not this advertiser's
 */
export async function costPeriod(
  call: Pick<ReadCall<unknown>, 'tx' | 'principal'> & { query: Asked },
): Promise<CostPeriod> {
  const { tx, principal, query } = call;
  const firstDay = isoDate(parseInstant(query.date_from) as Micros);
  const lastDay = isoDate(parseInstant(query.date_to) as Micros);
  if (firstDay > lastDay) refuse('ValidationError', 'date_to: must not be before date_from');
  const advertiserId = principal.advertiserId as string;
  const offerId = query.offerId ?? null;
  if (offerId !== null) {
    const { rowCount } = await tx.query(
      'SELECT 1 FROM offers WHERE tenant_id = $1 AND id = $2 AND advertiser_id = $3',
      [tx.tenantId, offerId, advertiserId],
    );
    if (rowCount === 0) refuse('NotFound', 'No such offer exists');
  }
  return { firstDay, lastDay, advertiserId, offerId };
}
