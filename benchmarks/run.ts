import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeInstallation } from './harness/installation.ts';
import type { Measurement } from './measurement.ts';
import { click } from './paths/click.ts';
import { freshness } from './paths/freshness.ts';
import { growth } from './paths/growth.ts';
import { matching } from './paths/matching.ts';
import { memory } from './paths/memory.ts';
import { offerCreate } from './paths/offer-create.ts';
import type { MeasuredPath } from './paths/path.ts';
import { postback } from './paths/postback.ts';
import { wallAtSize } from './paths/wall-at-size.ts';
import { memberOffers, wall, wallAllDifferent, wallJsonServer } from './paths/wall.ts';
import { seedWorld, standardWorld, type WorldSize } from './world/world.ts';

/** The paths that are measured on one server with one world, in this order: what memory is measured by warms the wall. */
export const paths: readonly MeasuredPath[] = [
  memory,
  wall,
  wallAllDifferent,
  memberOffers,
  matching,
  freshness,
  click,
  postback,
  growth,
  offerCreate,
  wallAtSize,
  wallJsonServer,
];

/** Makes an installation, fills it, and measures paths on it; tells each figure as soon as it is known. */
export async function measurePaths(
  chosen: readonly MeasuredPath[],
  say: (line: string) => void,
  tell: (measurements: readonly Measurement[]) => void,
  size: WorldSize = standardWorld,
): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'pitwall-bench-bodies-'));
  const installation = await makeInstallation();
  try {
    const server = await installation.startServer();
    say(`Making ${size.offers} offers, ${size.members} members and ${size.clicks} clicks`);
    const world = await seedWorld(installation, server, size);
    const figures: Measurement[] = [];
    for (const path of chosen) {
      say(`Measuring ${path.name}`);
      const measured = await path.measure({ installation, server, world, folder });
      tell(measured);
      figures.push(...measured);
    }
    return figures;
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true });
  }
}
