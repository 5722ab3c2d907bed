// The wall's list as a ready-made server of a file of objects gives it. Frozen: ratios of different runs stay comparable.
import { readFileSync } from 'node:fs';
import jsonServer from 'json-server';

const server = jsonServer.create();
server.use(jsonServer.router(JSON.parse(readFileSync(process.env.OBJECTS, 'utf8'))));
server.listen(Number(process.env.PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
