import { clickParameter } from '#domain/tracking-systems/registry.ts';
import { day, formatInstant, hour, minute, type Micros } from '#domain/time.ts';
import { lookUp, trackingSystems } from '#domain/offer.ts';
import type { Context } from '#server/context.ts';
import type { Worker } from '#server/platform/worker.ts';
import { inLanes } from '../lanes.ts';
import type { SeededRandom } from '../random.ts';
import { refreshTableStatistics } from '../table-statistics.ts';
import { moveTenantClock } from '../tenant-clock.ts';
import type { WorldApi } from '../world-api.ts';
import type { BuiltOffer, BuiltTenant } from './build-tenant.ts';
import { makeMember, type DemoMember } from './members.ts';
import { planPostbacks } from './plan-postbacks.ts';

/** How much happens in a tenant's history. */
export interface HistoryPlan {
  readonly members: number;
  readonly partnerMembers: number;
  readonly days: number;
}

/** Something that happens at a moment of the simulated past. */
interface Happening {
  readonly at: Micros;
  run(): Promise<void>;
}

/** What a history needs to happen. */
export interface HistoryParts {
  readonly context: Context;
  readonly api: WorldApi;
  readonly tenant: BuiltTenant;
  /** Path and query of inbound postbacks, complete but for what is appended. */
  readonly postbackPath: string;
  /** Background work that has to keep pace with the simulated clock. */
  readonly workers: readonly Worker[];
  readonly random: SeededRandom;
}

const AT_ONCE = 16;
/** The clock moves by so much; what happens within one step counts as simultaneous. Divides a day. */
const STEP: Micros = 12 * hour;
/** The hour at which an operator looks at what waits; one at which a step begins. */
const OFFICE_HOUR = 12;
/** The database looks at its tables anew after so many days. */
const STATISTICS_DAYS = 10;
const OPERATOR_NOTES = ['Checked with the advertiser', 'Receipt seen', 'Confirmed by phone'];

/**
 * Lives through the days before now: members look at the wall, click and reach goals, partners send traffic, tracking
 * systems report (sometimes twice, late or wrongly), and an operator decides every day. Everything goes through the
 * same endpoints as in real life; only the tenant's clock is moved.
 */
export async function liveHistory(parts: HistoryParts, plan: HistoryPlan, now: Micros): Promise<void> {
  const begins = now - plan.days * day;
  const steps = new Map<number, Happening[]>();
  const add = (happening: Happening) => {
    if (happening.at >= now - minute) return;
    const at = stepStart(happening.at);
    const beside = steps.get(at);
    if (beside) beside.push(happening);
    else steps.set(at, [happening]);
  };
  planVisits(parts, plan, begins, now, add);
  for (let at = stepStart(begins); at < now; at += STEP) {
    const isOfficeHour = (at / hour) % 24 === OFFICE_HOUR;
    if (!steps.has(at) && !isOfficeHour) continue;
    await moveTenantClock(parts.context, parts.tenant.id, Math.min(at + STEP / 2, now - minute));
    // What happens in one step may lead to more in the same one: a goal is often reached within minutes.
    for (let due = steps.get(at); due !== undefined; due = steps.get(at)) {
      steps.delete(at);
      const inOrder = due.toSorted((one, other) => one.at - other.at);
      await inLanes(AT_ONCE, inOrder, (happening) => happening.run());
    }
    if (!isOfficeHour) continue;
    if (Math.floor(at / day) % STATISTICS_DAYS === 0) await refreshTableStatistics(parts.context);
    await closeDay(parts, at);
  }
}

function stepStart(at: Micros): Micros {
  return at - (at % STEP);
}

function planVisits(
  parts: HistoryParts,
  plan: HistoryPlan,
  begins: Micros,
  now: Micros,
  add: (happening: Happening) => void,
): void {
  for (let number = 1; number <= plan.members; number++) {
    const random = parts.random.fork(`member ${number}`);
    const member = makeMember(random, number);
    const visits = random.whole(1, 4);
    for (let visit = 0; visit < visits; visit++) {
      const at = begins + Math.floor(random.next() * (now - begins));
      add({ at, run: () => visitWall(parts, member, random.fork(`visit ${visit}`), at, add) });
    }
  }
  for (let number = 1; number <= plan.partnerMembers; number++) {
    const random = parts.random.fork(`partner member ${number}`);
    const member = makeMember(random, number);
    const at = begins + Math.floor(random.next() * (now - begins));
    const partnerId = random.pick(parts.tenant.partnerIds);
    const shared = parts.tenant.offers.filter(({ payoutIds }) => payoutIds.has(partnerId));
    const offer = random.pick(shared);
    add({
      at,
      run: () =>
        followPartnerLink(parts, member, offer, offer.payoutIds.get(partnerId) as string, random, at, add),
    });
  }
}

