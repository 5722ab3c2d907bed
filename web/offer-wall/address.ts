import type { WallView } from '#contract/wall-page.ts';
import { wallPlaceParameters, type WallPlace } from '#contract/wall-place.ts';

/** What addresses of this wall are made from. */
export type AddressParts = Pick<WallView, 'member' | 'carried'>;

/** The parameters of every address of this wall, wherever in it. */
export function keptParameters({ member, carried }: AddressParts): [string, string][] {
  return Object.entries({ ...member, ...carried });
}

/** The address of a place in this wall. */
export function addressOf(parts: AddressParts, place: WallPlace): string {
  const query = new URLSearchParams([
    ...keptParameters(parts),
    ...Object.entries(wallPlaceParameters(place)),
  ]);
  return `/offer-wall?${query}`;
}

/** The address that starts an offer: a click of the view, then on to the advertiser. */
export function startAddress(viewId: string): string {
  return `/api/v1/offer-wall/offer-link-redirect?viewId=${viewId}`;
}

/** The address of an offer for another device: the member and the offer, without the frame that it is seen in here. */
export function phoneAddress({ member, carried }: AddressParts, place: WallPlace, origin: string): string {
  // What was said about this device is not true of the phone.
  const { pub_device: _here, ...others } = member;
  const language = Object.entries(carried).filter(([name]) => name === 'lang');
  const kept = { member: others, carried: Object.fromEntries(language) };
  return origin + addressOf(kept, { ...place, device: '' });
}
