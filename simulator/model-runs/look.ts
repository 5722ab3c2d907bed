import { isOnWall, progress, rewardShown } from '../model/acts.ts';
import { versionNow, type Offer, type World } from '../model/world.ts';
import { differ } from './divergence.ts';
import type { Names } from './names.ts';
import type { RunTenant } from './tenant.ts';

/** Compares what a member of the own wall is shown. */
export async function look(tenant: RunTenant, world: World, names: Names, member: string): Promise<void> {
  const { tag, offers } = names;
  const query = `pub_member_id=${tag}-${member}&page_size=100&filter.search=${tag}`;
  const wall = await tenant.call('GET', `/api/v1/offer-wall/offers?${query}`, { isOpen: true });
  const shown = offers.flatMap((id, number) => {
    if (!isOnWall(world, number, member)) return [];
    const reward = rewardShown(versionNow(world, world.offers[number] as Offer));
    return [{ id, reward: reward === null ? null : Number(reward) / 1_000_000 }];
  });
  const items = wall.data.offers.items.map(({ id, reward }: { id: string; reward: number | null }) => ({
    id,
    reward,
  }));
  differ(`the wall of ${member}`, shown.toSorted(byId), items.toSorted(byId));
  await lookAtProgress(tenant, world, names, member, query);
}

async function lookAtProgress(
  tenant: RunTenant,
  world: World,
  names: Names,
  member: string,
  query: string,
): Promise<void> {
  const mine = await tenant.call('GET', `/api/v1/offer-wall/pub-member/offers?${query}`, { isOpen: true });
  const expected = names.offers.flatMap((id, number) => {
    const found = progress(world, number, member);
    if (found === null) return [];
    const steps = found.isMulti ? found.steps.filter(({ isShown }) => isShown) : [];
    return [
      {
        id,
        rewardStatus: found.rewardStatus,
        isUserCompleted: found.isCompleted,
        steps: steps
          .map(({ key, status, reason }) => ({
            key: key.replace(/#.*/, ''),
            status,
            isRefused: reason !== null,
          }))
          .toSorted(byKey),
      },
    ];
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- What isn't as expected shows as a difference.
  const items = mine.data.items.map((item: any) => ({
    id: item.id,
    rewardStatus: item.rewardStatus,
    isUserCompleted: item.isUserCompleted,
    steps: item.events
      // oxlint-disable-next-line typescript/no-explicit-any -- As above.
      .map((event: any) => ({
        key: event.name,
        status: event.rewardStatus,
        // Of requests refused in one batch the latest is anybody's guess, so that only having one is compared.
        isRefused: event.rejectionReason != null,
      }))
      .toSorted(byKey),
  }));
  differ(`the progress of ${member}`, expected.toSorted(byId), items.toSorted(byId));
}

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}
