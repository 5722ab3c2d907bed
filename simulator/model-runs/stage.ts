import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#database/embedded/supervisor.ts';
import { readConfig } from '#server/config.ts';
import { allWorkers } from '#server/features/workers.ts';
import { openLog } from '#server/platform/log.ts';
import { startServer } from '#server/start.ts';
import type { Stage } from './tenant.ts';

/** What the runs make work by hand; the rest has no part in them. What one leaves to another comes before it. */
const pacedWorkers = ['attempts of changed offers', 'ripening', 'held conversions', 'attempts'];

/** A stage with the way to end it. */
export interface OpenStage extends Stage {
  stop(): Promise<void>;
}

/** A database for runs. */
export interface StageDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** Opens the database that is named, or an embedded one that is thrown away at the end. */
export async function openStageDatabase(url?: string): Promise<StageDatabase> {
  if (url !== undefined) return { url, stop: async () => {} };
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-runs-'));
  // The database may run as another account, which has to pass.
  chmodSync(dataDir, 0o711);
  const settings = { shared_buffers: '128MB', max_wal_size: '4GB' };
  const embedded = await startEmbedded({ dataDir, fsync: false, log: () => {}, settings });
  return {
    url: embedded.connectionString,
    stop: async () => {
      await embedded.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a server to play runs against, which works in the background only when it is told to. */
export async function openStage(databaseUrl: string): Promise<OpenStage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-runs-'));
  const config = readConfig({
    PORT: '0',
    ROLE: 'api',
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
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
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Those of a process's workers that the runs pace. */
export function paced(workers: ReturnType<typeof allWorkers>): Stage['workers'] {
  return pacedWorkers.flatMap((wanted) => workers.filter(({ name }) => name === wanted));
}
