import type { TestTenant } from './app.ts';

/** Names that trip what searches, sorts or exports carelessly: wildcards, formulas, quotes, lines, letters beyond ASCII. */
export const trickyNames = [
  '100% real_deal',
  '=SUM(A1:A9)',
  '@home',
  '-1 day',
  '"quoted", with commas',
  'two\nlines',
  String.raw`back\slash`,
  "O'Hara & <b>Sons</b>",
  'Ünïcödé Straße',
  '日本語の名前',
  'zebra',
  'Zebra 2',
  'aardvark',
];

/** Fills a tenant with a few of everything that lists show. */
export async function populate(tenant: TestTenant): Promise<void> {
  const base = '/api/v1/sdk-back-office-management';
  for (const resource of ['advertisers', 'partners', 'placements', 'categories', 'genders', 'age-ranges']) {
    for (const name of trickyNames) await tenant.call('POST', `${base}/${resource}`, { body: { name } });
  }
  const partners = await tenant.call('GET', `${base}/partners?page_size=3`);
  for (const [index, name] of trickyNames.entries()) {
    const partner = partners.data.items[index % 5];
    const scope = partner ? { scope: 'partner', partnerId: partner.id } : { scope: 'management' };
    const expiresAt = index % 2 === 0 ? { expiresAt: `2099-01-01T00:00:0${index % 10}.5Z` } : {};
    await tenant.call('POST', '/api/v1/tokens', { body: { name, ...scope, ...expiresAt } });
  }
}
