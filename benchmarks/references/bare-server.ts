// The least that an HTTP server in this language can do: the same status, headers of the same meaning and the same
// bytes, without routing, tenants, limits, decisions or a database. Frozen: ratios of different runs stay comparable.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const status = Number(process.env['STATUS']);
const location = process.env['LOCATION'];
const bodies = (process.env['BODIES'] ?? '')
  .split(',')
  .filter(Boolean)
  .map((path) => readFileSync(path));
const none = Buffer.alloc(0);
let turn = 0;

const server = createServer((_request, response) => {
  const body = bodies.length === 0 ? none : (bodies[turn++ % bodies.length] as Buffer);
  response.writeHead(status, {
    ...(location === undefined ? { 'content-type': 'application/json; charset=utf-8' } : { location }),
    'content-length': body.length,
  });
  response.end(body);
});

server.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
