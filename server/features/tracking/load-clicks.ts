import { together, type TenantTransaction } from '#database/transaction.ts';
import type { Terms } from '#domain/conversion/facts.ts';
import type { Context } from '../../context.ts';
import { notFound, refused, type Failure } from '../../http/answer.ts';
import { loadWorld, type World } from '../catalog/exports.ts';
import { loadState, loadTerms, type LoadedState, type VersionPair } from '../conversions/exports.ts';
import { loadShares, loadValidVersions, type ClickTarget, type TargetShare } from './click-targets.ts';
import type { FollowedLink } from './followed-link.ts';
import { findMembers, memberKey, OWN_WALL, type MemberName } from './members.ts';
import type { PublisherValues } from './parameters.ts';
import { readTestMark } from './test-links.ts';
import { loadViews, type ViewOfClick } from './views-of-clicks.ts';

/** A click that leads somewhere, before anybody asked whether it may. */
export interface FoundClick {
  readonly link: FollowedLink;
  readonly target: ClickTarget;
  readonly member: MemberName;
  /** The view's parameters with those of the click over them. */
  readonly values: PublisherValues;
  readonly viewId: string | null;
  readonly isTest: boolean;
}

/** What the clicks of a batch are decided over. */
export interface LoadedClicks {
  /** In the order of the links. */
  readonly found: readonly (FoundClick | Failure)[];
  readonly state: LoadedState;
  /** Members that exist already, by {@link memberKey}. */
  readonly memberIds: ReadonlyMap<string, string>;
  /** Of every target, by the key of its pair of versions. */
  readonly terms: ReadonlyMap<string, Terms>;
  readonly world: World;
}

interface NamedOffer {
  readonly link: FollowedLink;
  readonly offerId: string;
  readonly share: TargetShare | null;
  readonly values: PublisherValues;
  readonly viewId: string | null;
}

/** Loads what links lead to and how their members stand, and locks the attempts that exist. */
export async function loadFollowed(
  context: Context,
  tx: TenantTransaction,
  links: readonly FollowedLink[],
): Promise<LoadedClicks> {
  const { tenantId } = tx;
  const named = await findOffers(tx, links);
  const offers = named.flatMap((one) => (isFailure(one) ? [] : [one]));
  const offerIds = [...new Set(offers.map(({ offerId }) => offerId))];
  const memberIds = await findMembers(
    tx,
    offers.flatMap((one) => memberOf(one) ?? []),
  );
  const pairs = offers.flatMap((one) => {
    const member = memberOf(one);
    const memberId = member === null ? undefined : memberIds.get(memberKey(member));
    return memberId === undefined ? [] : [{ memberId, offerId: one.offerId }];
  });
  const [state, versions] = await together(
    loadState(tx, tenantId, pairs, undefined, offerIds),
    loadValidVersions(tx, tenantId, offerIds),
  );
  const found: (FoundClick | Failure)[] = [];
  for (const one of named) {
    if (isFailure(one)) {
      found.push(one);
      continue;
    }
    const offer = state.offers.get(one.offerId);
    const version = versions.get(one.offerId);
    found.push(
      offer === undefined || version === undefined
        ? notFound(one.share === null ? 'offer' : 'link')
        : await completed(context, tx, one, { offer, ...version, share: one.share }),
    );
  }
  const targets = found.flatMap((one) => (isFailure(one) ? [] : [versionsOf(one.target)]));
  const terms = await loadTerms(tx, tenantId, targets, state.offers);
  const world = await loadWorld(context.database, tx);
  return { found, state, memberIds, terms, world };
}

/** Whether a link led nowhere. */
export function isFailure(one: object): one is Failure {
  return 'kind' in one && one.kind === 'failure';
}

/** The pair of versions that a target stands under. */
export function versionsOf({ offer, offerVersionId, share }: ClickTarget): VersionPair {
  return { offerId: offer.today.offerId, offerVersionId, shareVersionId: share?.shareVersionId ?? null };
}

/** Finds the offer that each link names, by its view or share where it names that. */
async function findOffers(
  tx: TenantTransaction,
  links: readonly FollowedLink[],
): Promise<(NamedOffer | Failure)[]> {
  const viewIds = new Set(links.flatMap(({ name }) => (name.by === 'view' ? [name.viewId] : [])));
  const shareIds = new Set(links.flatMap(({ name }) => (name.by === 'share' ? [name.shareId] : [])));
  const [views, shares] = await together(
    loadViews(tx, tx.tenantId, [...viewIds]),
    loadShares(tx, tx.tenantId, [...shareIds]),
  );
  return links.map((link) => {
    const { name, values } = link;
    if (name.by === 'offer') return { link, offerId: name.offerId, share: null, values, viewId: null };
    if (name.by === 'view') return ofView(link, name, views.get(name.viewId));
    const share = shares.get(name.shareId);
    return share === undefined
      ? notFound('link')
      : { link, offerId: share.offerId, share, values, viewId: null };
  });
}

function ofView(
  link: FollowedLink,
  { viewId, offerId }: { readonly viewId: string; readonly offerId: string | undefined },
  view: ViewOfClick | undefined,
): NamedOffer | Failure {
  if (view === undefined || (offerId !== undefined && offerId !== view.offerId))
    return refused('NotFound', 'No such view exists');
  return { link, offerId: view.offerId, share: null, values: { ...view.values, ...link.values }, viewId };
}

function memberOf({ values, share }: NamedOffer): MemberName | null {
  const { pub_member_id: pubMemberId } = values;
  return pubMemberId === undefined ? null : { sourceId: share?.partnerId ?? OWN_WALL, pubMemberId };
}

async function completed(
  context: Context,
  tx: TenantTransaction,
  named: NamedOffer,
  target: ClickTarget,
): Promise<FoundClick | Failure> {
  const { link, values, viewId, share, offerId } = named;
  const signedId = share?.shareId ?? offerId;
  const test = await readTestMark(context, tx, tx.tenantId, link.test, signedId);
  if (test === 'unsigned')
    return refused('ValidationError', 'test: this link was not signed as a test, or is over');
  const member = memberOf(named);
  if (member === null) return refused('ValidationError', 'pub_member_id: is required');
  return { link, target, member, values, viewId, isTest: test === 'yes' };
}
