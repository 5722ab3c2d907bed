/** What a publisher says about the member: `pub_member_id`, `pub_session_id`, `pub_sub_1` to `pub_sub_15` and so on. */
export type PublisherParameters = Readonly<Record<`pub_${string}`, string | number | undefined>>;

/** What happens in an embedded wall. */
export interface OfferWallEvents {
  /** The wall is there and can be used. */
  opened: Record<string, never>;
  /** The member starts an offer: its tracking link opens. */
  offerClicked: { readonly offerId: string };
  /** The member closes the wall. The frame is gone when this is told. */
  closed: Record<string, never>;
}

/** How an offer wall is embedded. */
export interface OfferWallOptions {
  /** Origin of the wall, such as `https://app.acme.example.com`. */
  origin: string;
  /** What is known about the member; `pub_member_id` is needed for a list of offers. */
  parameters: PublisherParameters;
  /** Name of the frame for screen readers; `Offers` unless given. */
  title?: string;
  /** Smallest height in pixels, which the frame has until the wall says its own; 480 unless given. */
  minHeight?: number;
  /** Whether the wall shows a button that closes it. */
  isClosable?: boolean;
  /** Told when the wall is there. */
  onOpened?: (event: OfferWallEvents['opened']) => void;
  /** Told when the member starts an offer. */
  onOfferClicked?: (event: OfferWallEvents['offerClicked']) => void;
  /** Told when the member has closed the wall. */
  onClosed?: (event: OfferWallEvents['closed']) => void;
}

/** An embedded wall. */
export interface OfferWall {
  readonly frame: HTMLIFrameElement;
  /** Takes the wall off the page, without telling `onClosed`. */
  unmount(): void;
}

/** What the wall's page tells the page around it. Everything else is passed over. */
interface WallMessage {
  readonly source: 'pitwall-offer-wall';
  readonly type: 'height' | 'opened' | 'offerClicked' | 'closed';
  readonly height?: unknown;
  readonly offerId?: unknown;
}

const defaultMinHeight = 480;
/** No wall is higher; a larger number is a fault, and would make the page unusable. */
const largestHeight = 100_000;

/**
 * Shows the offer wall inside an element, as high as its content.
 *
 * The frame and the page talk by `postMessage`: the wall is told the origin of this page and speaks to it alone, and only
 * messages of this very frame and of exactly the wall's origin are heard.
 *
 * @throws TypeError when `origin` is not an http origin
 */
export function mountOfferWall(element: Element, options: OfferWallOptions): OfferWall {
  const address = addressOf(options);
  const frame = document.createElement('iframe');
  const minHeight = options.minHeight ?? defaultMinHeight;
  frame.src = address.href;
  frame.title = options.title ?? 'Offers';
  frame.referrerPolicy = 'strict-origin-when-cross-origin';
  frame.setAttribute('style', `display:block;width:100%;border:0;height:${minHeight}px`);
  const unmount = () => {
    removeEventListener('message', hear);
    frame.remove();
  };
  const hear = (event: MessageEvent<unknown>) => {
    if (event.origin !== address.origin || event.source !== frame.contentWindow) return;
    const message = readMessage(event.data);
    if (message?.type === 'height') frame.style.height = `${heightOf(message, minHeight)}px`;
    if (message?.type === 'opened') options.onOpened?.({});
    if (message?.type === 'offerClicked' && typeof message.offerId === 'string')
      options.onOfferClicked?.({ offerId: message.offerId });
    if (message?.type !== 'closed') return;
    unmount();
    options.onClosed?.({});
  };
  addEventListener('message', hear);
  element.append(frame);
  return { frame, unmount };
}

/** The wall's address. `embed_origin` is the only origin that the wall will talk to. */
function addressOf({ origin, parameters, isClosable }: OfferWallOptions): URL {
  const base = new URL(origin);
  if (!/^https?:$/.test(base.protocol)) throw new TypeError('origin: must be an http or https address');
  const address = new URL('/offer-wall', base);
  for (const [name, value] of Object.entries(parameters)) {
    if (name.startsWith('pub_') && value !== undefined) address.searchParams.set(name, String(value));
  }
  address.searchParams.set('embed_origin', location.origin);
  if (isClosable) address.searchParams.set('embed_closable', '1');
  return address;
}

function readMessage(data: unknown): WallMessage | undefined {
  const message = data as WallMessage | null;
  return typeof message === 'object' && message?.source === 'pitwall-offer-wall' ? message : undefined;
}

function heightOf({ height }: WallMessage, minHeight: number): number {
  const isHeight = typeof height === 'number' && height > 0 && height <= largestHeight;
  return isHeight ? Math.max(Math.ceil(height), minHeight) : minHeight;
}
