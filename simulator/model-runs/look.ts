import { isOnWall } from '../model/acts.ts';
import { divide, millionths, price, type ModelSettings, type Terms } from '../model/terms.ts';
import {
  acceptedOf,
  requiredSteps,
  sameRun,
  today,
  type Attempt,
  type Who,
  type World,
} from '../model/world.ts';
import { differ } from './divergence.ts';
import type { Names } from './names.ts';
import type { RunTenant } from './tenant.ts';

/** Compares what a member of the own wall is shown. */
export async function look(tenant: RunTenant, world: World, names: Names, member: string): Promise<void> {
  const { tag, offers } = names;
  const query = `pub_member_id=${tag}-${member}&page_size=100&filter.search=${tag}`;
  const wall = await tenant.call('GET', `/api/v1/offer-wall/offers?${query}`, { isOpen: true });
  const shown = world.offers.flatMap((offer, number) => {
    if (!isOnWall(world, { offer, source: 'wall', member })) return [];
    const reward = rewardShown(today(offer), world.settings);
    return [{ id: offers[number] ?? '', reward: reward === null ? null : Number(reward) / 1_000_000 }];
  });
  const items = wall.data.offers.items.map(({ id, reward }: { id: string; reward: number | null }) => ({
    id,
    reward,
  }));
  differ(`the wall of ${member}`, shown.toSorted(byId), items.toSorted(byId));
  const mine = await tenant.call('GET', `/api/v1/offer-wall/pub-member/offers?${query}`, { isOpen: true });
  const expected = world.offers.flatMap((offer, number) => {
    const found = progress(world, { offer, source: 'wall', member });
    return found === null ? [] : [{ id: offers[number] ?? '', ...found }];
  });
  const started = mine.data.items.map(shownProgress);
  differ(`the progress of ${member}`, expected.toSorted(byId), started.toSorted(byId));
}

// oxlint-disable-next-line typescript/no-explicit-any -- What isn't as expected shows as a difference.
function shownProgress({ id, rewardStatus, isUserCompleted, events }: any) {
  // oxlint-disable-next-line typescript/no-explicit-any -- As above.
  const steps = events.map(({ name, rewardStatus: status, rejectionReason }: any) => ({
    id: name,
    status,
    // Of requests refused in one batch the latest is anybody's guess, so that only having one is compared.
    isRefused: rejectionReason != null,
  }));
  return { id, rewardStatus, isUserCompleted, steps: steps.toSorted(byId) };
}

/** How far a member is with an offer; null when they never clicked. */
function progress(world: World, who: Who) {
  const latest = sameRun(world, who, null, { isRepeatable: false }).at(-1);
  if (latest === undefined) return null;
  const terms = latest.pinned ?? latest.latest;
  const others = sameRun(world, who, latest, terms);
  const runs = [...others, latest].toSorted((a, b) => a.openedAt - b.openedAt);
  const statusOf = (key: string) => acceptedOf(runs, key)?.state ?? null;
  const isWaiting = requiredSteps(terms, latest).some(({ key }) => statusOf(key) === 'Pending');
  const isUserCompleted = latest.end === 'completed';
  const rewardStatus = isUserCompleted ? (isWaiting ? 'Pending' : 'Completed') : 'InProgress';
  const steps = terms.steps
    .filter(({ isShown }) => terms.isMulti && isShown)
    .map(({ key, eventId: id }) => {
      const status = statusOf(key);
      return { id, status, isRefused: status === null && isRefused(latest, key) };
    });
  return { rewardStatus, isUserCompleted, steps: steps.toSorted(byId) };
}

function isRefused({ conversions }: Attempt, key: string): boolean {
  return conversions.some(({ step, state }) => step === key && state === 'Rejected');
}

/** The reward that the wall shows: of the offer, or the sum over the steps shown; of percentages the highest. */
function rewardShown(terms: Terms, settings: ModelSettings): bigint | null {
  const { isRevShare, steps } = terms;
  const rewards = steps
    .filter(({ isShown }) => isShown)
    .flatMap((step) => {
      if (step.reward === null) return [];
      if (!isRevShare) return (price(terms, step, 'wall', null, settings) as { reward: bigint }).reward;
      const byRatio = divide(millionths(step.revenue) * millionths(settings.ratio), 1_000_000n);
      return step.usesRatio ? byRatio : millionths(step.reward);
    });
  if (rewards.length === 0) return null;
  return rewards.reduce((sum, one) => (isRevShare ? (one > sum ? one : sum) : sum + one));
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
