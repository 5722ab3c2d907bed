export type { Difference, Listener, TenantReport } from './report.ts';
export { verifyTenant } from './verify-tenant.ts';
