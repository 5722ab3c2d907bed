import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { runTool } from '../checking/tools.ts';
import { root } from './files.ts';

/**
 * Builds the typed client into a folder, whatever was there: modules with their declarations, and `offer-wall.js`, the
 * one file for pages that use a script tag.
 *
 * @throws Error when the compiler finds a fault
 */
export async function buildSdk(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  // Comments are for the declarations, where editors look for them; scripts travel without.
  for (const args of [['--emitDeclarationOnly'], ['--declaration', 'false', '--removeComments']]) {
    const compiler = {
      name: 'types',
      program: 'node_modules/typescript/bin/tsc',
      args: ['-p', 'sdk/tsconfig.build.json'],
    };
    if (!(await runTool(compiler, ['--outDir', folder, ...args])))
      throw new Error('The client does not compile');
  }
  rmSync(join(folder, 'script-tag.js'));
  rmSync(join(folder, 'script-tag.d.ts'));
  await build({
    root: join(root, 'sdk'),
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2020',
      lib: {
        entry: 'src/script-tag.ts',
        formats: ['iife'],
        name: 'PitwallOfferWallScript',
        fileName: () => 'offer-wall.js',
      },
    },
  });
}
