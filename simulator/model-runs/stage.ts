import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#database/embedded/supervisor.ts';
import { readConfig } from '#server/config.ts';
import { allWorkers } from '#server/features/workers.ts';
import { openLog } from '#server/platform/log.ts';
import { startServer } from '#server/start.ts';
import type { Stage } from './tenant.ts';

/** What the runs make work by hand; the rest has no part in them. */
const pacedWorkers = ['ripening', 'held conversions', 'attempts', 'attempts of changed offers'];

/** A stage with the way to end it. */
export interface OpenStage extends Stage {
  stop(): Promise<void>;
}

/**
 * Starts a server to play runs against, which works in the background only when it is told to.
 *
 * @param databaseUrl its database; one of its own, thrown away afterwards, unless given
 */
export async function openStage(databaseUrl?: string): Promise<OpenStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-runs-'));
  chmodSync(dataDir, 0o711);
  const embedded =
    databaseUrl === undefined
      ? await startEmbedded({ dataDir, fsync: false, log: () => {}, settings: { shared_buffers: '128MB' } })
      : undefined;
  const config = readConfig({
    PORT: '0',
    ROLE: 'api',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl ?? embedded?.connectionString,
    LOG_LEVEL: 'error',
    SEED_DEMO: 'false',
    TRUST_PROXY: '1',
  });
  const server = await startServer(config, { log: openLog(config.logLevel) });
  return {
    baseUrl: server.address ?? '',
    context: server.context,
    workers: paced(allWorkers(server.context)),
    stop: async () => {
      await server.stop();
      await embedded?.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Those of a process's workers that the runs pace. */
export function paced(workers: ReturnType<typeof allWorkers>): Stage['workers'] {
  return workers.filter(({ name }) => pacedWorkers.includes(name));
}
