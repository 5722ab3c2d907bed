import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A wire to a database that a test can cut. */
export interface CuttableWire {
  /** Reaches the same database, through the wire. */
  readonly connectionString: string;
  /** Ends every connection and refuses further ones. */
  cut(): Promise<void>;
  /** Lets connections through again. */
  mend(): Promise<void>;
}

/** Lays a wire between a server under test and its database. */
export async function layWire(connectionString: string): Promise<CuttableWire> {
  const [, login = '', address = '', name = '', query = ''] =
    /^postgres:\/\/([^@]*)@([^/]*)\/([^?]*)\??(.*)$/.exec(connectionString) ?? [];
  const parameters = new URLSearchParams(query);
  const folder = parameters.get('host');
  const [host = '', port = ''] = address.split(':');
  const upstream =
    folder === null ? { host, port: Number(port) } : { path: `${folder}/.s.PGSQL.${parameters.get('port')}` };
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(upstream as never);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy()).on('close', () => open.delete(one) && other.destroy());
      one.pipe(other);
    }
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve));
  await listen(0);
  const { port: ours } = server.address() as AddressInfo;
  return {
    connectionString: `postgres://${login}@127.0.0.1:${ours}/${name}`,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
    mend: () => listen(ours),
  };
}
