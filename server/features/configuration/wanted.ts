import { NotificationSettings, RetentionSettings, SettingsInput, WallSettings } from '#contract/settings.ts';
import { checkOffer, faultSentence } from '#domain/offer-rules.ts';
import { decimal } from '#domain/money.ts';
import type { OfferContent } from '#domain/offer.ts';
import { clickParameter } from '#domain/tracking-systems/registry.ts';
import type { Context } from '../../context.ts';
import { refuse, Refusal } from '../../http/answer.ts';
import { faultsOf } from '../../http/check.ts';
import { knownOffer, withEventIds } from '../catalog/exports.ts';
import { checkedShare, type CheckedShare } from '../partners/exports.ts';
import { mergeSettings, type SettingsDocument } from '../settings/exports.ts';
import { shareKey, type Current } from './current.ts';
import {
  inOrder,
  namedKinds,
  offerEntry,
  type AgeRangeEntry,
  type ConfigurationDocument,
  type NamedKind,
  type ShareEntry,
} from './document.ts';

/** A configuration that was found right, with an id for every name: the present one, or a new one. */
export interface Wanted {
  /** In the form that exporting it gives. */
  readonly document: ConfigurationDocument;
  /** By kind and name in lower case. */
  readonly idOf: (kind: NamedKind | 'ageRanges', name: string) => string | undefined;
  readonly offers: ReadonlyMap<string, { readonly content: OfferContent; readonly isPaused: boolean }>;
  readonly shares: ReadonlyMap<string, CheckedShare>;
}

/** A configuration as it is sent: its own shape was checked, that of its offers not yet. */
export interface SentConfiguration extends Record<NamedKind, string[]> {
  readonly settings: Record<string, unknown>;
  readonly ageRanges: AgeRangeEntry[];
  readonly offers: Record<string, unknown>[];
  readonly shares: (Partial<ShareEntry> & Pick<ShareEntry, 'partner' | 'offer'>)[];
}

/** What a configuration calls otherwise than the body of an offer. */
const ownNames: Readonly<Record<string, string>> = {
  advertiserId: 'advertiser',
  ageId: 'age',
  categoryIds: 'categories',
  countryIds: 'countries',
  countryStateIds: 'states',
  genderIds: 'genders',
  placementIds: 'placements',
};

/**
 * Checks a configuration as a whole, before anything is changed.
 *
 * @throws Refusal 400 that names every fault at once
 */
export function wantedFrom(
  context: Pick<Context, 'newId'>,
  sent: SentConfiguration,
  current: Current,
): Wanted {
  const check = new Check(context, sent, current);
  const settings = check.settings();
  const document = {
    version: 1 as const,
    settings,
    ...(Object.fromEntries(
      namedKinds.map((kind) => [kind, inOrder(check.names(kind, sent[kind]))]),
    ) as Record<NamedKind, string[]>),
    ageRanges: check.ageRanges(),
    offers: check.offers(settings),
    shares: check.shares(),
  };
  if (check.faults.length > 0) refuse('ValidationError', ...check.faults);
  return {
    document,
    idOf: (kind, name) => check.ids.get(`${kind} ${name.toLowerCase()}`),
    offers: check.contents,
    shares: check.checkedShares,
  };
}

class Check {
  readonly faults: string[] = [];
  readonly ids = new Map<string, string>();
  readonly contents = new Map<string, { content: OfferContent; isPaused: boolean }>();
  readonly checkedShares = new Map<string, CheckedShare>();
  readonly #context: Pick<Context, 'newId'>;
  readonly #sent: SentConfiguration;
  readonly #current: Current;

  constructor(context: Pick<Context, 'newId'>, sent: SentConfiguration, current: Current) {
    this.#context = context;
    this.#sent = sent;
    this.#current = current;
  }

