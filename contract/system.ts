import { endpoint } from './endpoint.ts';
import { named, Type } from './schema.ts';

const tag = 'System';

/** Whether the process runs. */
export const readHealth = endpoint({
  id: 'readHealth',
  method: 'GET',
  path: '/healthz',
  tag,
  access: 'open',
  summary: 'Whether the process runs.',
  status: 200,
  data: named('Health', Type.Object({ status: Type.String({ examples: ['ok'] }), version: Type.String() })),
});

/** Whether the process can serve. */
export const readReadiness = endpoint({
  id: 'readReadiness',
  method: 'GET',
  path: '/readyz',
  tag,
  access: 'open',
  summary: 'Whether the database is reachable and migrated and the process is not draining.',
  status: 200,
  data: named('Readiness', Type.Object({ status: Type.String({ examples: ['ready'] }) })),
  failures: ['ServiceUnavailable'],
});

/** Measurements of the process. */
export const readMetrics = endpoint({
  id: 'readMetrics',
  method: 'GET',
  path: '/metrics',
  tag,
  access: 'open',
  summary: 'Measurements in the Prometheus text format.',
  status: 200,
  mediaType: 'text/plain',
});

/** This description. */
export const readOpenApi = endpoint({
  id: 'readOpenApi',
  method: 'GET',
  path: '/openapi.json',
  tag,
  access: 'open',
  summary: 'This description, as OpenAPI 3.1.',
  status: 200,
  mediaType: 'application/json',
});

/** Every endpoint about the installation itself. */
export const systemEndpoints = [readHealth, readReadiness, readMetrics, readOpenApi];
