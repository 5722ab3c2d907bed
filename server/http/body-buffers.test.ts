import { connect } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { fastify } from 'fastify';
import type { AddressInfo } from 'node:net';
import { takeBuffer } from './body-buffers.ts';

it('lends memory again only after it was given back, and gives it back once', () => {
  const first = takeBuffer(10_000);
  const second = takeBuffer(10_000);
  expect(second.body.buffer).not.toBe(first.body.buffer);
  first.release();
  first.release();
  const third = takeBuffer(12_000);
  expect(third.body.buffer).toBe(first.body.buffer);
  expect(third.body).toHaveLength(12_000);
  // Had the first been given back twice, this one would share its memory.
  expect(takeBuffer(12_000).body.buffer).not.toBe(third.body.buffer);
});

it('keeps nothing of a body that is larger than any it keeps', () => {
  const large = takeBuffer(3_000_000);
  large.release();
  expect(takeBuffer(3_000_000).body.buffer).not.toBe(large.body.buffer);
});

it('gets the memory of an answer back when its client hangs up before the end, and not before', async () => {
  const app = fastify();
  const asked = 30;
  const closed: Promise<unknown>[] = [];
  let givenBack = 0;
  app.get('/', (_request, reply) => {
    const lent = takeBuffer(900_000);
    closed.push(once(reply.raw, 'close'));
    reply.raw.once('close', () => {
      lent.release();
      givenBack += 1;
    });
    return reply.send(lent.body);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const client = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  // It asks often and reads nothing, so that the last answers cannot leave.
  client.pause();
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(asked));
  await expect.poll(() => closed.length).toBeGreaterThan(1);
  expect(givenBack).toBeLessThan(closed.length);
  client.destroy();
  await Promise.all(closed);
  expect(givenBack).toBe(closed.length);
  await app.close();
});
