import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type InlineConfig } from 'vite';
import { webSourcesHash } from '#server/platform/web-sources.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

const base: InlineConfig = {
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
};

/**
 * Builds the hosted wall into `dist/offer-wall`: what browsers load (`static/`, named by content), the entry that writes
 * the first view on the server (`server.js`), and the script that other pages embed the wall with (`embed.js`). The
 * folder is put in its place whole, with the hash of the sources that it was built from.
 */
async function buildOfferWall(): Promise<void> {
  const hash = webSourcesHash();
  const target = join(root, 'dist/offer-wall');
  const made = `${target}.${process.pid}`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  try {
    await build(browserFiles(join(made, 'static')));
    await build(serverEntry(made));
    await build(embedScript(made));
    writeFileSync(join(made, 'sources.json'), JSON.stringify({ hash }));
    rmSync(target, { recursive: true, force: true });
    renameSync(made, target);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function browserFiles(outDir: string): InlineConfig {
  const named = '[name]-[hash]';
  return {
    ...base,
    base: '/offer-wall/static/',
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      manifest: 'manifest.json',
      modulePreload: { polyfill: false },
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: { wall: join(root, 'web/offer-wall/client.tsx') },
        output: {
          entryFileNames: `${named}.js`,
          chunkFileNames: `${named}.js`,
          assetFileNames: `${named}[extname]`,
        },
      },
    },
  };
}

function serverEntry(outDir: string): InlineConfig {
  return {
    ...base,
    ssr: { noExternal: true },
    build: {
      outDir,
      emptyOutDir: false,
      ssr: join(root, 'web/offer-wall/server.tsx'),
      rolldownOptions: { output: { entryFileNames: 'server.js' } },
    },
  };
}

function embedScript(outDir: string): InlineConfig {
  return {
    ...base,
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2020',
      lib: {
        entry: join(root, 'sdk/src/script-tag.ts'),
        formats: ['iife'],
        name: 'pitwallOfferWallScript',
        fileName: () => 'embed.js',
      },
    },
  };
}

await buildOfferWall();
