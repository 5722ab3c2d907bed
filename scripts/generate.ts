import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { connectionConfig } from '#database/connect.ts';
import { startEmbedded } from '#database/embedded/supervisor.ts';
import { migrate } from '#database/migrate.ts';
import { generatedFiles, root } from './generation/files.ts';

/** Makes the generated files anew from the contract and from a freshly migrated embedded database. */
async function generate(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitwall-generate-'));
  chmodSync(dataDir, 0o711);
  try {
    const embedded = await startEmbedded({ dataDir, fsync: false, log: () => {} });
    try {
      await migrate({ connectionString: embedded.connectionString });
      await writeFiles(embedded.connectionString);
    } finally {
      await embedded.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function writeFiles(connectionString: string): Promise<void> {
  const client = new pg.Client(connectionConfig(connectionString, 'pitwall_owner', 0));
  await client.connect();
  try {
    for (const { path, text } of await generatedFiles(client)) {
      const isCurrent = readIfThere(path) === text;
      if (!isCurrent) writeFileSync(join(root, path), text);
      console.log(`${path}: ${isCurrent ? 'is current' : 'written'}`);
    }
  } finally {
    await client.end();
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined;
  }
}

await generate();
