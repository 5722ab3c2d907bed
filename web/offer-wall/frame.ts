import type { WallView } from '#contract/wall-page.ts';

/** What the wall tells the page that shows it in a frame. */
type Message =
  | { readonly type: 'opened' | 'closed' }
  | { readonly type: 'height'; readonly height: number }
  | { readonly type: 'offerClicked'; readonly offerId: string };

/** Tells the page around the wall something, and only a page of the origin that it named. */
export function tellPage(embed: WallView['embed'], message: Message): void {
  if (!embed || window.parent === window) return;
  window.parent.postMessage({ source: 'pitwall-offer-wall', ...message }, embed.origin);
}

/** Tells the page how high the wall is, now and whenever it changes. */
export function tellHeight(embed: WallView['embed'], element: Element): () => void {
  if (!embed) return () => {};
  const observer = new ResizeObserver(() =>
    tellPage(embed, { type: 'height', height: Math.ceil(element.getBoundingClientRect().height) }),
  );
  observer.observe(element);
  return () => observer.disconnect();
}
