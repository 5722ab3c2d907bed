import { inEngine } from '#database/transaction.ts';
import type { Context } from '../../context.ts';
import { offerSourceOf } from './offer-source.ts';

/** Tenants whose offers are read at the start; the rest are read when somebody asks for them. */
const TENANTS = 20;

/** The tenants with the most views and clicks since yesterday, the busiest first. */
const BUSIEST = `
SELECT t.id FROM tenants t
CROSS JOIN LATERAL (
  SELECT sum(d.views + d.clicks) AS seen FROM daily_totals d
  WHERE d.tenant_id = t.id AND d.day >= tenant_now(t.id)::date - 1) lately
WHERE t.status = 'active' AND lately.seen > 0 ORDER BY lately.seen DESC, t.id LIMIT $1`;

/**
 * Reads the offers of the tenants that had visitors lately, one tenant after the other, beside whatever else the process
 * does: so that after a start the first member doesn't wait until ten thousand offers were read. What fails is logged
 * and read when somebody asks.
 */
export async function readOffersAhead(context: Context): Promise<void> {
  try {
    const { rows } = await inEngine(context.database, (tx) => tx.query<{ id: string }>(BUSIEST, [TENANTS]), {
      readOnly: true,
    });
    for (const { id } of rows) {
      if (context.isDraining) return;
      await offerSourceOf(context).current(id);
    }
  } catch (error) {
    if (!context.isDraining) context.log.warn({ error }, 'offers could not be read ahead');
  }
}
