import { inspect } from 'node:util';
import { inEngine } from '#database/transaction.ts';
import { DataFolderInUse, NoEmbeddedPostgres } from '#database/embedded/supervisor.ts';
import { ConfigError, readConfig } from './config.ts';
import { listTenants } from './features/tenants/exports.ts';
import { compileSooner, setUpEngine } from './platform/engine.ts';
import { builtWall } from './platform/web-build.ts';
import { startServer, type RunningServer, type WorldParts } from './start.ts';

export type { WorldParts } from './start.ts';

/** A world to try the system with. */
export interface DemoWorld {
  /** Fills an empty installation, or opens what an earlier start filled; nothing where none is wanted. */
  open(parts: WorldParts): Promise<OpenWorld | undefined>;
}

/** A world that stands. */
export interface OpenWorld {
  /** Told the address once the server listens. */
  listening(address: string): void;
  /** What the operator should know of it. */
  lines(address: string): string[];
  stop(): Promise<void>;
}

/** Runs the server until it is told to stop. */
export async function main(demo: DemoWorld): Promise<void> {
  setUpEngine();
  let server: RunningServer;
  let world: OpenWorld | undefined;
  try {
    server = await startServer(readConfig(), {
      beforeListening: async (parts) => {
        world = await demo.open(parts);
      },
    });
  } catch (error) {
    await world?.stop();
    say(process.stderr, isPlain(error) ? error.message : inspect(error));
    process.exitCode = 1;
    return;
  }
  compileSooner();
  const stop = (signal: NodeJS.Signals) => {
    say(process.stdout, `\n${signal}: stopping`);
    void stopAll(server, world);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (server.address !== undefined) {
    world?.listening(server.address);
    // The wall's page is built while we listen already; who asks for it before waits for it.
    void builtWall(server.context.log);
  }
  say(process.stdout, (await describe(server, world)).join('\n'));
}

async function stopAll(server: RunningServer, world: OpenWorld | undefined): Promise<void> {
  try {
    await server.stop();
    await world?.stop();
    process.exit(0);
  } catch (error) {
    say(process.stderr, inspect(error));
    process.exit(1);
  }
}

async function describe(
  { address, context }: RunningServer,
  world: OpenWorld | undefined,
): Promise<string[]> {
  if (address === undefined) return ['Pitwall works in the background (ROLE=worker)'];
  const { baseDomain } = context.config;
  const { port } = new URL(address);
  const open = context.egress.describe();
  const hasTenants = (await inEngine(context.database, listTenants)).length > 0;
  return [
    'Pitwall is ready',
    `  API        ${address}/api/v1`,
    `  Explorer   ${address}/swagger`,
    `  By tenant  http://api.{tenant}.${baseDomain}:${port}/api/v1`,
    `  Open to outbound calls besides the public Internet: ${open.length > 0 ? open.join(', ') : 'nothing'}`,
    ...(world?.lines(address) ?? []),
    ...(hasTenants
      ? []
      : [
          'There is no tenant yet. Make one with:',
          '  npm run tenant -- create NAME --products publisher --operator EMAIL',
        ]),
  ];
}

function say(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`);
}

/** Errors that say all there is to know: somebody has to change something, and the code is not it. */
function isPlain(error: unknown): error is Error {
  return [ConfigError, DataFolderInUse, NoEmbeddedPostgres].some((kind) => error instanceof kind);
}