async function visitWall(
  { api, tenant, ...parts }: HistoryParts,
  member: DemoMember,
  random: SeededRandom,
  at: Micros,
  add: (happening: Happening) => void,
): Promise<void> {
  const query = new URLSearchParams({
    pub_member_id: member.id,
    pub_session_id: `session-${random.whole(10_000, 99_999)}`,
    ...member.params,
  });
  const headers = { 'user-agent': member.userAgent };
  const call = { host: tenant.host, headers };
  const wall = await api<{ offers: { items: { id: string }[] } }>(
    'GET',
    `/api/v1/offer-wall/offers?page_size=25&${query.toString()}`,
    call,
  );
  const items = wall.data?.offers.items ?? [];
  if (items.length === 0) return;
  const clicks = random.whole(1, 2);
  for (let click = 0; click < clicks; click++) {
    // People mostly take what stands near the top.
    const position = Math.floor(random.next() ** 1.7 * items.length);
    const offer = tenant.offers.find(({ id }) => id === items[position]?.id);
    if (!offer) continue;
    const details = await api<{ viewId: string }>(
      'GET',
      `/api/v1/offer-wall/offer-details?offerId=${offer.id}&${query.toString()}`,
      call,
    );
    if (details.status !== 200 || random.chance(0.2)) continue;
    const link = await api<{ url: string }>(
      'GET',
      `/api/v1/offer-wall/offer-link?viewId=${details.data.viewId}`,
      call,
    );
    if (link.status === 200)
      expectPostbacks({ api, tenant, ...parts }, member, offer, link.data.url, random, at, add);
  }
}

async function followPartnerLink(
  parts: HistoryParts,
  member: DemoMember,
  offer: BuiltOffer,
  payoutId: string,
  random: SeededRandom,
  at: Micros,
  add: (happening: Happening) => void,
): Promise<void> {
  const query = new URLSearchParams({
    pub_member_id: `p-${member.id}`,
    pub_click_id: `pc-${random.whole(100_000, 999_999)}`,
    ...member.params,
  });
  const { location } = await parts.api('GET', `/api/v1/offer-link/redirect/${payoutId}?${query.toString()}`, {
    host: parts.tenant.host,
    headers: { 'user-agent': member.userAgent },
  });
  if (location !== undefined) expectPostbacks(parts, member, offer, location, random, at, add);
}

/** Lets the advertiser's tracking system report what the member goes on to do. */
function expectPostbacks(
  { api, postbackPath }: HistoryParts,
  member: DemoMember,
  { offer }: BuiltOffer,
  url: string,
  random: SeededRandom,
  at: Micros,
  add: (happening: Happening) => void,
): void {
  const system = lookUp(trackingSystems, offer.system);
  const clickId = system && new URL(url).searchParams.get(clickParameter(system));
  if (!clickId) return;
  for (const { after, params } of planPostbacks(offer, member, random)) {
    const query = new URLSearchParams({ gk_click_id: clickId, ...params });
    add({ at: at + after, run: async () => void (await api('GET', `${postbackPath}&${query.toString()}`)) });
  }
}

/** Lets pending conversions ripen, and the operator decide most of those that wait for a person. */
async function closeDay({ api, tenant, workers, random }: HistoryParts, at: Micros): Promise<void> {
  for (const worker of workers) await worker.takeTurn();
  const query = new URLSearchParams({
    user_completed_at_from: formatInstant(at - 6 * day),
    user_completed_at_to: formatInstant(at + hour),
    'filter.status': 'Pending',
    'filter.offer_type': 'SingleEvent',
    page_size: '20',
  });
  const call = { token: tenant.managementToken, host: tenant.host };
  const waiting = await api<{ items: { id: string; offerId: string }[] }>(
    'GET',
    `/api/v1/sdk-conversion-system/conversions?${query.toString()}`,
    call,
  );
  const manual = new Set(tenant.offers.filter(({ offer }) => offer.isManual).map(({ id }) => id));
  for (const { id, offerId } of waiting.data?.items ?? []) {
    if (!manual.has(offerId) || random.chance(0.4)) continue;
    const status = random.chance(0.8) ? 'Success' : 'Rejected';
    const note = status === 'Success' ? random.pick(OPERATOR_NOTES) : 'The advertiser found no order';
    await api('PATCH', `/api/v1/sdk-conversion-system/conversions/${id}/status?status=${status}`, {
      ...call,
      body: { note },
    });
  }
}
