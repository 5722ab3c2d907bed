import type { OfferContent } from '#domain/offer.ts';
import type { SettingsDocument } from '../settings/exports.ts';
import { offerBody, type StoredOffer, type World } from '../catalog/exports.ts';

/** The look-ups that are nothing but names. */
export const namedKinds = ['advertisers', 'partners', 'placements', 'categories', 'genders'] as const;
/** A look-up that is nothing but names. */
export type NamedKind = (typeof namedKinds)[number];

/** A range of ages by its name. */
export interface AgeRangeEntry {
  readonly name: string;
  readonly valueFrom: number | null;
  readonly valueTo: number | null;
}

/** An offer in names: its body without any id. */
export type OfferEntry = Readonly<Record<string, unknown>> & { readonly key: string };

/** A share in names. */
export interface ShareEntry {
  readonly partner: string;
  readonly offer: string;
  readonly payout: number | null;
  readonly events: readonly { readonly eventId: string; readonly payout: number }[];
  readonly dailyCap: number | null;
  readonly weeklyCap: number | null;
  readonly monthlyCap: number | null;
  readonly allTimeCap: number | null;
}

/** The configuration of a tenant, in the order in which it is written. */
export interface ConfigurationDocument extends Record<NamedKind, readonly string[]> {
  readonly version: 1;
  readonly settings: SettingsDocument;
  readonly ageRanges: readonly AgeRangeEntry[];
  readonly offers: readonly OfferEntry[];
  readonly shares: readonly ShareEntry[];
}

/** The names of what offers point at, by their ids. */
export interface NamesById {
  readonly names: ReadonlyMap<string, string>;
  readonly world: World;
}

/** What an offer is called in a configuration: the name it was given there, else its id. */
export function offerKey({ externalId, id }: Pick<StoredOffer, 'externalId' | 'id'>): string {
  return externalId ?? id;
}

/** An offer in names. A reward that follows from the tenant's ratio is left to follow from it. */
export function offerEntry(
  key: string,
  content: OfferContent,
  isPaused: boolean,
  { names, world }: NamesById,
): OfferEntry {
  const { advertiserId, ageId, categoryIds, countryIds, countryStateIds, genderIds, placementIds, ...body } =
    offerBody(content);
  const nameOf = (id: string) => names.get(id) ?? id;
  return {
    key,
    ...body,
    isPaused,
    advertiser: nameOf(advertiserId),
    age: nameOf(ageId),
    categories: categoryIds.map(nameOf),
    countries: countryIds.map((id) => world.countries.get(id)?.code2 ?? id),
    states: countryStateIds.map((id) => world.states.get(id)?.code ?? id),
    genders: genderIds.map(nameOf),
    placements: placementIds.map(nameOf),
    offerEvents: body.offerEvents.map(({ id: _id, ...event }) => ({
      ...event,
      reward: event.useDefaultRatio ? null : event.reward,
    })),
  };
}

/** Names in one order everywhere, whatever their letter case. */
export function inOrder(names: readonly string[]): string[] {
  return names.toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1));
}
