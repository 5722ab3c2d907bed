import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeInstallation } from './harness/installation.ts';
import { click } from './paths/click.ts';
import type { Measurement } from './measurement.ts';
import type { MeasuredPath } from './paths/path.ts';
import { postback } from './paths/postback.ts';
import { memberOffers, wall, wallAllDifferent } from './paths/wall.ts';
import { seedWorld, standardWorld, type WorldSize } from './world/world.ts';

/** The paths that are measured on one server with one world, in this order. */
export const paths: readonly MeasuredPath[] = [wall, wallAllDifferent, memberOffers, click, postback];

/** Makes an installation, fills it, and measures paths on it. */
export async function measurePaths(
  chosen: readonly MeasuredPath[],
  say: (line: string) => void,
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
      figures.push(...(await path.measure({ installation, server, world, folder })));
    }
    return figures;
  } finally {
    await installation.stop();
    rmSync(folder, { recursive: true });
  }
}
