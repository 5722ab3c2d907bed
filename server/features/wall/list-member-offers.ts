import { defaultPageSize, pageOf } from '#contract/lists.ts';
import { listMemberOffers, type MemberOffer, type WallListQuery } from '#contract/wall.ts';
import { compareRanked } from '#domain/ranking/ranking.ts';
import { okPrepared } from '../../http/answer.ts';
import { tenantRoute } from '../../http/route.ts';
import type { Current } from './held-tenant.ts';
import { askedFields, moreFields } from './list-offers.ts';
import type { MemberAttempt } from './load-attempts.ts';
import { readAttempts } from './member-reader.ts';
import { governingTerms, memberOffer, memberOfferJson, memberPart, type MemberPart } from './member-offer.ts';
import { offerSourceOf } from './offer-source.ts';
import { pageBytes } from './page-bytes.ts';
import { itemTerms, revenueOf } from './prepared-offer.ts';
import {
  isSelected,
  readSelection,
  sortKeyOf,
  sortSelected,
  type Selection,
  type SortKey,
} from './selection.ts';
import { rankOf, type HeldOffer } from './held-offer.ts';

interface Begun {
  readonly held: HeldOffer;
  readonly attempts: readonly MemberAttempt[];
  readonly part: MemberPart;
}

/** Lists the offers that a member has begun, each under the terms of the latest attempt. */
export const listMemberOffersRoute = tenantRoute(
  listMemberOffers,
  async ({ context, tenant, query, request }) => {
    const asked = query as WallListQuery & typeof query;
    const { pub_member_id: pubMemberId } = query;
    const [attempts, current] = await Promise.all([
      readAttempts(context, tenant.id, pubMemberId),
      offerSourceOf(context).current(tenant.id),
    ]);
    const selection = readSelection(asked);
    const wanted = query['filter.Progress'];
    const begun = begunOffers(current, attempts, selection).filter(
      ({ part }) => !wanted || wanted.includes(part.isUserCompleted ? 'Completed' : 'InProgress'),
    );
    const sorted = sortSelected(begun, selection, (entry) =>
      sortKeyOfBegun(current, entry, selection.orderBy),
    );
    const page = asked.page ?? 0;
    const pageSize = asked.page_size ?? defaultPageSize;
    const fields = askedFields(asked.fields);
    const shown = sorted.slice(page * pageSize, (page + 1) * pageSize);
    return okPrepared(
      () => {
        const items = shown.map(({ held, attempts: own, part }) => ({
          parts: memberOfferJson(current, held, own, part),
          more: moreFields(fields(held)),
        }));
        return pageBytes(pageOf<never>([], sorted.length, page, pageSize), null, items, request.id);
      },
      () => {
        const items = shown.map(({ held, attempts: own }): MemberOffer => ({
          ...memberOffer(current, held, own),
          ...fields(held),
        }));
        return pageOf(items, sorted.length, page, pageSize);
      },
    );
  },
);

/** The offers begun that pass the filters, best first. */
function begunOffers(
  current: Current,
  attempts: ReadonlyMap<string, readonly MemberAttempt[]>,
  selection: Selection,
): Begun[] {
  const { snapshot } = current;
  return [...attempts]
    .flatMap(([offerId, own]) => {
      const held = snapshot.offer(offerId);
      if (held === undefined || !isSelected(snapshot.matchingOf(held), held, selection)) return [];
      return [{ held, attempts: own, part: memberPart(current, held, own) }];
    })
    .toSorted((a, b) => compareRanked(rankOf(a.held), rankOf(b.held)));
}

/** Money is sorted as it is shown: under the terms of the attempt. */
function sortKeyOfBegun(
  { snapshot }: Current,
  { held, attempts }: Begun,
  orderBy: Selection['orderBy'],
): SortKey {
  if (orderBy === 'reward') return itemTerms(governingTerms(held, attempts.at(-1))).reward;
  if (orderBy === 'revenue') return revenueOf(governingTerms(held, attempts.at(-1)));
  return sortKeyOf(snapshot.matchingOf(held), held, orderBy);
}
