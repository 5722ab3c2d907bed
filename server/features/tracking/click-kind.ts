import type { IncomingHttpHeaders } from 'node:http';
import { isbot } from 'isbot';

/** How a link was called: by somebody who follows it, or by something that only looks. */
export type ClickKind = 'followed' | 'head' | 'prefetch' | 'bot';

/**
 * Programs that call links on somebody's behalf: servers of publishers, apps, tests. Lists of robots name them, since
 * robots are written with them too, but what they follow here is a click.
 */
const clients =
  /\b(curl|wget|node(-fetch)?|undici|axios|got|python|aiohttp|httpx|okhttp|go-http-client|java|apache-httpclient|postman|insomnia|httpie|ruby|faraday|perl|php|guzzle|dart|dotnet|libwww|autocannon|headlesschrome)\b/i;

/** Tells clicks from looks: HEAD, prefetches of browsers, and known robots. */
export function clickKind(method: string, headers: IncomingHttpHeaders): ClickKind {
  if (method === 'HEAD') return 'head';
  const purposes = [headers['sec-purpose'], headers['purpose'], headers['x-purpose'], headers['x-moz']];
  if (purposes.some((purpose) => /prefetch|preview|prerender/i.test(String(purpose ?? ''))))
    return 'prefetch';
  const userAgent = headers['user-agent'] ?? '';
  return isbot(userAgent) && !clients.test(userAgent) ? 'bot' : 'followed';
}
