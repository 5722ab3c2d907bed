import type { Context } from '../context.ts';
import type { Tenant } from '../platform/directory.ts';

interface CallPlace {
  readonly context: Pick<Context, 'config'>;
  readonly tenant: Tenant;
  readonly request: { readonly origin: string };
}

/**
 * The origin that links of this tenant's API begin with: the tenant's own host under the installation's public address,
 * or, where none is set, the address that the caller reached us by.
 */
export function apiOrigin(call: CallPlace): string {
  return tenantOrigin('api', call);
}

/** The origin that addresses of this tenant's pages begin with. */
export function appOrigin(call: CallPlace): string {
  return tenantOrigin('app', call);
}

function tenantOrigin(kind: 'api' | 'app', { context, tenant, request }: CallPlace): string {
  const { publicUrl, baseDomain } = context.config;
  if (publicUrl === undefined) return request.origin.replace(/^(https?:\/\/)(?:api|app)\./, `$1${kind}.`);
  const { protocol, hostname, port } = new URL(publicUrl);
  if (hostname !== baseDomain) return publicUrl;
  return `${protocol}//${kind}.${tenant.name}.${baseDomain}${port && `:${port}`}`;
}
