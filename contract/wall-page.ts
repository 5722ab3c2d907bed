import { publisherParameters, type PublisherParameter } from '#domain/macros/names.ts';
import { endpoint } from './endpoint.ts';
import { publisherQuery } from './publisher.ts';
import { Type } from './schema.ts';
import type { MemberOffer, WallOffer } from './wall.ts';
import type { MemberParameters, WallPlace } from './wall-place.ts';

const tag = 'Offer wall';

/** The languages that the hosted wall speaks. */
export const wallLocales = ['en', 'es', 'ar'] as const;
/** One of the languages that the hosted wall speaks. */
export type WallLocale = (typeof wallLocales)[number];

/** The fields of an offer that a card shows; the texts that only its details show are left out. */
export type WallCard = Pick<
  WallOffer,
  | 'id'
  | 'name'
  | 'headline'
  | 'creativeFileUrl'
  | 'categoryName'
  | 'conversionType'
  | 'reward'
  | 'offerType'
  | 'endDate'
  | 'deviceTypes'
  | 'creatives'
> &
  Partial<Pick<MemberOffer, 'isOfferAvailable' | 'isUserCompleted' | 'rewardStatus' | 'rejectionReason'>> & {
    readonly events: readonly (WallOffer['events'][number] &
      Partial<
        Pick<MemberOffer['events'][number], 'isUserCompleted' | 'rewardStatus' | 'deadlineExpiresAt'>
      >)[];
  };

/** A list of the wall, as far as it has been loaded. */
export interface WallList {
  readonly items: readonly WallCard[];
  readonly totalCount: number;
}

/** The details of one offer with the view that its click belongs to. */
export interface WallDetails {
  readonly viewId: string;
  readonly offerData: MemberOffer;
}

/** Why a wall can show nothing: nobody is named, or a parameter of the publisher can't be used. */
export type WallProblem = 'no-member' | 'bad-parameters';

/** Everything that the first view of the hosted wall is written from. */
export interface WallView {
  readonly locale: WallLocale;
  /** The tenant's time in milliseconds since 1970: what countdowns are counted by. */
  readonly nowMs: number;
  readonly brand: {
    readonly name: string;
    readonly logoUrl: string | null;
    readonly accentColour: string;
    readonly accentTextColour: string;
    readonly theme: 'light' | 'dark' | 'auto';
    readonly currencyName: string;
    readonly currencyIconUrl: string | null;
    readonly rewardDecimals: number;
  };
  readonly member: MemberParameters;
  readonly place: WallPlace;
  /** Set where another page shows the wall in a frame and wants to hear from it. */
  readonly embed: { readonly origin: string; readonly isClosable: boolean } | null;
  /** Whether the browser says that it loads the page into a frame; offers then open in a window of their own. */
  readonly isFramed: boolean;
  /** Further parameters that every address of this wall keeps: the language chosen, and how it is embedded. */
  readonly carried: Readonly<Record<string, string>>;
  readonly problem: WallProblem | null;
  readonly list: WallList;
  readonly featured: readonly WallCard[];
  /** The names of the categories that this member's offers are in, the fullest first. */
  readonly categories: readonly string[];
  /** Null where no offer is open; `missing` where there is no such offer. */
  readonly details: WallDetails | 'missing' | null;
}

/** What the server adds around the first view. */
export interface WallFrame {
  /** Addresses of the page's script and style, and of further scripts that the first one will ask for. */
  readonly script: string;
  readonly style: string;
  readonly preloads: readonly string[];
  /** Allows the page's one style that follows from the tenant's settings. */
  readonly nonce: string;
}

/** What the built page exports for the server. */
export interface WallRenderer {
  /** Writes the whole document. */
  render(view: WallView, frame: WallFrame): string;
}

type LooseText = ReturnType<typeof Type.Optional<ReturnType<typeof Type.String>>>;

const looseText = (description: string) => Type.Optional(Type.String({ description }));
const describedAs = (schema: object) => ('description' in schema ? String(schema.description) : '');
// A faulty parameter is shown to the member as a page, so the check is the handler's.
const looseParameters = Object.fromEntries(
  publisherParameters.map((name) => [name, looseText(describedAs(publisherQuery[name]))]),
) as unknown as Record<PublisherParameter, LooseText>;

/** The hosted wall. */
export const readWallPage = endpoint({
  id: 'readWallPage',
  method: 'GET',
  path: '/offer-wall',
  tag,
  access: 'wall',
  summary: 'Shows the hosted offer wall, as a page of its own or in a frame.',
  query: Type.Object({
    ...looseParameters,
    tab: looseText('`available`, `in-progress` or `completed`.'),
    q: looseText('Search text.'),
    category: looseText('Name of a category.'),
    device: looseText('`IOS`, `Android`, `MacOS`, `Browser` or `All`; without it the device that asks.'),
    sort: looseText('`recommended`, `reward`, `newest` or `name`.'),
    pages: looseText('How many pages of the list are shown.'),
    offer: looseText('Id of the offer whose details are open.'),
    lang: looseText('`en`, `es` or `ar`; without it the language that the browser prefers.'),
    embed_origin: looseText('The only origin that the wall talks to by postMessage.'),
    embed_closable: looseText('`1` for a button that closes the wall.'),
  }),
  status: 200,
  mediaType: 'text/html',
  failures: ['ServiceUnavailable'],
  rateLimit: { bucket: 'wall-page', perMinute: 120 },
});

/** A script, style or picture of the hosted wall. */
export const readWallFile = endpoint({
  id: 'readWallFile',
  method: 'GET',
  path: '/offer-wall/static/{name}',
  tag,
  access: 'open',
  summary: 'Serves a file that the hosted wall is made of. Its name changes with its content.',
  params: Type.Object({ name: Type.String() }),
  status: 200,
  mediaType: 'text/javascript',
  failures: ['NotFound', 'ServiceUnavailable'],
});

/** The script that shows the wall on pages of others. */
export const readWallScript = endpoint({
  id: 'readWallScript',
  method: 'GET',
  path: '/offer-wall.js',
  tag,
  access: 'open',
  summary: 'Serves the script that shows the wall inside another page.',
  status: 200,
  mediaType: 'text/javascript',
  failures: ['ServiceUnavailable'],
});

/** A page that shows the wall inside it. */
export const readEmbedExample = endpoint({
  id: 'readEmbedExample',
  method: 'GET',
  path: '/examples/embed',
  tag,
  access: 'wall',
  summary: 'Shows a page with the wall inside it, as an example to copy.',
  query: Type.Object({ pub_member_id: Type.Optional(Type.String({ maxLength: 500 })) }),
  status: 200,
  mediaType: 'text/html',
});

/** Every endpoint of the hosted wall. */
export const wallPageEndpoints = [readWallPage, readWallFile, readWallScript, readEmbedExample];
