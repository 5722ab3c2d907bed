import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from '#support/test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Starts the embedded PostgreSQL for all test files of this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { stop, connectionString, version, mode } = await startTestServer('socket');
  project.provide('testServer', { connectionString, version, mode });
  return stop;
}
