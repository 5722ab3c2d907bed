import { decimal, equal, isZero, sum, toText, type Decimal } from '#domain/money.ts';
import type { ConversionStatus } from '#domain/offer.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { inLanes } from '../lanes.ts';
import type { Arena } from './arena.ts';
import type { Receiver } from './receiver.ts';
import type { Answered, Traffic } from './traffic.ts';

const DAY_MS = 86_400_000;
const LANES = 16;
/** The longest lease that a killed process left on a delivery, and some. */
const ARRIVES_WITHIN_MS = 120_000;

/** A conversion as the list shows it. */
interface Listed {
  readonly id: string;
  readonly offerId: string;
  readonly status: ConversionStatus;
  readonly isStanding: boolean;
  readonly revenue: number;
  readonly member: string;
  readonly partnerId: string | null;
  /** The record and the step of it that only one conversion can stand for; null where several may. */
  readonly place: string | null;
}

/** What the run is compared with. */
interface Found {
  readonly arena: Arena;
  readonly traffic: Traffic;
  readonly receiver: Receiver;
  readonly listed: ReadonlyMap<string, Listed>;
}

/**
 * Compares what is stored after the last kill with what was answered before: one sentence for each fault.
 *
 * @param isAwaited whether to wait until every callback arrived, which takes as long as the leases of killed processes
 */
export async function checkAnswers(
  arena: Arena,
  traffic: Traffic,
  receiver: Receiver,
  isAwaited: boolean,
): Promise<string[]> {
  const repeated = await repeatAll(traffic);
  const found: Found = { arena, traffic, receiver, listed: await listConversions(arena) };
  return [
    ...traffic.faults,
    ...repeated,
    ...lost(found),
    ...twice(found),
    ...overshot(found),
    ...(await ledgerFaults(found)),
    ...(await deliveryFaults(found, isAwaited)),
  ];
}

/** Sends the whole log once more: each postback still means the conversion that it meant. */
async function repeatAll(traffic: Traffic): Promise<string[]> {
  const faults = await inLanes(LANES, [...traffic.sent], async (one) => {
    const { status, data } = await traffic.again(one);
    const meant = data?.conversionId;
    if (status === 200 && meant === one.conversionId) return [];
    // Another identity of a conversion that was rejected meanwhile is decided afresh, and where an operator approved
    // that one again there are two that it may mean.
    const isOther = [one.conversionId ?? '', meant].some((id) => wasRejected(traffic, id));
    if (status === 200 && isOther) {
      const { offer } = one;
      const statuses = [data.status];
      const wasHeld = data.status === 'Pending' && !data.accepted;
      if (!traffic.answered.has(meant))
        traffic.answered.set(meant, { id: meant, offer, statuses, wasHeld, isBusy: false });
      return [];
    }
    return [`${one.path} meant ${one.conversionId} and now ${meant} (${status})`];
  });
  return faults.flat();
}

function lost({ traffic, listed }: Found): string[] {
  return [...traffic.answered.values()].flatMap(({ id, offer, statuses, wasHeld }) => {
    const stored = listed.get(id);
    const wanted = statuses.at(-1);
    if (stored === undefined) return [`${id} of ${offer.name} was answered ${wanted} and is not there`];
    if (stored.status === wanted || wasHeld) return [];
    return [`${id} of ${offer.name} was answered ${wanted} and is ${stored.status}`];
  });
}

function twice({ traffic, listed }: Found): string[] {
  const unknown = [...listed.values()].filter(({ id }) => !traffic.answered.has(id));
  const byRule = [...listed.values()].filter(({ id, isStanding }) => isStanding && !wasRejected(traffic, id));
  const places = Map.groupBy(byRule, ({ place }) => place);
  return [
    ...unknown.map(({ id }) => `${id} is there, but no postback was answered by it`),
    ...[...places].flatMap(([place, group]) =>
      place !== null && group.length > 1 ? [`${place} has ${group.length} conversions that stand`] : [],
    ),
  ];
}

/** Whether a conversion was Rejected at some time: an operator who approves it then may give a member a second one. */
function wasRejected(traffic: Traffic, id: string): boolean {
  return traffic.answered.get(id)?.statuses.includes('Rejected') ?? false;
}

function overshot({ arena, listed }: Found): string[] {
  return arena.offers.flatMap(({ id, name, mostConversions }) => {
    const count = [...listed.values()].filter((one) => one.offerId === id && one.isStanding).length;
    return mostConversions !== null && count > mostConversions
      ? [`${name} has ${count} conversions of at most ${mostConversions}`]
      : [];
  });
}

