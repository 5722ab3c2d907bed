import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readConfig } from '#server/config.ts';
import { openLog } from '#server/platform/log.ts';
import { startServer } from '#server/start.ts';
import { testDatabase } from '#support/database.ts';

const { connectionString } = await testDatabase();

it('a client that never reads its answers keeps a server from stopping no longer than it was given', async () => {
  const config = readConfig({
    PORT: '0',
    DATABASE_URL: connectionString,
    DATA_DIR: '/nowhere',
    SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    LOG_LEVEL: 'silent',
    SEED_DEMO: 'false',
    ROLE: 'api',
  });
  const server = await startServer(config, { log: openLog('silent'), requestsEndWithinMs: 300 });
  const { hostname, port } = new URL(server.address as string);
  const client = connect(Number(port), hostname).on('error', () => {});
  client.pause();
  client.write('GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(200));
  await sleep(500);
  const began = performance.now();
  await server.stop();
  expect(performance.now() - began).toBeLessThan(10_000);
  client.destroy();
}, 30_000);
