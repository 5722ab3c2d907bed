import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// A process of its own that takes calls at many ports. Its parent tells it to hang at the first of them, or no longer.
const count = Number(process.argv[2] ?? 1);
let isHanging = false;
let taken = 0;
const hanging = new Set<ServerResponse>();

const ports = await Promise.all(
  Array.from({ length: count }, async (_, index) => {
    const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
      request.resume();
      request.on('end', () => {
        if (index === 0 && isHanging) return void hanging.add(response);
        taken++;
        response.writeHead(200, { 'content-length': 2 }).end('ok');
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    return (server.address() as AddressInfo).port;
  }),
);

process.on('message', (message: { hang?: boolean }) => {
  isHanging = message.hang ?? isHanging;
  if (!isHanging) {
    for (const response of hanging) response.end();
    hanging.clear();
  }
  process.send?.({ taken });
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ports });
