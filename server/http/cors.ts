import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** Whether pages of any origin may call this path: the wall and its links, whose answers are open to everybody. */
export function isOpenToPages(path: string): boolean {
  return /^\/api\/v1\/(offer-wall|offer-link)(\/|$|\?)/.test(path);
}

/** Says so in an answer. */
export const openToPages = { 'access-control-allow-origin': '*' } as const;

/**
 * Answers browsers that ask beforehand what a page of another origin may call: the wall; the rest of the API is not for
 * them. In a scope of its own, so that no other request passes through it.
 */
export async function answerPreflights(scope: FastifyInstance): Promise<void> {
  await scope.register(cors, {
    delegator: (request, done) =>
      done(
        null,
        isOpenToPages(request.url ?? '')
          ? { origin: '*', methods: ['GET', 'HEAD', 'POST'], maxAge: 86_400 }
          : { origin: false, preflight: false },
      ),
  });
}
