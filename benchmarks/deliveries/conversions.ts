import { inLanes } from '#simulator/lanes.ts';
import { expectData, type WorldApi } from '#simulator/world-api.ts';

const LANES = 16;
const browser =
  'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36';

interface Caller {
  readonly api: WorldApi;
  /** A Management token. */
  readonly token: string;
}

/** Makes an offer that is rewarded at once, and lets each member click it and convert by a postback. */
export async function convertMembers({ api, token }: Caller, members: readonly string[]): Promise<void> {
  const call = <Data>(method: 'GET' | 'POST', path: string, body?: object) =>
    expectData(api<Data>(method, path, { token, ...(body && { body }) }));
  const offerId = await createOffer(call);
  const pairs = await call<{ trackingSystem: string | null; url: string }[]>(
    'GET',
    '/api/v1/settings/postback-urls',
  );
  const url = new URL(pairs.find(({ trackingSystem }) => trackingSystem === null)?.url ?? '');
  const headers = { 'user-agent': browser };
  await inLanes(LANES, members, async (member) => {
    const link = `/api/v1/offer-wall/offer-link-redirect?offerId=${offerId}&pub_member_id=${member}`;
    // The host names no tenant, so the token does: a call with a credential is of its tenant.
    const { location = '' } = await api('GET', link, { headers, token });
    const clickId = new URL(location).searchParams.get('gk_click_id');
    const postback = await expectData(
      api<{ accepted: boolean; status: string }>(
        'GET',
        `${url.pathname}${url.search}&gk_click_id=${clickId}`,
      ),
    );
    if (postback.status !== 'Success') throw new Error(`A postback ended as ${JSON.stringify(postback)}`);
  });
}

type Call = <Data>(method: 'GET' | 'POST', path: string, body?: object) => Promise<Data>;

async function createOffer(call: Call): Promise<string> {
  const base = '/api/v1/sdk-back-office-management';
  const first = async (path: string) =>
    (await call<{ items: { id: string }[] }>('GET', `${base}/${path}`)).items[0]?.id;
  const { id: advertiserId } = await call<{ id: string }>('POST', `${base}/advertisers`, {
    name: `Lighthouse Games ${performance.now()}`,
  });
  const { id } = await call<{ id: string }>('POST', '/api/v1/sdk-offer-management/publisher/offers', {
    trackingSystemLink: 'https://track.example.com/c/1?sub={pub_sub_1}',
    trackingSystem: 'CustomTracking',
    name: 'Harbour Tales',
    headline: 'Reach the lighthouse',
    offerDetails: '<p>Install the game and open it.</p>',
    creatives: [{ order: 0, url: 'https://cdn.example.com/harbour.png', metadata: null }],
    offerType: 'SingleEvent',
    conversionType: 'FlatRate',
    advertiserId,
    isFeatured: false,
    isPaused: false,
    budgetType: 'Total',
    budgetAmount: 1_000_000,
    launchDate: '2026-01-01T00:00:00Z',
    ageId: await first('age-ranges?filter.search=All'),
    categoryIds: [await first('categories')],
    countryIds: ['US'],
    baselineEpc: 1,
    lockBaselineEpc: false,
    revenue: 2,
    reward: 20,
    rewardingType: 'Automatic',
    pendingTime: 0,
  });
  return id;
}
