import type { Transaction } from '#database/transaction.ts';
import type { OfferToday, Usage } from '#domain/conversion/facts.ts';
import { usageKey, usageOf } from '#domain/conversion/usage.ts';
import type { LimitScope } from '#domain/limits/holds.ts';
import { budgetLeft, type WindowCaps } from '#domain/limits/limits.ts';
import { compare, toText, zero, type Decimal } from '#domain/money.ts';
import { windowKinds, windowStart, type Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import { notify, type Notice } from '../notifications/exports.ts';

/** The limits of an offer that bear on what was decided. */
export interface LimitFacts {
  readonly offer: OfferToday;
  /** What its steps pay; percentages on RevShare. */
  readonly revenues: readonly Decimal[];
  readonly isRevShare: boolean;
  readonly shares: readonly { readonly shareId: string; readonly caps: WindowCaps }[];
}

/** A limit that nothing is left of in the window that is open. */
interface UsedUp {
  readonly kind: 'cap_reached' | 'budget_exhausted';
  readonly offerId: string;
  readonly stepId: string | null;
  readonly shareId: string | null;
  readonly limit: string;
  readonly window: string;
  /** One limit and one window have one key. */
  readonly key: string;
}

const words: Readonly<Record<string, string>> = {
  Daily: 'daily',
  Weekly: 'weekly',
  Monthly: 'monthly',
  Total: 'all-time',
};

/** The limits that were used up between two states of their counters. */
export function limitsUsedUp(
  facts: LimitFacts,
  before: ReadonlyMap<string, Usage>,
  after: ReadonlyMap<string, Usage>,
  now: Micros,
): UsedUp[] {
  const known = new Set(usedUp(facts, before, now).map(({ key }) => key));
  return usedUp(facts, after, now).filter(({ key }) => !known.has(key));
}

function usedUp(facts: LimitFacts, usage: ReadonlyMap<string, Usage>, now: Micros): UsedUp[] {
  const { offer, shares } = facts;
  const { offerId } = offer;
  const full = (caps: WindowCaps, scope: LimitScope): UsedUp[] =>
    windowKinds.flatMap((window) => {
      const cap = caps[window];
      if (cap === null || usageOf(usage, scope, window, now).count < cap) return [];
      const key = `cap ${usageKey(scope, window, windowStart(window, now))}`;
      const stepId = scope.subjectId === offerId ? null : scope.subjectId;
      const { shareId } = scope;
      return [
        {
          kind: 'cap_reached',
          offerId,
          stepId,
          shareId,
          limit: String(cap),
          window: words[window] ?? '',
          key,
        },
      ];
    });
  return [
    ...full(offer.caps, { subjectId: offerId, shareId: null }),
    ...offer.steps
      .filter(({ stepId }) => stepId !== offerId)
      .flatMap((step) => full(step.caps, { subjectId: step.stepId, shareId: null })),
    ...shares.flatMap(({ shareId, caps }) => full(caps, { subjectId: offerId, shareId })),
    ...spent(facts, usage, now),
  ];
}

/** A budget is exhausted when it has room for no revenue of the offer any more; on RevShare when nothing is left. */
function spent(
  { offer, revenues, isRevShare }: LimitFacts,
  usage: ReadonlyMap<string, Usage>,
  now: Micros,
): UsedUp[] {
  const { offerId, budget } = offer;
  const scope = { subjectId: offerId, shareId: null };
  const left = budgetLeft(budget.amount, usageOf(usage, scope, budget.type, now).amount);
  const paid = revenues.filter((revenue) => compare(revenue, zero) > 0);
  const hasRoom = isRevShare ? compare(left, zero) > 0 : paid.some((revenue) => compare(revenue, left) <= 0);
  if (hasRoom || paid.length === 0) return [];
  const key = `budget ${usageKey(scope, budget.type, windowStart(budget.type, now))}`;
  const window = words[budget.type] ?? '';
  const limit = toText(budget.amount);
  return [{ kind: 'budget_exhausted', offerId, stepId: null, shareId: null, limit, window, key }];
}

/** Tells operators of limits that were used up, once in each window. */
export async function tellOfLimits(
  context: Context,
  tx: Transaction,
  tenantId: string,
  limits: readonly UsedUp[],
): Promise<void> {
  if (limits.length === 0) return;
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT id, name FROM offers WHERE tenant_id = $1 AND id = ANY($2::uuid[])
     UNION ALL SELECT id, event_id FROM offer_events WHERE tenant_id = $1 AND id = ANY($3::uuid[])
     UNION ALL SELECT s.id, p.name FROM shares s JOIN partners p ON p.tenant_id = $1 AND p.id = s.partner_id
       WHERE s.tenant_id = $1 AND s.id = ANY($4::uuid[])`,
    [
      tenantId,
      limits.map(({ offerId }) => offerId),
      limits.flatMap(({ stepId }) => stepId ?? []),
      limits.flatMap(({ shareId }) => shareId ?? []),
    ],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  const notices = limits.map((one) => noticeOf(one, names));
  await notify(context, tx, tenantId, notices);
}

function noticeOf({ kind, key, ...one }: UsedUp, names: ReadonlyMap<string, string>): Notice {
  const offer = names.get(one.offerId) ?? one.offerId;
  const step = one.stepId === null ? '' : ` of step ${names.get(one.stepId) ?? one.stepId}`;
  const partner = one.shareId === null ? '' : ` of partner ${names.get(one.shareId) ?? one.shareId}`;
  const title =
    kind === 'cap_reached'
      ? `${offer}: the ${one.window} cap of ${one.limit}${step}${partner} is reached`
      : `${offer}: the ${one.window} budget of ${one.limit} is exhausted`;
  const until = one.window === 'all-time' ? 'it is raised' : 'its window ends or it is raised';
  return {
    kind,
    title,
    body: `What would go past it is rejected until ${until}. Operators can still approve single conversions.`,
    objectKind: 'offer',
    objectId: one.offerId,
    onceKey: key,
  };
}
