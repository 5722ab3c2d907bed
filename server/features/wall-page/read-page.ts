import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { publisherParameters } from '#domain/macros/names.ts';
import { readWallPage, type WallRenderer } from '#contract/wall-page.ts';
import { readWallPlace, type MemberParameters } from '#contract/wall-place.ts';
import { file, refuse, type Answer } from '../../http/answer.ts';
import { tenantRoute } from '../../http/route.ts';
import { builtWall } from '../../platform/web-build.ts';
import { localeOf } from './locale.ts';
import { originOf } from './origin.ts';
import { loadPage, type LoadedPage, type PageAddress } from './page-view.ts';

const LONGEST_PARAMETER = 500;
const filesAt = '/offer-wall/static/';
const compress = promisify(gzip);

/** Shows the hosted wall: its first view written here, from the same answers that programs get. */
export const readPageRoute = tenantRoute(readWallPage, async (call) => {
  const built = await builtWall(call.context.log);
  if (!built) refuse('ServiceUnavailable', 'The offer wall is being built; try again');
  const address = readAddress(call.query, call.request.headers);
  const loaded = await loadPage(call, address);
  const { render } = (await import(built.serverModule)) as WallRenderer;
  const nonce = randomBytes(16).toString('base64');
  const html = render(loaded.view, {
    script: filesAt + built.script,
    style: filesAt + built.style,
    preloads: [built.localeScripts.get(address.locale) ?? []].flat().map((name) => filesAt + name),
    nonce,
  });
  return page(html, call.request.headers['accept-encoding'], {
    status: address.problem === 'bad-parameters' ? 400 : 200,
    policy: contentPolicy(loaded, nonce),
  });
});

async function page(
  html: string,
  acceptEncoding: string | string[] | undefined,
  { status, policy }: { status: number; policy: string },
): Promise<Answer<never>> {
  const isZipped = /\bgzip\b/.test(String(acceptEncoding ?? ''));
  const headers = {
    'cache-control': 'no-store',
    'content-security-policy': policy,
    // Pictures come from elsewhere; whose wall it is, they needn't know.
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    vary: 'accept-encoding, accept-language',
    ...(isZipped && { 'content-encoding': 'gzip' }),
  };
  const body = isZipped ? await compress(html) : html;
  return file('text/html; charset=utf-8', body, { status, headers });
}

/** Reads what the address says. An origin that can't be one embeds nothing. */
function readAddress(
  query: Readonly<Record<string, string | undefined>>,
  headers: IncomingHttpHeaders,
): PageAddress {
  const member: MemberParameters = Object.fromEntries(
    publisherParameters.flatMap((name) => {
      const value = query[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const isTooLong = Object.values(member).some((value) => value.length > LONGEST_PARAMETER);
  const origin = originOf(query['embed_origin']);
  return {
    locale: localeOf(query['lang'], headers['accept-language']),
    member: isTooLong ? {} : member,
    place: readWallPlace((name) => query[name]),
    embed: origin === null ? null : { origin, isClosable: query['embed_closable'] === '1' },
    isFramed: origin !== null || ['iframe', 'frame', 'embed', 'object'].includes(fetchDestination(headers)),
    carried: Object.fromEntries(
      ['lang', 'embed_origin', 'embed_closable'].flatMap((name) => {
        const value = query[name];
        return value === undefined || value === '' ? [] : [[name, value.slice(0, LONGEST_PARAMETER)]];
      }),
    ),
    problem: isTooLong ? 'bad-parameters' : member.pub_member_id === undefined ? 'no-member' : null,
  };
}

function fetchDestination(headers: IncomingHttpHeaders): string {
  return [headers['sec-fetch-dest'] ?? ''].flat().join('');
}

/** Pictures over https from anywhere, over http only from the hosts that the tenant's own offers and looks name. */
function contentPolicy({ pictureOrigins, frameOrigins }: LoadedPage, nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    ["img-src 'self' https: data: blob:", ...pictureOrigins].join(' '),
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    ["frame-ancestors 'self'", ...frameOrigins].join(' '),
  ].join('; ');
}
