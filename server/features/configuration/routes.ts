import { applyConfiguration, exportConfiguration, planConfiguration } from '#contract/configuration.ts';
import { ok } from '../../http/answer.ts';
import { actorOf } from '../../http/audit.ts';
import { tenantRoute, type Route } from '../../http/route.ts';
import { applyOf, planOf, readConfiguration } from './configure.ts';

/** The routes of configuration as data. */
export const configurationRoutes: readonly Route[] = [
  tenantRoute(exportConfiguration, async ({ context, tenant }) =>
    ok((await readConfiguration({ context, tenantId: tenant.id })) as never),
  ),
  tenantRoute(planConfiguration, async ({ context, tenant, body }) =>
    ok({ changes: await planOf({ context, tenantId: tenant.id }, body) }),
  ),
  tenantRoute(applyConfiguration, async ({ context, tenant, body, principal, request }) => {
    const applier = { context, tenantId: tenant.id, actor: actorOf(principal), requestId: request.id };
    return ok(await applyOf(applier, body));
  }),
];
