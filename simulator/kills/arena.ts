import { Agent, request } from 'undici';
import type { Envelope } from '#contract/envelope.ts';
import type { ServerProcess } from './server-process.ts';

/** What came back from a call. */
export interface Reply {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- The run reads what it expects and fails where it isn't.
  readonly data: any;
  readonly text: string;
  readonly location: string;
}

/** An offer that the traffic goes to. */
export interface ArenaOffer {
  readonly id: string;
  readonly name: string;
  /** The event ids of its steps; none on a SingleEvent offer. */
  readonly steps: readonly string[];
  /** The steps, or the offer, of which a member may earn several. */
  readonly isRepeatable: boolean;
  /** A limit on it is what the run looks at, so that no operator approves past it. */
  readonly isLimited: boolean;
  /** Where a partner's members go; null on the own wall. */
  readonly payoutId: string | null;
  /** How many conversions may stand at most; null without a limit. */
  readonly mostConversions: number | null;
}

/** A tenant whose server is killed. */
export interface Arena {
  readonly offers: readonly ArenaOffer[];
  /** Path and secrets of the postback address. */
  readonly postbackPath: string;
  /** A call with the tenant's token; rejected where no whole answer comes. */
  call(method: string, path: string, body?: object): Promise<Reply>;
  /** A call without a credential, by the tenant's host. */
  open(path: string): Promise<Reply>;
  close(): Promise<void>;
}

const CONNECTIONS = 64;

/** Gives a new tenant its offers of every kind, a partner, and addresses to be told at. */
export async function openArena(
  server: ServerProcess,
  tenant: { readonly name: string; readonly token: string },
  receiverUrl: string,
): Promise<Arena> {
  const agent = new Agent({ connections: CONNECTIONS });
  const send = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const answer = await request(server.baseUrl + path, {
      method,
      dispatcher: agent,
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).startsWith('application/json') && text !== '';
    const { data }: Partial<Envelope> = isJson ? JSON.parse(text) : {};
    return { status: answer.statusCode, data, text, location: String(answer.headers.location ?? '') };
  };
  const call: Arena['call'] = (method, path, body) =>
    send(method, path, { authorization: `ApiToken ${tenant.token}` }, body);
  const offers = await makeOffers(call, receiverUrl);
  const [pair] = (await expectData(call('GET', '/api/v1/settings/postback-urls'))) as { url: string }[];
  const address = new URL(pair?.url ?? '');
  return {
    offers,
    postbackPath: address.pathname + address.search,
    call,
    open: (path) => send('GET', path, { host: `api.${tenant.name}.localhost` }),
    close: () => agent.destroy(),
  };
}

// oxlint-disable-next-line typescript/no-explicit-any -- The run reads what it expects and fails where it isn't.
async function expectData(reply: Promise<Reply>): Promise<any> {
  const { status, data, text } = await reply;
  if (status >= 300) throw new Error(`The arena was refused: ${status} ${text}`);
  return data;
}

async function makeOffers(call: Arena['call'], receiverUrl: string): Promise<ArenaOffer[]> {
  const base = '/api/v1/sdk-back-office-management';
  const first = async (resource: string, search: string): Promise<string> =>
    (await expectData(call('GET', `${base}/${resource}?filter.search=${search}`))).items[0].id;
  const named = async (resource: string, name: string): Promise<string> =>
    (await expectData(call('POST', `${base}/${resource}`, { name }))).id;
  await expectData(call('PUT', '/api/v1/settings', { callback: { url: `${receiverUrl}/callback` } }));
  const shared = {
    trackingSystem: 'CustomTracking',
    trackingSystemLink: 'https://ads.example.net/go/{gk_offer_id}',
    headline: 'Do it',
    offerDetails: 'Do it well',
    creatives: [{ order: 0, url: 'https://cdn.example.com/picture.png' }],
    offerType: 'SingleEvent',
    conversionType: 'FlatRate',
    advertiserId: await named('advertisers', 'Advertiser'),
    isPaused: false,
    budgetType: 'Total',
    budgetAmount: 1_000_000,
    launchDate: '2026-01-01T00:00:00Z',
    ageId: await first('age-ranges', 'All'),
    categoryIds: [await first('categories', 'Games')],
    countryIds: ['US'],
    rewardingType: 'Automatic',
    pendingTime: 0,
    revenue: 5,
    reward: 2,
    baselineEpc: 5,
    lockBaselineEpc: false,
  };
  const partnerId = await named('partners', 'Partner');
  const template = `${receiverUrl}/partner?id={gk_conversion_id}&status={cnv_status}`;
  await expectData(call('PUT', `/api/v1/partners/${partnerId}/postbacks`, { global: template }));
  const make = async ({ sharedWith, ...plan }: OfferPlan): Promise<ArenaOffer> => {
    const created = call('POST', '/api/v1/sdk-offer-management/publisher/offers', {
      ...shared,
      ...plan.body,
      name: plan.name,
    });
    const { id } = await expectData(created);
    const share = sharedWith && call('PUT', `/api/v1/partners/${partnerId}/offers/${id}`, sharedWith);
    const payoutId: string | null = share ? (await expectData(share)).payoutId : null;
    return { steps: [], isRepeatable: false, mostConversions: null, ...plan, id, payoutId };
  };
  return Promise.all(offerPlans.map(make));
}

interface OfferPlan extends Partial<ArenaOffer> {
  readonly name: string;
  readonly isLimited: boolean;
  readonly body: object;
  readonly sharedWith?: object;
}

const step = (name: string, displayOrder: number, sequenceNumber: number | null, more: object = {}) => ({
  name,
  eventId: name,
  showOnOfferWall: true,
  displayOrder,
  sequenceNumber,
  pendingTime: 0,
  hasRevenue: true,
  revenue: displayOrder,
  hasReward: true,
  useDefaultRatio: false,
  reward: 1,
  ...more,
});

const offerPlans: readonly OfferPlan[] = [
  { name: 'Free', isLimited: false, body: {} },
  { name: 'By hand', isLimited: false, body: { rewardingType: 'Manual' } },
  { name: 'Again', isLimited: false, isRepeatable: true, body: { allowRepetitions: true } },
  { name: 'Capped', isLimited: true, mostConversions: 40, body: { allTimeCap: 40 } },
  { name: 'Budget', isLimited: true, mostConversions: 30, body: { revenue: 7, budgetAmount: 215 } },
  {
    name: 'Shared',
    isLimited: true,
    mostConversions: 35,
    body: {},
    sharedWith: { payout: 3, events: [], allTimeCap: 35 },
  },
  {
    name: 'Steps',
    isLimited: false,
    isRepeatable: true,
    steps: ['one', 'two', 'three', 'any'],
    body: {
      offerType: 'MultiEvent',
      offerEvents: [
        step('one', 1, 1),
        step('two', 2, 2),
        step('three', 3, 3),
        step('any', 4, null, { allowRepetitions: true }),
      ],
    },
  },
];
