import { expect, it } from 'vitest';
import { runFlaky } from './flaky-run.ts';
import { testApp } from '#support/app.ts';

const app = await testApp({ EGRESS_ALLOW: '127.0.0.0/8' });

it('delivers everything to a receiver that fails a third of its calls in every way, unchanged and signed', async () => {
  const { id: tenantId, token } = await app.makeTenant();
  const { context, server } = app;
  const report = await runFlaky({ app: server.app as never, context, tenantId, token }, 40, 'a bad day');
  expect(report.faults).toEqual([]);
  expect(report.misbehaved).toBeGreaterThan(10);
  expect(report.tries).toBeGreaterThan(report.conversions);
}, 60_000);
