import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readWallFile, readWallScript } from '#contract/wall-page.ts';
import { file, notFound, refuse, type Headers } from '../../http/answer.ts';
import { open, type OpenCall } from '../../http/route.ts';
import { builtWall, type BuiltWall } from '../../platform/web-build.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const zipped = new WeakMap<Buffer, Buffer>();

/** Serves what the page is made of. A name stands for one content, so browsers keep it for good. */
export const readFileRoute = open(readWallFile, async ({ context, params, request }) => {
  const bytes = (await builtOr503(context.log)).files.get(params.name);
  const mediaType = mediaTypes[extname(params.name)];
  if (!bytes || mediaType === undefined) return notFound('file');
  const headers = { 'cache-control': 'public, max-age=31536000, immutable' };
  return small(mediaType, bytes, request.headers['accept-encoding'], headers);
});

/** Serves the script for other pages; it keeps its name, so browsers ask for it again after a while. */
export const readScriptRoute = open(readWallScript, async ({ context, request }) => {
  const { embedScript } = await builtOr503(context.log);
  const headers = { 'cache-control': 'public, max-age=300', 'cross-origin-resource-policy': 'cross-origin' };
  return small('text/javascript; charset=utf-8', embedScript, request.headers['accept-encoding'], headers);
});

async function builtOr503(log: OpenCall<unknown>['context']['log']): Promise<BuiltWall> {
  return (await builtWall(log)) ?? refuse('ServiceUnavailable', 'The offer wall is being built; try again');
}

function small(
  mediaType: string,
  bytes: Buffer,
  acceptEncoding: string | string[] | undefined,
  headers: Headers,
) {
  const always = { ...headers, 'x-content-type-options': 'nosniff', vary: 'accept-encoding' };
  if (!/\bgzip\b/.test(String(acceptEncoding ?? ''))) return file(mediaType, bytes, { headers: always });
  const body = zipped.get(bytes) ?? gzipSync(bytes, { level: 9 });
  zipped.set(bytes, body);
  return file(mediaType, body, { headers: { ...always, 'content-encoding': 'gzip' } });
}
