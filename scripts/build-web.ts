import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
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
 * folder is named by the hash of the sources and put in its place whole, so that builds at the same time don't meet.
 */
async function buildOfferWall(): Promise<void> {
  const builds = join(root, 'dist/offer-wall');
  const target = join(builds, webSourcesHash());
  const made = `${target}.${process.pid}`;
  rmSync(made, { recursive: true, force: true });
  mkdirSync(made, { recursive: true });
  try {
    await build(browserFiles(join(made, 'static')));
    await build(serverEntry(made));
    await build(embedScript(made));
    if (!existsSync(target)) putInPlace(made, target);
    forgetOldBuilds(builds, target);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function putInPlace(made: string, target: string): void {
  try {
    renameSync(made, target);
  } catch (error) {
    // Somebody else has just built the same.
    if (!existsSync(target)) throw error;
  }
}

const DAY_MS = 86_400_000;

/** Removes the builds of other sources once nobody can be waiting for them any more. */
function forgetOldBuilds(builds: string, current: string): void {
  for (const path of readdirSync(builds).map((name) => join(builds, name))) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (path !== current && found && Date.now() - found.mtimeMs > DAY_MS)
      rmSync(path, { recursive: true, force: true });
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
