import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { Callback } from '#contract/callback.ts';
import { endpoints } from '#contract/endpoints.ts';
import { openApiDocument } from '#contract/openapi.ts';
import { rowTypes } from '#database/row-types.ts';
import { dumpSchema } from '#database/schema-dump.ts';
import { sdkTypes, sdkTypesPath } from './sdk-types.ts';

/** A file that is made from others and committed. */
export interface GeneratedFile {
  /** Path from the root of the project. */
  readonly path: string;
  readonly text: string;
}

/** The root of the project. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Makes every generated file anew, without writing any: `npm run generate` writes them, a test compares them.
 *
 * @param client connected to a freshly migrated embedded database
 */
export async function generatedFiles(client: pg.ClientBase): Promise<GeneratedFile[]> {
  return [
    { path: 'database/schema.sql', text: await dumpSchema(client) },
    { path: 'database/rows.ts', text: await rowTypes(client) },
    { path: sdkTypesPath, text: sdkTypes(endpoints, [Callback]) },
    { path: 'openapi.json', text: `${JSON.stringify(openApiDocument(), null, 2)}\n` },
  ];
}
