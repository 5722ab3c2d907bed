import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Callback } from '#contract/callback.ts';
import { endpoints } from '#contract/endpoints.ts';
import { root } from './generation/files.ts';
import { sdkTypes, sdkTypesPath } from './generation/sdk-types.ts';

// Makes the types and routes of the typed client anew; unlike `npm run generate` it needs no database.
const text = sdkTypes(endpoints, [Callback]);
const path = join(root, sdkTypesPath);
const isCurrent = readFileSync(path, { encoding: 'utf8', flag: 'a+' }) === text;
if (!isCurrent) writeFileSync(path, text);
console.log(`${sdkTypesPath}: ${isCurrent ? 'is current' : 'written'}`);
