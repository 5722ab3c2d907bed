/** What a host name says about the tenant. */
export interface HostName {
  /** Label after `api.` or `app.`, in lower case; absent when the host names no tenant. */
  readonly tenantName: string | undefined;
}

/**
 * Reads the tenant's label from a Host header: the one after `api.` or `app.`. The installation's own names
 * (`api.example.com` where the base domain is `example.com`), localhost and addresses name no tenant.
 */
export function readHost(host: string | undefined, baseDomain: string): HostName {
  const name = (host ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
  const match = /^(?:api|app)\.([a-z0-9-]+)\.(.+)$/.exec(name);
  if (!match || name === `api.${baseDomain}` || name === `app.${baseDomain}`)
    return { tenantName: undefined };
  return { tenantName: match[1] };
}
