import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '#contract/endpoint.ts';
import type { Context } from '../context.ts';
import type { Directory, Principal, Tenant } from '../platform/directory.ts';
import { refuse } from './answer.ts';
import { findPrincipal, sessionSecretIn } from './authentication.ts';
import { readHost } from './tenancy.ts';

/** Who a request is from and which tenant it is for. */
export interface Admission {
  readonly tenant: Tenant | undefined;
  readonly principal: Principal | undefined;
}

const products = ['publisher', 'aff-network', 'advertiser'];

/**
 * Decides whether a request may reach its endpoint: host, then credential, then product. A credential that is missing,
 * unknown, revoked, expired, of another scope, or of another tenant than the host names answers 401; a product that the
 * tenant doesn't have answers 403.
 */
export async function admit(
  context: Context,
  directory: Directory,
  endpoint: Endpoint,
  request: FastifyRequest,
): Promise<Admission> {
  if (context.isDraining && endpoint.access !== 'open')
    refuse('ServiceUnavailable', 'The service is stopping; try again');
  const { tenantName } = readHost(request.host, context.config.baseDomain);
  if (endpoint.access === 'open') return { tenant: undefined, principal: undefined };
  const named = tenantName === undefined ? undefined : await directory.tenantByName(tenantName);
  if (endpoint.access === 'wall' || endpoint.access === 'postback') {
    return admitWithoutCredential(
      endpoint,
      tenantName === undefined ? await directory.defaultTenant() : named,
    );
  }
  const credentials = {
    authorization: request.headers.authorization,
    session: sessionSecretIn(request.headers.cookie),
  };
  const principal = await findPrincipal(directory, credentials, context.clock.now());
  const isOfScope =
    endpoint.access === 'session' ? principal?.kind === 'user' : principal?.scope === endpoint.access;
  if (!principal || !isOfScope)
    refuse('Unauthorized', 'Authorization: a valid credential for this call is required');
  const tenant = await directory.tenantById(principal.tenantId);
  if (!tenant?.isActive || (tenantName !== undefined && named?.id !== tenant.id)) {
    refuse('Unauthorized', 'Authorization: a valid credential for this call is required');
  }
  if (principal.kind === 'user') checkSession(request, principal, endpoint);
  checkProduct(request, tenant);
  return { tenant, principal };
}

function admitWithoutCredential(endpoint: Endpoint, tenant: Tenant | undefined): Admission {
  // An inbound postback names its tenant by its secret segment, so it may come to any host.
  if (endpoint.access === 'wall' && !tenant?.isActive)
    refuse('NotFound', 'No such tenant exists at this host');
  return { tenant: tenant?.isActive ? tenant : undefined, principal: undefined };
}

/** A session is sent by the browser by itself, so a change has to come from a page of ours. */
function checkSession(request: FastifyRequest, principal: Principal, endpoint: Endpoint): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const isOurs =
    site === 'same-origin' || (site === undefined && origin === `${request.protocol}://${request.host}`);
  if (!isOurs) refuse('Forbidden', 'A session changes things from pages of this host only');
  // What belongs to the session itself, such as a second factor, is everybody's own.
  if (!principal.canWrite && endpoint.access !== 'session') refuse('Forbidden', 'This account may only look');
  if (endpoint.needsOwner && principal.role !== 'owner') refuse('Forbidden', 'Only an owner may do this');
}

function checkProduct(request: FastifyRequest, tenant: Tenant): void {
  const { product } = request.params as { product?: string };
  if (product === undefined) return;
  if (!products.includes(product) || !tenant.products.includes(product)) {
    refuse('Forbidden', `product: "${product.slice(0, 50)}" is not one of this tenant's products`);
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    admission?: Admission;
  }
}
