import { createHash } from 'node:crypto';
import { readAsset } from '#contract/assets.ts';
import { file, notFound } from '../../http/answer.ts';
import { read } from '../../http/route.ts';
import { loadAsset } from './store.ts';

// A picture may be SVG, which is a document: alone in a tab it must not run or load anything.
const contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/** Serves the tenant's files. */
export const assetRoutes = [
  read(readAsset, async ({ tx, params }) => {
    const asset = await loadAsset(tx, params.name);
    if (!asset) return notFound('file');
    const headers = {
      'cache-control': 'public, max-age=86400',
      'content-security-policy': contentSecurityPolicy,
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      etag: `"${createHash('sha1').update(asset.bytes).digest('base64url')}"`,
    };
    return file(asset.mediaType, asset.bytes, { headers });
  }),
];
