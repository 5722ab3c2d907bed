import { connectDatabase } from '#database/connect.ts';
import { attachOrStartEmbedded } from '#database/embedded/supervisor.ts';
import { migrate } from '#database/migrate.ts';
import { applicationLogin, readConfig, type Config } from './config.ts';
import { makeContext, type Context } from './context.ts';
import { followChanges } from './platform/changes.ts';
import { followDatabaseClock } from './platform/clock.ts';
import { openLog } from './platform/log.ts';
import { readSecretKey } from './platform/secret-key.ts';
import { openVault } from './platform/vault.ts';

/**
 * Runs a command beside the server or without one: over the configured database, the embedded one of a running process,
 * or one that is started for as long as the command takes.
 */
export async function runCommand<T>(
  work: (context: Context) => Promise<T>,
  config: Config = readConfig(),
): Promise<T> {
  const log = openLog('silent');
  const embedded =
    config.databaseUrl === undefined
      ? await attachOrStartEmbedded({ dataDir: config.dataDir, fsync: true, log: () => {} })
      : undefined;
  const connectionString = embedded?.connectionString ?? config.databaseUrl ?? '';
  try {
    await migrate({
      connectionString: config.databaseOwnerUrl ?? connectionString,
      applicationLogin: applicationLogin(config),
    });
    const database = connectDatabase({
      connectionString,
      ownerConnectionString: config.databaseOwnerUrl,
      poolSize: 4,
    });
    try {
      const clock = followDatabaseClock(database);
      await clock.synchronise();
      const changes = followChanges(database, connectionString, log);
      const vault = openVault(readSecretKey(config.secretKey, config.dataDir));
      return await work(makeContext({ config, database, clock, changes, log, vault }));
    } finally {
      await database.close();
    }
  } finally {
    await embedded?.stop();
  }
}
