import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

/** Lets pages of any origin call the wall; the rest of the API is not for browsers of other origins. */
export function openCors(app: FastifyInstance): void {
  app.register(cors, {
    delegator: (request, done) => {
      const isWall = /^\/api\/v1\/(offer-wall|offer-link)(\/|$|\?)/.test(request.url ?? '');
      done(
        null,
        isWall
          ? { origin: '*', methods: ['GET', 'HEAD', 'POST'], maxAge: 86_400 }
          : { origin: false, preflight: false },
      );
    },
  });
}
