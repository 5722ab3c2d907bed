import { uuids } from '#database/array-values.ts';
import type { Transaction } from '#database/transaction.ts';
import type { OfferToday, Usage } from '#domain/conversion/facts.ts';
import { usageKey } from '#domain/conversion/usage.ts';
import { nilUuid } from '#domain/ids.ts';
import { decimal } from '#domain/money.ts';
import { isoDate, windowKinds, windowStart, type Micros, type WindowKind } from '#domain/time.ts';

/** An offer or a step, and the windows whose counters are asked for. */
export interface CountedSubject {
  readonly subjectId: string;
  readonly windows: readonly WindowKind[];
}

/** The counters that the limits of offers and of their steps are compared with; most have limits in few windows. */
export function limitedSubjects(offers: Iterable<OfferToday>): CountedSubject[] {
  return [...offers].flatMap(({ offerId, caps, budget, steps }) => [
    {
      subjectId: offerId,
      windows: windowKinds.filter((kind) => caps[kind] !== null || kind === budget.type),
    },
    ...steps.flatMap((step) => {
      const windows = windowKinds.filter((kind) => step.caps[kind] !== null);
      return windows.length === 0 ? [] : [{ subjectId: step.stepId, windows }];
    }),
  ]);
}

// Each counter is looked up by its whole key, so that those of windows long past cost nothing; the limit of one keeps the
// planner from reading all of them while they are few.
const USAGE = `
SELECT c.subject_id, c.share_id, c.window_kind, c.count, c.amount
FROM (
  SELECT w.subject_id, '${nilUuid}'::uuid AS share_id, w.kind, w.start
  FROM unnest($2::uuid[], $3::text[], $4::date[]) AS w (subject_id, kind, start)
  UNION ALL
  SELECT s.offer_id, s.id, w.kind, w.start
  FROM shares s CROSS JOIN unnest($6::text[], $7::date[]) AS w (kind, start)
  WHERE s.tenant_id = $1 AND s.offer_id = ANY($5::uuid[])
) q
CROSS JOIN LATERAL (
  SELECT * FROM counters u WHERE u.tenant_id = $1 AND u.subject_id = q.subject_id AND u.share_id = q.share_id
    AND u.window_kind = q.kind AND u.window_start = q.start LIMIT 1) c`;

/** What is used up in the windows open now: of everybody as it is asked for, and of every share in all windows. */
export async function loadUsage(
  tx: Pick<Transaction, 'query'>,
  tenantId: string,
  subjects: readonly CountedSubject[],
  now: Micros,
): Promise<Map<string, Usage>> {
  if (subjects.length === 0) return new Map();
  const startOf = new Map(windowKinds.map((kind) => [kind, isoDate(windowStart(kind, now))]));
  const asked = subjects.flatMap(({ subjectId, windows }) => windows.map((kind) => ({ subjectId, kind })));
  const { rows } = await tx.query<{
    subject_id: string;
    share_id: string;
    window_kind: WindowKind;
    count: number;
    amount: string;
  }>(
    USAGE,
    [
      tenantId,
      uuids(asked.map(({ subjectId }) => subjectId)),
      asked.map(({ kind }) => kind),
      asked.map(({ kind }) => startOf.get(kind)),
      uuids(subjects.map(({ subjectId }) => subjectId)),
      windowKinds,
      [...startOf.values()],
    ],
    'load-usage',
  );
  return new Map(
    rows.map((row) => {
      const scope = {
        subjectId: row.subject_id,
        shareId: row.share_id === nilUuid ? null : row.share_id,
      };
      const key = usageKey(scope, row.window_kind, windowStart(row.window_kind, now));
      return [key, { count: row.count, amount: decimal(row.amount) }];
    }),
  );
}
