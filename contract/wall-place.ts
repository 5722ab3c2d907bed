import type { PublisherParameter } from '#domain/macros/names.ts';

// Read by the page in the browser too, so this file holds no schema and imports none.

/** The lists of the hosted wall. */
export const wallTabs = ['available', 'in-progress', 'completed'] as const;
/** One of the lists of the hosted wall. */
export type WallTab = (typeof wallTabs)[number];

/** What members can sort by. */
export const wallSorts = ['recommended', 'reward', 'newest', 'name'] as const;
/** One of the orders that members can choose. */
export type WallSort = (typeof wallSorts)[number];

/** The devices that members can choose; without a choice offers are for the device that asks. */
export const wallDevices = ['IOS', 'Android', 'MacOS', 'Browser', 'All'] as const;
/** One of the devices that members can choose. */
export type WallDevice = (typeof wallDevices)[number];

/** Offers that one press on "show more" adds. */
export const wallPageSize = 24;
/** How often a page that is written by the server can show more. */
export const mostWallPages = 20;

/** Where in the hosted wall a member is: what the page's address says beside the publisher's parameters. */
export interface WallPlace {
  readonly tab: WallTab;
  readonly search: string;
  /** Name of a category; empty for all. */
  readonly category: string;
  /** Empty for the device that asks. */
  readonly device: WallDevice | '';
  readonly sort: WallSort;
  /** How many pages of the list are shown, from 1. */
  readonly pages: number;
  /** The offer whose details are open. */
  readonly offerId: string | null;
}

/** Where a member is who has chosen nothing. */
export const wallStart: WallPlace = {
  tab: 'available',
  search: '',
  category: '',
  device: '',
  sort: 'recommended',
  pages: 1,
  offerId: null,
};

const longestText = 200;

/** Reads the place out of an address; what can't be read is as if it weren't there. */
export function readWallPlace(parameter: (name: string) => string | null | undefined): WallPlace {
  const word = <T extends string>(name: string, words: readonly T[]): T | undefined =>
    words.find((one) => one.toLowerCase() === (parameter(name) ?? '').toLowerCase());
  const text = (name: string) => (parameter(name) ?? '').trim().slice(0, longestText);
  const pages = Number(parameter('pages') ?? 1);
  const offerId = parameter('offer') ?? '';
  return {
    tab: word('tab', wallTabs) ?? wallStart.tab,
    search: text('q'),
    category: text('category'),
    device: word('device', wallDevices) ?? '',
    sort: word('sort', wallSorts) ?? wallStart.sort,
    pages: Number.isInteger(pages) && pages >= 1 ? Math.min(pages, mostWallPages) : 1,
    offerId: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(offerId) ? offerId.toLowerCase() : null,
  };
}

/** The parameters of the address of a place; what is as at the start is left out. */
export function wallPlaceParameters(place: WallPlace): Record<string, string> {
  const all: Record<string, string | null> = {
    tab: place.tab === wallStart.tab ? null : place.tab,
    q: place.search || null,
    category: place.category || null,
    device: place.device || null,
    sort: place.sort === wallStart.sort ? null : place.sort,
    pages: place.pages === 1 ? null : String(place.pages),
    offer: place.offerId,
  };
  return Object.fromEntries(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}

/** What the publisher said about the member, by name. */
export type MemberParameters = Readonly<Partial<Record<PublisherParameter, string>>>;

/** A query of one of the wall's lists, before it is written as text. */
export type WallListParameters = MemberParameters & {
  readonly page: number;
  readonly page_size: number;
  readonly orderby: 'epc' | 'reward' | 'launchDate' | 'name';
  readonly order_asc: boolean;
  readonly 'filter.search'?: string;
  readonly 'filter.categoryName'?: string;
  readonly 'filter.Progress'?: ('InProgress' | 'Completed')[];
};

const orders = { recommended: 'epc', reward: 'reward', newest: 'launchDate', name: 'name' } as const;

/** The query that fills a place's list, page by page. */
export function wallListQuery(place: WallPlace, member: MemberParameters, page: number): WallListParameters {
  const isAvailable = place.tab === 'available';
  return {
    ...member,
    // Choosing a device is a way to look around: it says nothing about the member, so views and clicks don't carry it.
    ...(isAvailable && place.device !== '' && { pub_device: place.device }),
    page,
    page_size: wallPageSize,
    orderby: orders[place.sort],
    order_asc: place.sort === 'name',
    ...(place.search !== '' && { 'filter.search': place.search }),
    ...(place.category !== '' && { 'filter.categoryName': place.category }),
    ...(!isAvailable && {
      'filter.Progress': [place.tab === 'completed' ? ('Completed' as const) : ('InProgress' as const)],
    }),
  };
}
