import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generatedFiles, root } from '../scripts/generation/files.ts';
import { testDatabase } from '#support/database.ts';

const { database } = await testDatabase();

test('every generated file is what `npm run generate` would write now', async () => {
  const client = await database.owner().connect();
  const files = await generatedFiles(client).finally(() => client.release());
  const stale = files.filter(({ path, text }) => readFileSync(join(root, path), 'utf8') !== text);
  expect(stale.map(({ path }) => path)).toEqual([]);
});
