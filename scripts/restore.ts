import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BackupFileError } from '#database/backup-file.ts';
import { readClaim } from '#database/embedded/claim.ts';
import { restore, RestoreRefused } from '#database/restore.ts';
import { runCommand } from '#server/command.ts';
import { readConfig } from '#server/config.ts';

/** Puts a backup into the configured database, which must be empty; nothing may run on it meanwhile. */
async function restoreFrom(file: string): Promise<void> {
  await access(file);
  const { databaseUrl, dataDir } = readConfig();
  const holder = databaseUrl === undefined ? readClaim(dataDir) : undefined;
  if (holder) throw new RestoreRefused(`Process ${holder.pid} runs on ${dataDir}. Stop it first.`);
  const counts = await runCommand(({ database }) => restore(database.owner(), createReadStream(file)));
  const rows = [...counts.values()].reduce((total, count) => total + count, 0);
  console.log(`Restored ${rows} rows of ${counts.size} tables`);
  console.log('Start with the SECRET_KEY of the installation that was backed up.');
}

const [name] = process.argv.slice(2);
if (name === undefined) {
  console.error('Usage: npm run restore -- FILE');
  process.exit(2);
}
try {
  await restoreFrom(resolve(process.env.INIT_CWD ?? process.cwd(), name));
} catch (error) {
  if (!(error instanceof RestoreRefused || error instanceof BackupFileError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