  settings(): SettingsDocument {
    const { wall, retention, notifications, ...general } = this.#sent.settings;
    const sections = [
      [SettingsInput, general, 'settings'],
      [WallSettings, wall, 'settings.wall'],
      [RetentionSettings, retention, 'settings.retention'],
      [NotificationSettings, notifications, 'settings.notifications'],
    ] as const;
    for (const [schema, value, path] of sections) {
      if (value === undefined) continue;
      this.faults.push(...faultsOf(schema, value).map((fault) => `${path}.${fault}`));
    }
    return mergeSettings(this.#current.document.settings, this.#sent.settings);
  }

  names(kind: NamedKind | 'ageRanges', names: readonly string[]): string[] {
    const known = kind === 'ageRanges' ? this.#current.ageRanges : this.#current.lookups[kind];
    const present = new Map(known.map((row) => [row.name.toLowerCase(), row.id]));
    return names.map((name, index) => {
      const key = `${kind} ${name.trim().toLowerCase()}`;
      if (this.ids.has(key)) this.faults.push(`${kind}[${index}]: "${name}" stands twice`);
      if (name.trim() === '') this.faults.push(`${kind}[${index}]: must not be empty`);
      this.ids.set(key, present.get(name.trim().toLowerCase()) ?? this.#context.newId());
      return name.trim();
    });
  }

  ageRanges(): AgeRangeEntry[] {
    const { ageRanges } = this.#sent;
    const names = this.names(
      'ageRanges',
      ageRanges.map(({ name }) => name),
    );
    return ageRanges
      .map(({ valueFrom, valueTo }, index) => {
        if (valueFrom !== null && valueTo !== null && valueTo < valueFrom)
          this.faults.push(`ageRanges[${index}].valueTo: must not be below valueFrom`);
        return { name: names[index] ?? '', valueFrom, valueTo };
      })
      .toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  }

  offers(settings: SettingsDocument) {
    const byId = new Map([...this.ids].map(([key, id]) => [id, key]));
    const idsOf = (kind: string) =>
      new Set([...this.ids].flatMap(([key, id]) => (key.startsWith(`${kind} `) ? id : [])));
    const references = {
      advertiserIds: idsOf('advertisers'),
      categoryIds: idsOf('categories'),
      ageIds: idsOf('ageRanges'),
      placementIds: idsOf('placements'),
      countries: this.#current.world.countries,
      states: this.#current.world.states,
      genders: new Map([...idsOf('genders')].map((id) => [id, { id, name: byId.get(id) ?? '' }])),
    };
    const names = this.#namesById();
    const entries = this.#sent.offers.flatMap((entry, index) => {
      const { key } = entry;
      const path = `offers[${index}]`;
      if (typeof key !== 'string' || key === '' || key.length > 200) {
        this.faults.push(`${path}.key: is required, a text of at most 200 characters`);
        return [];
      }
      if (this.contents.has(key)) this.faults.push(`${path}.key: "${key}" stands twice`);
      const before = this.#current.offers.get(key);
      const checked = checkOffer(
        { ...this.#bodyOf(entry, path), ...(before && { id: before.id }) },
        {
          existing: before ? knownOffer(before) : null,
          references,
          settings: { rewardRatio: decimal(settings.rewardRatio), rewardDecimals: settings.rewardDecimals },
          clickParameter,
        },
      );
      if (checked.faults) {
        this.faults.push(...checked.faults.map((fault) => `${path}.${faultSentence(renamed(fault))}`));
        return [];
      }
      const content = withEventIds(this.#context, checked.content);
      const isPaused = checked.isPaused ?? before?.isPaused ?? false;
      this.contents.set(key, { content, isPaused });
      return offerEntry(key, content, isPaused, { names, world: this.#current.world });
    });
    return entries.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  }

  /** Names in the spelling that the configuration gives them. */
  #namesById(): Map<string, string> {
    const kinds = [...namedKinds, 'ageRanges'] as const;
    return new Map(
      kinds.flatMap((kind) => {
        const names = kind === 'ageRanges' ? this.#sent.ageRanges.map(({ name }) => name) : this.#sent[kind];
        return names.map(
          (name) => [this.ids.get(`${kind} ${name.trim().toLowerCase()}`) ?? '', name.trim()] as const,
        );
      }),
    );
  }

  #bodyOf(entry: Record<string, unknown>, path: string): Record<string, unknown> {
    const { key: _key, advertiser, age, categories, countries, states, genders, placements, ...body } = entry;
    const one = (kind: NamedKind | 'ageRanges', field: string, name: unknown) => {
      if (typeof name !== 'string') return name;
      const id = this.ids.get(`${kind} ${name.trim().toLowerCase()}`);
      if (id === undefined) this.faults.push(`${path}.${field}: "${name}" is not among the ${kind}`);
      // An unknown name has its fault already, and any known id keeps the check from naming it again.
      return id ?? [...this.ids].find(([known]) => known.startsWith(`${kind} `))?.[1];
    };
    const many = (kind: NamedKind, field: string, names: unknown) =>
      Array.isArray(names) ? names.map((name, index) => one(kind, `${field}[${index}]`, name)) : names;
    return {
      ...body,
      advertiserId: one('advertisers', 'advertiser', advertiser),
      ageId: one('ageRanges', 'age', age),
      categoryIds: many('categories', 'categories', categories),
      countryIds: countries,
      countryStateIds: states,
      genderIds: many('genders', 'genders', genders),
      placementIds: many('placements', 'placements', placements),
    };
  }

  shares(): ShareEntry[] {
    const entries = this.#sent.shares.flatMap((share, index) => {
      const path = `shares[${index}]`;
      const { partner, offer } = share;
      const entry = {
        partner,
        offer,
        payout: share.payout ?? null,
        events: share.events ?? [],
        dailyCap: share.dailyCap ?? null,
        weeklyCap: share.weeklyCap ?? null,
        monthlyCap: share.monthlyCap ?? null,
        allTimeCap: share.allTimeCap ?? null,
      };
      if (!this.ids.has(`partners ${partner.trim().toLowerCase()}`))
        this.faults.push(`${path}.partner: "${partner}" is not among the partners`);
      const content = this.contents.get(offer)?.content;
      if (!content) {
        this.faults.push(`${path}.offer: "${offer}" is the key of no right offer`);
        return [];
      }
      if (this.checkedShares.has(shareKey(entry))) this.faults.push(`${path}: stands twice`);
      this.#checkShare(entry, content, path);
      return entry;
    });
    return entries.toSorted((one, other) => (shareKey(one) < shareKey(other) ? -1 : 1));
  }

  #checkShare(entry: ShareEntry, content: OfferContent, path: string): void {
    const idOf = new Map(content.offerEvents.map(({ id, eventId }) => [eventId, id]));
    const events = entry.events.flatMap(({ eventId, payout }, index) => {
      const offerEventId = idOf.get(eventId);
      if (offerEventId === undefined)
        this.faults.push(`${path}.events[${index}].eventId: "${eventId}" is no event of this offer`);
      return offerEventId === undefined ? [] : { offerEventId, payout };
    });
    const { partner: _partner, offer: _offer, ...body } = entry;
    try {
      this.checkedShares.set(shareKey(entry), checkedShare({ ...body, events }, content));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.faults.push(...error.failure.messages.map((sentence) => `${path}.${sentence}`));
    }
  }
}

function renamed({ path, problem }: { path: string; problem: string }) {
  const field = path.split(/[.[]/)[0] ?? '';
  return { path: (ownNames[field] ?? field) + path.slice(field.length), problem };
}
