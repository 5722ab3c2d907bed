import { ConfigError, readConfig } from './config.ts';
import { startServer, type RunningServer } from './start.ts';

/** Runs the server until it is told to stop. */
export async function main(): Promise<void> {
  let server: RunningServer;
  try {
    server = await startServer(readConfig());
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exitCode = 1;
    return;
  }
  announce(server);
  const stop = (signal: NodeJS.Signals) => {
    console.log(`\n${signal}: stopping`);
    void server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function announce({ address, context }: RunningServer): void {
  if (address === undefined) {
    console.log('Pitwall works in the background (ROLE=worker)');
    return;
  }
  const { config } = context;
  const port = new URL(address).port;
  console.log(
    [
      'Pitwall is ready',
      `  API        ${address}/api/v1`,
      `  Explorer   ${address}/swagger`,
      `  By tenant  http://api.{tenant}.${config.baseDomain}:${port}/api/v1`,
    ].join('\n'),
  );
}
