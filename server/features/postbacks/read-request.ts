import type { RequestFacts } from '../../http/route.ts';
import { storableText } from '../../platform/text.ts';

/** Names and values in the order they came: of the query first, then of the body. */
export type Parameters = readonly (readonly [string, string])[];

/** An inbound request as it is kept: without the secrets it brought. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly ip: string;
}

/** A request with what could be read of it; parameters are missing when its body was not readable. */
export interface ReadRequest {
  readonly raw: RawRequest;
  readonly parameters: Parameters | null;
  readonly signature: string | null;
}

const longestBody = 100_000;
const keptHeaders = ['user-agent', 'content-type', 'referer', 'x-forwarded-for'];

/** Reads a postback's query and body: a form of either kind or a flat JSON object. */
export function readRequest(request: RequestFacts, body: unknown): ReadRequest {
  const [path = '', search = ''] = request.url.split('?', 2);
  const query = [...new URLSearchParams(search)];
  const text = typeof body === 'string' && body !== '' ? body : null;
  const contentType = String(request.headers['content-type'] ?? '');
  const inBody = text === null ? [] : readBody(text, contentType);
  const all = inBody === null ? query : [...query, ...inBody];
  const storable = all.map(([name, value]) => [storableText(name), storableText(value)] as const);
  return {
    raw: {
      method: request.method,
      path: path.replace(/(\/postback\/)[^/]+\/[^/]+/, '$1-/-').slice(0, 2_000),
      query: withoutSignature(query),
      headers: Object.fromEntries(
        keptHeaders.flatMap((name) => {
          const value = request.headers[name];
          return value === undefined ? [] : [[name, storableText(String(value)).slice(0, 1_000)] as const];
        }),
      ),
      body: text === null ? null : keptBody(text, contentType),
      ip: request.ip,
    },
    parameters: inBody === null ? null : storable.filter(([name]) => name !== 'signature'),
    signature: storable.find(([name]) => name === 'signature')?.[1] ?? null,
  };
}

/** The parameters of a stored request, for reading it again. */
export function parametersOf(query: string, body: string | null, contentType: string): Parameters {
  const inBody = body === null ? [] : (readBody(body, contentType) ?? []);
  return [...new URLSearchParams(query), ...inBody].filter(([name]) => name !== 'signature');
}

/** Null when a body of a known kind can't be read; other kinds carry no parameters. */
function readBody(text: string, contentType: string): Parameters | null {
  if (/[/+]json\b/i.test(contentType)) return readJson(text);
  if (/x-www-form-urlencoded/i.test(contentType)) return [...new URLSearchParams(text)];
  if (/^multipart\/form-data\b/i.test(contentType)) return readParts(text, contentType);
  if (text.trimStart().startsWith('{')) return readJson(text);
  return /^[^\s=&]+=/.test(text) ? [...new URLSearchParams(text)] : [];
}

/** The fields of a form that comes in parts; files are left out. */
function readParts(text: string, contentType: string): Parameters | null {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((part) => {
      const end = part.indexOf('\r\n\r\n');
      const head = part.slice(0, end);
      const name = /;\s*name="([^"]*)"/i.exec(head)?.[1];
      if (end === -1 || name === undefined || /;\s*filename\*?=/i.test(head)) return [];
      return [[name, part.slice(end + 4).replace(/\r\n$/, '')] as const];
    });
}

function readJson(text: string): Parameters | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  return Object.entries(parsed).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((single: unknown) =>
      ['string', 'number', 'boolean'].includes(typeof single) ? [[name, String(single)] as const] : [],
    ),
  );
}

function withoutSignature(query: Parameters): string {
  const kept = query.filter(([name]) => name !== 'signature').map(([name, value]) => [name, value]);
  return storableText(new URLSearchParams(kept as [string, string][]).toString());
}

function keptBody(text: string, contentType: string): string {
  const kept = storableText(text).slice(0, longestBody);
  // JSON is read whatever it calls itself, so its secret is looked for in the same way.
  const isJson = /json/i.test(contentType) || kept.trimStart().startsWith('{');
  if (isJson) return kept.replace(/("signature"\s*:\s*")(?:[^"\\]|\\.)*/g, '$1-');
  if (/^multipart\//i.test(contentType))
    return kept.replace(/(name="signature"\r\n(?:[^\r\n]+\r\n)*\r\n)[^\r\n]*/gi, '$1-');
  return kept.replace(/(^|&)signature=[^&]*/g, '$1signature=-');
}
