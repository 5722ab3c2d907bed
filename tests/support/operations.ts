import { endpoints } from '#contract/endpoints.ts';
import type { Access, Endpoint } from '#contract/endpoint.ts';
import { openApiDocument } from '#contract/openapi.ts';

/** One call of the API as its description lists it. */
export interface Operation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** With `{names}` in braces. */
  readonly path: string;
  readonly access: Access;
  readonly parameters: readonly Parameter[];
  readonly hasJsonBody: boolean;
  readonly endpoint: Endpoint;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: { readonly format?: string; readonly enum?: readonly string[]; readonly type?: unknown };
}

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, unknown>> };
  readonly security: readonly Readonly<Record<string, unknown>>[];
}

/** The credential that a security scheme of the description stands for. */
const accessOfScheme: Readonly<Record<string, Access>> = {
  managementToken: 'management',
  partnerToken: 'partner',
  advertiserToken: 'advertiser',
  postbackSignature: 'postback',
  session: 'session',
};

/** Every call that the description lists, aliases included. */
export function describedOperations(): Operation[] {
  const paths = openApiDocument()['paths'] as Record<string, Record<string, Described>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => {
      const endpoint = endpointAt(method.toUpperCase(), path);
      const scheme = Object.keys(described.security[0] ?? {})[0];
      return {
        id: described.operationId,
        method: method.toUpperCase(),
        path,
        access: scheme === undefined ? endpoint.access : (accessOfScheme[scheme] as Access),
        parameters: described.parameters ?? [],
        hasJsonBody: described.requestBody?.content['application/json'] !== undefined,
        endpoint,
      };
    }),
  );
}

function endpointAt(method: string, path: string): Endpoint {
  const found = endpoints.find(
    (one) => one.method === method && (one.path === path || one.aliases?.includes(path)),
  );
  if (!found) throw new Error(`${method} ${path} is described, but no endpoint of the contract`);
  return found;
}

/** An id that no object has. */
export const nobodysId = '00000000-0000-7000-8000-000000000000';

/** The operation's path with something in the place of each name, by default an id that nothing has. */
export function addressOf(operation: Operation, values: Readonly<Record<string, string>> = {}): string {
  return operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? (name === 'product' ? 'publisher' : nobodysId)),
  );
}

/** Every list of the API: what takes a page and a page size. */
export function listOperations(): Operation[] {
  return describedOperations().filter(
    ({ method, endpoint }) => method === 'GET' && endpoint.query?.properties?.['page_size'] !== undefined,
  );
}
