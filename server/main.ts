import { inspect } from 'node:util';
import { ConfigError, readConfig } from './config.ts';
import { startServer, type RunningServer } from './start.ts';

/** Runs the server until it is told to stop. */
export async function main(): Promise<void> {
  let server: RunningServer;
  try {
    server = await startServer(readConfig());
  } catch (error) {
    say(process.stderr, error instanceof ConfigError ? error.message : inspect(error));
    process.exitCode = 1;
    return;
  }
  announce(server);
  const stop = (signal: NodeJS.Signals) => {
    say(process.stdout, `\n${signal}: stopping`);
    void server.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        say(process.stderr, inspect(error));
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function announce({ address, context }: RunningServer): void {
  if (address === undefined) {
    say(process.stdout, 'Pitwall works in the background (ROLE=worker)');
    return;
  }
  const { config } = context;
  const port = new URL(address).port;
  say(
    process.stdout,
    [
      'Pitwall is ready',
      `  API        ${address}/api/v1`,
      `  Explorer   ${address}/swagger`,
      `  By tenant  http://api.{tenant}.${config.baseDomain}:${port}/api/v1`,
    ].join('\n'),
  );
}

function say(stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`);
}
