import { inTenant } from '#database/transaction.ts';
import { createUser } from '#server/features/auth/exports.ts';
import { storeAsset } from '#server/features/assets/exports.ts';
import { callApi, type TestApp } from '#support/app.ts';
import type { Operation } from '#support/operations.ts';
import { createOffer, offerLookups, offersPath } from '#support/offers.ts';
import { customTracking, makeClick, moveClock, postbackPath } from '#support/tracking.ts';
import { singleEventBody } from '../fixtures/offer-bodies.ts';
import { formWith, type Wanted } from './plan-call.ts';
import type { FuzzWorld } from './world.ts';

/** What an operation needs beyond its description in order to succeed, asked for anew at each call. */
export type WantedBy = Readonly<Record<string, () => Promise<Wanted>>>;

/** What is for the session of a user: no token makes it succeed, though it is called like all the rest. */
export function isForSessions({ path }: Operation): boolean {
  return path.startsWith('/api/v1/auth/');
}

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
const password = 'correct horse battery';
const email = 'fuzz@example.com';

let members = 0;
const newMember = () => `fuzz-${++members}`;

/** Makes what the calls of a run need, and says what ties their values together. */
export async function wantedValues(app: TestApp, world: FuzzWorld): Promise<WantedBy> {
  const { tenant } = world;
  const lookups = await offerLookups(tenant);
  const { signsIn, asset } = await makeHidden(app, world);
  // Offers that stay as they are: others are paused, ended and emptied by the calls of the run.
  const body = singleEventBody(lookups, { ...customTracking, budgetAmount: 100_000, name: 'Steady' });
  const offerId = await createOffer(tenant, body);
  await makeClick(app, tenant, offerId, 'claimant');
  await moveClock(app, tenant, 60);
  const pair = async () => {
    await tenant.call('PUT', '/api/v1/settings', {
      body: { postback: { allowBarePath: true, ipAllowList: [] } },
    });
    const url = new URL(await postbackPath(tenant), 'http://localhost');
    const [first, second] = url.pathname.split('/').slice(4);
    return { first, second, signature: url.searchParams.get('signature') };
  };
  const steady = async () => {
    await tenant.call('PATCH', `/api/v1/sdk-offer-management/offers/${offerId}/resume`);
    return createOffer(tenant, { ...body, name: `Steady ${newMember()}` });
  };
  const pendingChange = async () => {
    const id = await steady();
    const change = { field: 'revenue', value: 2, at: '2027-03-01T05:00:00Z' };
    const { data } = await tenant.call('POST', `${offersPath}/${id}/scheduled-changes`, { body: change });
    return { id, changeId: data.id };
  };
  // Nobody erases the member of this claim, and no list forgets it.
  world.known.keep('claimant');
  const claim = {
    pub_member_id: 'claimant',
    body: { offerId, message: 'I did it', proof: { mediaType: 'image/png', base64: png.toString('base64') } },
  };
  const made = await callApi(app.baseUrl, 'POST', '/api/v1/offer-wall/claims?pub_member_id=claimant', {
    host: tenant.host,
    body: claim.body,
  });
  const theClaim = async () => ({ id: made.data.claim.id as string });
  const fresh = (resource: string) => async () => {
    const path = `/api/v1/sdk-back-office-management/${resource}`;
    return { id: (await tenant.call('POST', path, { body: { name: newMember() } })).data.id };
  };
  const partnerDelivery = async () => {
    const token = world.tokens.partner;
    const { data } = await tenant.call('GET', '/api/v1/partner/deliveries?page_size=1', { token });
    return { id: data.items[0]?.id };
  };
  return {
    deleteUser: async () => ({ id: await makeUser(app, world, `${newMember()}@example.com`) }),
    deleteShare: async () => {
      await sharedOffer(world, offerId);
      return { partnerId: world.partnerId, offerId };
    },
    readPartnerDelivery: partnerDelivery,
    resendPartnerDelivery: partnerDelivery,
    deleteAdvertiser: fresh('advertisers'),
    deletePartner: fresh('partners'),
    deletePlacement: fresh('placements'),
    deleteCategory: fresh('categories'),
    deleteGender: fresh('genders'),
    deleteAgeRange: fresh('age-ranges'),
    deleteCurrencyRate: async () => {
      const rate = { currency: 'SEK', validFrom: '2026-01-01' };
      await tenant.call('POST', '/api/v1/currency-rates', { body: { ...rate, rate: 0.1 } });
      return rate;
    },
    compareOfferVersions: async () => {
      const id = await steady();
      await tenant.call('PUT', `${offersPath}/${id}`, { body: { ...body, id, headline: 'Another' } });
      return { id, from: 1, to: 2 };
    },
    createOffer: async () => ({ body: singleEventBody(lookups) }),
    replaceOffer: async () => {
      const id = await steady();
      return { id, body: (await tenant.call('GET', `${offersPath}/${id}`)).data };
    },
    replaceScheduledChange: pendingChange,
    deleteScheduledChange: pendingChange,
    uploadConversions: async () => ({ body: formWith('c.csv', 'ClickId\nnobody\n') }),
    uploadStatuses: async () => ({ body: formWith('s.csv', 'gk_click_id,Status\nx,Rejected\n') }),
    signIn: async () => ({ body: signsIn }),
    readAsset: async () => ({ name: asset }),
    readWallFile: async () => ({ name: await nameOnPage(app, world) }),
    createWallClaim: async () => claim,
    readClaim: theClaim,
    readClaimProof: theClaim,
    answerClaim: theClaim,
    getOfferLink: async () => {
      const member = newMember();
      const query = `offerId=${await steady()}&pub_member_id=${member}`;
      const path = `/api/v1/offer-wall/offer-details?${query}`;
      return { viewId: (await callApi(app.baseUrl, 'GET', path, { host: tenant.host })).data.viewId };
    },
    followOfferLink: async () => ({ offerId: await steady(), pub_member_id: newMember() }),
    followPartnerLink: async () => ({
      ...(await sharedOffer(world, await steady())),
      pub_click_id: 'c',
      pub_member_id: newMember(),
    }),
    createPartnerTestLink: async () => {
      await sharedOffer(world, offerId);
      return { body: { offerId, pub_member_id: 'm', pub_click_id: 'c' } };
    },
    readPartnerOffer: async () => {
      await sharedOffer(world, offerId);
      return { id: offerId };
    },
    receivePostback: pair,
    receivePostbackBody: pair,
    receiveBarePostback: pair,
    receiveBarePostbackBody: pair,
  };
}

