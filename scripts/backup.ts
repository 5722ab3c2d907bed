import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { backUp } from '#database/backup.ts';
import { runCommand } from '#server/command.ts';

/**
 * Writes a backup of the whole installation, running or not. The file appears under its name only when it is complete
 * and on the disk.
 */
async function backup(file: string): Promise<void> {
  const unfinished = `${file}.unfinished`;
  try {
    const counts = await runCommand(({ database }) =>
      backUp(database.owner(), createWriteStream(unfinished, { mode: 0o600 })),
    );
    const handle = await open(unfinished, 'r+');
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
    const rows = [...counts.values()].reduce((total, count) => total + count, 0);
    const { size } = await stat(file);
    console.log(`${file}: ${rows} rows of ${counts.size} tables, ${size} bytes`);
    console.log(
      'Sealed secrets inside can be read with the same SECRET_KEY alone: keep it, apart from this file.',
    );
  } finally {
    await rm(unfinished, { force: true });
  }
}

const [name] = process.argv.slice(2);
if (name === undefined) {
  console.error('Usage: npm run backup -- FILE');
  process.exit(2);
}
// npm runs commands in the folder of the project; the name was given in another one.
await backup(resolve(process.env.INIT_CWD ?? process.cwd(), name));
