import { readFileSync } from 'node:fs';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { openApiDocument } from '#contract/openapi.ts';
import { readHealth, readMetrics, readOpenApi, readReadiness } from '#contract/system.ts';
import { appliedMigrations, migrationNames } from '#database/migrate.ts';
import type { Context } from '../../context.ts';
import { file, ok, refused } from '../../http/answer.ts';
import { open, type Route } from '../../http/route.ts';

const RETRY_AFTER = { 'retry-after': '2' };

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

/** Health, readiness, measurements and the description of the API. */
export function systemRoutes(): readonly Route[] {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'pitwall_' });
  let description: string | undefined;
  return [
    open(readHealth, () => ok({ status: 'ok', version })),
    open(readReadiness, async ({ context }) => {
      const problem = await readinessProblem(context);
      return problem === undefined
        ? ok({ status: 'ready' })
        : { ...refused('ServiceUnavailable', problem), headers: RETRY_AFTER };
    }),
    open(readMetrics, async () => file(registry.contentType, await registry.metrics())),
    open(readOpenApi, () =>
      file('application/json; charset=utf-8', (description ??= JSON.stringify(openApiDocument()))),
    ),
  ];
}

async function readinessProblem({ isDraining, database }: Context): Promise<string | undefined> {
  if (isDraining) return 'The process is stopping';
  try {
    const applied = new Set(await appliedMigrations(database.engine));
    const missing = migrationNames().filter((name) => !applied.has(name));
    return missing.length === 0 ? undefined : `The database lacks ${missing.length} migrations`;
  } catch {
    return 'The database is out of reach';
  }
}
