// breaks: tidy:time
export const openOffers = 'SELECT id FROM offers WHERE tenant_id = $1 AND launch_date <= now()';
