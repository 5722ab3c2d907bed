import type { Page } from '#contract/lists.ts';
import type { MemberOffer, WallOffer } from '#contract/wall.ts';
import type { WallDetails, WallList } from '#contract/wall-page.ts';
import { wallListQuery, type MemberParameters, type WallPlace } from '#contract/wall-place.ts';

const base = '/api/v1/offer-wall';

/** A call that was not answered with data. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  /** The status of the answer; 0 where none came. */
  readonly status: number;
  constructor(status: number) {
    super(`the call failed: ${status}`);
    this.status = status;
  }
}

/** Loads one page of a place's list. */
export async function askList(place: WallPlace, member: MemberParameters, page: number): Promise<WallList> {
  const query = wallListQuery(place, member, page);
  if (place.tab !== 'available') return ask<Page<MemberOffer>>('/pub-member/offers', query);
  return (await ask<{ offers: Page<WallOffer> }>('/offers', query)).offers;
}

/** Loads an offer's details; opening them is a view, and `viewId` takes up an earlier one. */
export function askDetails(offerId: string, member: MemberParameters, viewId?: string): Promise<WallDetails> {
  return ask('/offer-details', { ...member, offerId, viewId });
}

/**
 * Calls the wall's part of the API.
 *
 * @throws CallFailure when no data comes
 */
export async function ask<Data>(path: string, query: object, body?: object): Promise<Data> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) parameters.set(name, String(value));
  }
  let answer: Response;
  try {
    answer = await fetch(`${base}${path}?${parameters}`, {
      credentials: 'omit',
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  } catch {
    throw new CallFailure(0);
  }
  if (!answer.ok) throw new CallFailure(answer.status);
  return ((await answer.json()) as { data: Data }).data;
}
