export { createTenant, products, type NewTenant } from './create.ts';
export { deleteTenant, listTenants, setTenantStatus, type TenantSummary } from './administer.ts';