function makeUser({ context }: TestApp, { tenant }: FuzzWorld, address: string): Promise<string> {
  return inTenant(context.database, tenant.id, (tx) =>
    createUser(context, tx, tenant.id, { email: address, role: 'owner', password }),
  );
}

/** A user and a file, which no call of the API makes. */
async function makeHidden(app: TestApp, world: FuzzWorld) {
  await makeUser(app, world, email);
  await inTenant(app.context.database, world.tenant.id, (tx) =>
    storeAsset(app.context, tx, { name: 'logo.png', mediaType: 'image/png', bytes: png }),
  );
  return { signsIn: { email, password }, asset: 'logo.png' };
}

/** Shares an offer with the partner whose token the run uses. */
async function sharedOffer({ tenant, partnerId }: FuzzWorld, offerId: string): Promise<Wanted> {
  const share = await tenant.call('PUT', `/api/v1/partners/${partnerId}/offers/${offerId}`, {
    body: { payout: 1, events: [] },
  });
  return { payoutId: share.data.payoutId };
}

/** The name of a file that the hosted wall loads. */
async function nameOnPage({ baseUrl }: TestApp, { tenant }: FuzzWorld): Promise<string> {
  const { text } = await callApi(baseUrl, 'GET', '/offer-wall?pub_member_id=m', { host: tenant.host });
  return /\/offer-wall\/static\/([\w.-]+\.(?:js|css))/.exec(text)?.[1] ?? '';
}
