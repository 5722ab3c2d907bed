import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltTenant } from './build-tenant.ts';

/** Name of the file in the data folder that holds what the demo world is used with. */
export const credentialsFile = 'demo.json';

/** What a program needs to use a demo tenant. */
export interface TenantCredentials {
  readonly baseUrl: string;
  readonly tenant: string;
  readonly managementToken: string;
  readonly partnerToken: string;
  readonly advertiserToken: string;
  /** Complete but for `gk_click_id` and `cnv_*`, which are appended with `&`. */
  readonly postbackUrl: string;
  readonly operator: { readonly email: string; readonly password: string };
  readonly partnerUser: { readonly email: string; readonly password: string };
  readonly advertiserId: string;
  readonly partnerId: string;
  readonly ageId: string;
  readonly categoryIds: readonly string[];
  readonly countryIds: readonly string[];
  readonly placementId: string;
}

/** What `demo.json` holds: the first demo tenant's credentials, and those of the others by their names. */
export interface DemoCredentials extends TenantCredentials {
  readonly receiverUrl: string;
  readonly tenants: Readonly<Record<string, TenantCredentials>>;
}

/** The credentials of a tenant that stands. */
export function credentialsOf(tenant: BuiltTenant, baseUrl: string, postbackPath: string): TenantCredentials {
  return {
    baseUrl,
    tenant: tenant.name,
    managementToken: tenant.managementToken,
    partnerToken: tenant.partnerToken,
    advertiserToken: tenant.advertiserToken,
    postbackUrl: baseUrl + postbackPath,
    operator: tenant.operator,
    partnerUser: tenant.partnerUser,
    advertiserId: tenant.advertiserId,
    partnerId: tenant.partnerIds[0] as string,
    ageId: tenant.lookups.ages.get('All') as string,
    categoryIds: [...tenant.lookups.categories.values()],
    countryIds: tenant.countryIds,
    placementId: tenant.lookups.placements.get('Offer wall') as string,
  };
}

/** Writes the credentials where only the owner of the installation reads them. */
export function writeCredentials(dataDir: string, credentials: DemoCredentials): void {
  writeFileSync(join(dataDir, credentialsFile), `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 });
}
