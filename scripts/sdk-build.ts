import { join } from 'node:path';
import { buildSdk } from './generation/sdk-build.ts';
import { root } from './generation/files.ts';

// Builds what is published of the typed client: `npm pack` in `sdk/` runs this before it packs.
await buildSdk(join(root, 'sdk/dist'));
