export { createTenant, products } from './create.ts';
export { deleteTenant, listTenants, setTenantStatus, type TenantSummary } from './administer.ts';
