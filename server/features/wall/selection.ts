import type { WallListQuery } from '#contract/wall.ts';
import type { Matching } from './prepared-offer.ts';
import type { HeldOffer } from './held-offer.ts';

/** Which offers a list is about, and how they are ordered, whoever asks. */
export interface Selection {
  readonly categoryIds: ReadonlySet<string> | null;
  /** In lower case. */
  readonly categoryName: string | null;
  readonly placementIds: readonly string[] | null;
  readonly isFeatured: boolean | null;
  /** In lower case. */
  readonly search: string | null;
  readonly orderBy: NonNullable<WallListQuery['orderby']>;
  readonly isAscending: boolean;
}

/** Reads the filters and the order of a list from its checked query. */
export function readSelection(query: WallListQuery): Selection {
  const categoryIds = query['filter.categoryId'];
  return {
    categoryIds: categoryIds === undefined ? null : new Set(categoryIds),
    categoryName: query['filter.categoryName']?.trim().toLowerCase() ?? null,
    placementIds: query['filter.placementId'] ?? null,
    isFeatured: query['filter.isFeatured'] ?? null,
    search: query['filter.search']?.toLowerCase() ?? null,
    orderBy: query.orderby ?? 'epc',
    isAscending: query.order_asc ?? false,
  };
}

/** Whether an offer passes the filters of a list. */
export function isSelected(matching: Matching, held: HeldOffer, selection: Selection): boolean {
  const { content } = held.stored;
  const { categoryIds, placementIds, isFeatured, categoryName, search } = selection;
  if (isFeatured !== null && content.isFeatured !== isFeatured) return false;
  if (categoryIds !== null && !content.categoryIds.some((id) => categoryIds.has(id))) return false;
  if (placementIds !== null && !content.placementIds.some((id) => placementIds.includes(id))) return false;
  if (categoryName !== null && !matching.categoryNames.has(categoryName)) return false;
  return search === null || matching.searched.includes(search);
}

/** What a list sorts by; null comes last in either direction. */
export type SortKey = number | string | null;

/**
 * Sorts entries that come best first. Equal ones stay in that order, by EPC, newest launch and id, whatever the
 * direction.
 */
export function sortSelected<Entry>(
  entries: readonly Entry[],
  { orderBy, isAscending }: Selection,
  keyOf: (entry: Entry) => SortKey,
): readonly Entry[] {
  if (orderBy === 'epc' && !isAscending) return entries;
  const compare = sortOrder(isAscending);
  return entries
    .map((entry) => ({ entry, key: keyOf(entry) }))
    .toSorted((a, b) => compare(a.key, b.key))
    .map(({ entry }) => entry);
}

/** Compares what is sorted by; null comes last in either direction. */
export function sortOrder(isAscending: boolean): (a: SortKey, b: SortKey) => number {
  const direction = isAscending ? 1 : -1;
  return (a, b) => {
    if (a === b) return 0;
    if (a === null) return 1;
    if (b === null) return -1;
    return a < b ? -direction : direction;
  };
}

/** What an offer is sorted by where today's terms are shown. */
export function sortKeyOf(matching: Matching, held: HeldOffer, orderBy: Selection['orderBy']): SortKey {
  switch (orderBy) {
    case 'epc':
      return held.epc;
    case 'launchDate':
      return held.stored.content.launchDate;
    case 'name':
      return matching.sortName;
    case 'reward':
      return matching.reward;
    case 'revenue':
      return matching.revenue;
  }
}
