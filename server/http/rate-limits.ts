import type { FastifyReply, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import type { Endpoint } from '#contract/endpoint.ts';
import { refused, Refusal } from './answer.ts';

const WINDOW_MS = 60_000;
/** Callers that are counted at a time; the one unseen for longest is forgotten first. */
const CALLERS = 50_000;

/** Calls of one caller in the window that its first one opened. */
interface Window {
  readonly endsAtMs: number;
  calls: number;
}

/** Counts the calls of one endpoint's callers and refuses those that are too many. */
export type RateLimit = (request: FastifyRequest, reply: FastifyReply) => void;

/**
 * Counts calls by bucket, tenant and address, in this process. Every counted answer says how many are left.
 *
 * @param factor by which every published limit is multiplied
 */
export function openRateLimits(factor: number): (endpoint: Endpoint) => RateLimit | undefined {
  const windows = new LRUCache<string, Window>({ max: CALLERS });
  return ({ rateLimit }) => {
    if (!rateLimit) return undefined;
    const { bucket } = rateLimit;
    const most = Math.max(1, Math.floor(rateLimit.perMinute * factor));
    return (request, reply) => {
      const nowMs = performance.now();
      const key = `${bucket} ${request.admission?.tenant?.id ?? ''} ${request.ip}`;
      let window = windows.get(key);
      if (!window || window.endsAtMs <= nowMs) {
        window = { endsAtMs: nowMs + WINDOW_MS, calls: 0 };
        windows.set(key, window);
      }
      window.calls += 1;
      const seconds = Math.ceil((window.endsAtMs - nowMs) / 1_000);
      reply.header('ratelimit-limit', most);
      reply.header('ratelimit-remaining', Math.max(0, most - window.calls));
      reply.header('ratelimit-reset', seconds);
      if (window.calls <= most) return;
      reply.header('retry-after', seconds);
      throw new Refusal(refused('TooManyRequests', `Too many requests; try again in ${seconds} seconds`));
    };
  };
}
