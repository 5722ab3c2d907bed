export type { Difference } from './report.ts';
export { verifyTenant } from './verify-tenant.ts';
