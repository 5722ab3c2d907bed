import type { OfferLookups } from '../fixtures/offer-bodies.ts';
import type { TestTenant } from './app.ts';

/** What a test's offers can point at, by kind; the first age range is open at both ends. */
export interface TenantLookups extends OfferLookups {
  readonly placementIds: readonly string[];
  readonly genderIds: readonly string[];
}

/** The path of offers for a product that test tenants have. */
export const offersPath = '/api/v1/sdk-offer-management/publisher/offers';

/** Makes an advertiser and reads the look-ups that the tenant began with. */
export async function offerLookups(tenant: TestTenant): Promise<TenantLookups> {
  const base = '/api/v1/sdk-back-office-management';
  const ids = async (resource: string, search = '') => {
    const query = `page_size=100&orderby=Name&order_asc=true&filter.search=${search}`;
    const { data } = await tenant.call('GET', `${base}/${resource}?${query}`);
    return (data.items as { id: string }[]).map(({ id }) => id);
  };
  const name = `Orchard House ${tenant.name}`;
  const advertiser = await tenant.call('POST', `${base}/advertisers`, { body: { name } });
  // Whoever asks again gets the advertiser that is there.
  const advertiserId = advertiser.status === 201 ? advertiser.data.id : (await ids('advertisers', name))[0];
  return {
    advertiserId,
    ageId: (await ids('age-ranges', 'All'))[0] as string,
    categoryIds: (await ids('categories')).slice(0, 2),
    placementIds: await ids('placements'),
    genderIds: await ids('genders'),
  };
}

/** Creates an offer over the API and gives its id; fails loudly when the body is refused. */
export async function createOffer(tenant: TestTenant, body: unknown): Promise<string> {
  const answer = await tenant.call('POST', offersPath, { body });
  if (answer.status !== 201) throw new Error(`the offer was refused: ${answer.messages.join('; ')}`);
  return answer.data.id;
}
