import type { MemberOffer, WallOffer } from '#contract/wall.ts';
import type { Page } from '#contract/lists.ts';
import {
  type WallCard,
  type WallDetails,
  type WallList,
  type WallLocale,
  type WallView,
} from '#contract/wall-page.ts';
import { wallListQuery, type MemberParameters, type WallPlace } from '#contract/wall-place.ts';
import { inTenant } from '#database/transaction.ts';
import { maxPageSize } from '#contract/lists.ts';
import { Refusal, type Answer } from '../../http/answer.ts';
import type { TenantCall } from '../../http/route.ts';
import { loadSettings } from '../settings/exports.ts';
import {
  listMemberOffersRoute,
  listOffersRoute,
  offerSourceOf,
  readOfferRoute,
  type Snapshot,
} from '../wall/exports.ts';
import { originOf } from './origin.ts';

/** What the hosted wall asks of the wall's own lists: the same answers that programs get. */
type WallRoute = typeof listOffersRoute;

const MOST_FEATURED = 8;

/** What the address of the page said, read. */
export interface PageAddress {
  readonly locale: WallLocale;
  readonly member: MemberParameters;
  readonly place: WallPlace;
  readonly embed: WallView['embed'];
  readonly isFramed: boolean;
  readonly carried: WallView['carried'];
  readonly problem: WallView['problem'];
}

/** The view, where it may be framed, and where its pictures come from unless over https. */
export interface LoadedPage {
  readonly view: WallView;
  readonly pictureOrigins: readonly string[];
  readonly frameOrigins: readonly string[];
}

/** Loads everything that the first view shows. */
export async function loadPage(call: TenantCall<unknown>, address: PageAddress): Promise<LoadedPage> {
  const [{ brand, frameOrigins }, { now, snapshot }] = await Promise.all([
    loadBrand(call),
    offerSourceOf(call.context).current(call.tenant.id),
  ]);
  const content = address.problem === null ? await loadContent(call, address) : nothing;
  return {
    view: { ...address, nowMs: Math.floor(now / 1_000), brand, ...content },
    frameOrigins,
    pictureOrigins: pictureOrigins(brand, snapshot),
  };
}

/** More would only make a header that proxies refuse. */
const MOST_ORIGINS = 50;
const originsOfOffers = new WeakMap<Snapshot, readonly string[]>();

function pictureOrigins({ logoUrl, currencyIconUrl }: WallView['brand'], snapshot: Snapshot): string[] {
  let ofOffers = originsOfOffers.get(snapshot);
  if (!ofOffers) {
    const addresses = snapshot
      .ranked()
      .flatMap(({ stored }) => stored.content.creatives.map(({ url }) => url));
    ofOffers = plainOrigins(addresses);
    originsOfOffers.set(snapshot, ofOffers);
  }
  return [...new Set([...plainOrigins([logoUrl ?? '', currencyIconUrl ?? '']), ...ofOffers])].slice(
    0,
    MOST_ORIGINS,
  );
}

function plainOrigins(addresses: readonly string[]): string[] {
  const plain = new Set(addresses.filter((address) => /^http:/i.test(address)));
  return [...new Set([...plain].flatMap((address) => originOf(address) ?? []))];
}

const nothing = { list: { items: [], totalCount: 0 }, featured: [], categories: [], details: null };

type Content = Pick<WallView, 'list' | 'featured' | 'categories' | 'details'>;

async function loadContent(call: TenantCall<unknown>, { place, member }: PageAddress): Promise<Content> {
  const [list, overview, details] = await Promise.all([
    loadList(call, place, member),
    loadOverview(call, member),
    loadDetails(call, place, member),
  ]);
  return { list, ...overview, details };
}

async function loadList(
  call: TenantCall<unknown>,
  place: WallPlace,
  member: MemberParameters,
): Promise<WallList> {
  const items: WallCard[] = [];
  let totalCount = 0;
  for (let page = 0; page < place.pages; page++) {
    const query = wallListQuery(place, member, page);
    const found =
      place.tab === 'available'
        ? ((await ask(call, listOffersRoute, query)) as { offers: Page<WallOffer> }).offers
        : ((await ask(call, listMemberOffersRoute, query)) as Page<MemberOffer>);
    items.push(...found.items.map(cardOf));
    totalCount = found.totalCount;
    if (!found.hasNextPage) break;
  }
  return { items, totalCount };
}

/** The featured offers, and the categories of the member's best offers, the fullest first. */
async function loadOverview(
  call: TenantCall<unknown>,
  member: MemberParameters,
): Promise<Pick<Content, 'featured' | 'categories'>> {
  const query = { ...member, page: 0, page_size: maxPageSize, fields: ['isFeatured'] };
  const { offers } = (await ask(call, listOffersRoute, query)) as { offers: Page<WallOffer> };
  const counts = new Map<string, number>();
  for (const { name } of offers.items.flatMap(({ categories }) => categories)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return {
    featured: offers.items
      .filter(({ isFeatured }) => isFeatured)
      .slice(0, MOST_FEATURED)
      .map(cardOf),
    categories: [...counts].toSorted(([, one], [, other]) => other - one).map(([name]) => name),
  };
}

async function loadDetails(
  call: TenantCall<unknown>,
  { offerId }: WallPlace,
  member: MemberParameters,
): Promise<Content['details']> {
  if (offerId === null) return null;
  const answer = await answerOf(call, readOfferRoute, { ...member, offerId });
  if (answer.kind === 'failure' && answer.type === 'NotFound') return 'missing';
  return dataOf(answer) as WallDetails;
}

async function ask(call: TenantCall<unknown>, route: WallRoute, query: object): Promise<unknown> {
  return dataOf(await answerOf(call, route, query));
}

async function answerOf(call: TenantCall<unknown>, route: WallRoute, query: object): Promise<Answer> {
  if (route.kind !== 'tenant') throw new Error('The lists of the wall answer inside a tenant');
  return route.handle({ ...call, query } as TenantCall<unknown>);
}

function dataOf(answer: Answer): unknown {
  if (answer.kind === 'failure') throw new Refusal(answer);
  if (answer.kind !== 'success') throw new Error('The lists of the wall answer with data');
  return answer.data;
}

/** The fields of an offer that a card shows. */
function cardOf(offer: WallOffer | MemberOffer): WallCard {
  const { isOfferAvailable, isUserCompleted, rewardStatus, rejectionReason } = offer as Partial<MemberOffer>;
  return {
    id: offer.id,
    name: offer.name,
    headline: offer.headline,
    creativeFileUrl: offer.creativeFileUrl,
    categoryName: offer.categoryName,
    conversionType: offer.conversionType,
    reward: offer.reward,
    offerType: offer.offerType,
    endDate: offer.endDate,
    deviceTypes: offer.deviceTypes,
    creatives: offer.creatives,
    events: offer.events,
    ...(rewardStatus !== undefined && { isOfferAvailable, isUserCompleted, rewardStatus, rejectionReason }),
  };
}

async function loadBrand(
  call: TenantCall<unknown>,
): Promise<{ brand: WallView['brand']; frameOrigins: readonly string[] }> {
  const { document } = await inTenant(
    call.context.database,
    call.tenant.id,
    (tx) => loadSettings(tx, call.tenant.id),
    { readOnly: true },
  );
  const { wall, name, rewardDecimals } = document;
  const { frameOrigins, ...looks } = wall;
  return { brand: { name, rewardDecimals, ...looks }, frameOrigins };
}