/** What the advertiser owes for each conversion is its revenue, once; and everything sums to zero. */
async function ledgerFaults({ arena, listed }: Found): Promise<string[]> {
  const lines = await exported(arena, '/api/v1/ledger?');
  const closing = Map.groupBy(lines, (line) => `posting ${line.postingId} in ${line.currency}`);
  const owed = Map.groupBy(
    lines.filter(({ account }) => account === 'advertiser'),
    ({ conversionId }) => conversionId as string,
  );
  return [
    ...[...closing].flatMap(([what, group]) => {
      const rest = total(group);
      return isZero(rest) ? [] : [`${what} leaves ${toText(rest)}`];
    }),
    ...[...listed.values()].flatMap(({ id, isStanding, revenue }) => {
      const is = total(owed.get(id) ?? []);
      const due = decimal(isStanding ? revenue : 0);
      return equal(is, due) ? [] : [`${id} is owed ${toText(is)}, but stands for ${toText(due)}`];
    }),
  ];
}

function total(lines: readonly { readonly amount: number }[]): Decimal {
  return sum(lines.map(({ amount }) => decimal(String(amount))));
}

/** One callback for each time that a conversion became Success. */
async function deliveryFaults(found: Found, isAwaited: boolean): Promise<string[]> {
  const { arena, traffic, receiver } = found;
  const rows = await exported(arena, '/api/v1/deliveries?');
  const ofSuccess = rows.filter((row) => row.kind === 'Callback' && row.conversionStatus === 'Success');
  const counts = Map.groupBy(ofSuccess, ({ conversionId }) => conversionId as string);
  const faults = [...traffic.answered.values()].flatMap((conversion) => {
    const due = timesOfSuccess(conversion);
    const count = counts.get(conversion.id)?.length ?? 0;
    return conversion.wasHeld || count === due
      ? []
      : [`${conversion.id} has ${count} callbacks, but became Success ${due} times`];
  });
  if (isAwaited) faults.push(...(await unheard(found, counts)));
  return [...faults, ...receiver.contradictions.map((id) => `the tries of delivery ${id} differ`)];
}

function timesOfSuccess({ statuses }: Answered): number {
  return statuses.filter((status, index) => status === 'Success' && statuses[index - 1] !== 'Success').length;
}

async function unheard(
  { receiver, listed }: Found,
  deliveries: ReadonlyMap<string, readonly unknown[]>,
): Promise<string[]> {
  const missing = () => [
    ...[...deliveries].flatMap(([id, due]) => {
      const heard = receiver.successes(id).size;
      return heard === due.length ? [] : [`of ${due.length} callbacks of ${id} ${heard} arrived`];
    }),
    ...[...listed.values()].flatMap(({ id, partnerId, status }) =>
      partnerId === null || status !== 'Success' || receiver.isPartnerTold(id)
        ? []
        : [`the partner was not told of ${id}`],
    ),
  ];
  const until = performance.now() + ARRIVES_WITHIN_MS;
  while (missing().length > 0 && performance.now() < until) await sleep(500);
  return missing();
}

async function listConversions(arena: Arena): Promise<ReadonlyMap<string, Listed>> {
  const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString();
  const span = `user_completed_at_from=${day(-1)}&user_completed_at_to=${day(1)}`;
  const records = await exported(arena, `/api/v1/sdk-conversion-system/conversions?${span}&`);
  const repeatable = new Set(arena.offers.filter(({ isRepeatable }) => isRepeatable).map(({ id }) => id));
  const listed = records.flatMap((record): Listed[] => {
    const shared = { offerId: record.offerId, member: record.pubMemberId, partnerId: record.partnerId };
    const one = (source: typeof record, id: string, place: string | null): Listed => ({
      ...shared,
      id,
      place,
      status: source.status,
      isStanding: source.isUserCompleted,
      revenue: source.revenue ?? 0,
    });
    if (record.offerType === 'SingleEvent') {
      const place = `${shared.member} at ${record.offerName} (${shared.partnerId})`;
      return [one(record, record.id, repeatable.has(shared.offerId) ? null : place)];
    }
    return record.conversionEvents.map((event: typeof record) =>
      one(event, event.conversionEventId, event.eventId === 'any' ? null : `${record.id} ${event.eventId}`),
    );
  });
  return new Map(listed.map((one) => [one.id, one]));
}

// oxlint-disable-next-line typescript/no-explicit-any -- The run reads what it expects and fails where it isn't.
async function exported(arena: Arena, path: string): Promise<any[]> {
  const { status, text } = await arena.call('GET', `${path}format=ndjson`);
  if (status !== 200) throw new Error(`${path} was answered ${status}: ${text}`);
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
