import type { TestProject } from 'vitest/node';
import { startTestServer } from '#support/test-server.ts';

/** Starts a PostgreSQL reached over TCP with a password, as `DATABASE_URL` would name one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, connectionString, version, mode, source } = await startTestServer('tcp');
  project.provide('testServer', { connectionString, version, mode });
  // oxlint-disable-next-line no-console -- Which server was tested belongs into the output of the run.
  console.log(`Data tests over TCP: PostgreSQL ${version} from ${source}`);
  return stop;
}
