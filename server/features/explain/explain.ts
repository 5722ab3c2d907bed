import { explainOffer, type ExplainedRule } from '#contract/explain.ts';
import type { DataOf } from '#contract/endpoint.ts';
import { explainAvailability } from '#domain/explain-availability.ts';
import { explainTargeting } from '#domain/targeting/match.ts';
import type { OfferTargeting } from '#domain/targeting/rules.ts';
import { notFound, ok } from '../../http/answer.ts';
import { read, type ReadCall } from '../../http/route.ts';
import {
  limitUseOf,
  loadOffer,
  loadOfferNames,
  loadOpenUse,
  loadWorld,
  type StoredOffer,
} from '../catalog/exports.ts';
import { loadShareOf, type StoredShare } from '../partners/exports.ts';
import { loadSettings } from '../settings/exports.ts';
import { audienceOf, doneSteps, isUsedUp, loadStanding } from '../wall/exports.ts';

type Call = ReadCall<typeof explainOffer>;
type Explained = Pick<DataOf<typeof explainOffer>, 'atBottom' | 'rules'>;

/** Explains an offer to an operator. It reads what is stored, never a copy in memory, so that it can be held against it. */
export const explainOfferRoute = read(explainOffer, async (call) => {
  const offer = await loadOffer(call.tx, call.tenant.id, call.query.offerId);
  if (!offer) return notFound('offer');
  const explained = await (call.query.partnerId === undefined
    ? explainOnWall(call, offer)
    : explainLink(call, offer, call.query.partnerId));
  return ok({
    offerId: offer.id,
    name: offer.content.name,
    isShown: explained.rules.every(({ pass, offerEventId }) => pass || offerEventId !== null),
    ...explained,
  });
});

/** Who is asked for, what they may see, and what they have done. */
async function explainOnWall(call: Call, offer: StoredOffer): Promise<Explained> {
  const { context, tx, tenant, query } = call;
  const world = await loadWorld(context.database, tx);
  const { document } = await loadSettings(tx, tenant.id);
  const origin = { ip: query.ip ?? '', userAgent: query.userAgent };
  const audience = await audienceOf(context, world, query, origin);
  const options = {
    unknownAudience: document.unknownAudience,
    placementId: query.placementId ?? null,
  };
  const targeting = explainTargeting(await loadTargeting(call, offer), audience, options);
  const pubMemberId = query.pub_member_id ?? '';
  const standing = pubMemberId === '' ? undefined : await loadStanding(tx, tenant.id, pubMemberId);
  const attempts = standing?.get(offer.id) ?? [];
  const { allowRepetitions } = offer.content;
  const isCompleted = attempts.some(({ end }) => end === 'completed');
  return {
    atBottom: targeting.some((rule) => rule.atBottom),
    rules: [
      ...targeting.map(({ rule, seen, required, pass, smallestChange }): ExplainedRule => ({
        rule,
        group: 'targeting',
        offerEventId: null,
        seen,
        required,
        pass,
        smallestChange,
      })),
      ...(await availabilityRules(call, offer, doneSteps(attempts, allowRepetitions), null)),
      memberRule('member', pubMemberId || 'unknown', 'known', pubMemberId !== '', 'send pub_member_id'),
      memberRule(
        'completed',
        isCompleted ? 'completed' : 'not completed',
        allowRepetitions ? 'any' : 'not completed',
        !isUsedUp(attempts, allowRepetitions),
        'set allowRepetitions',
      ),
    ],
  };
}

/** The link of a partner asks for the share and for availability, not for targeting. */
async function explainLink(call: Call, offer: StoredOffer, partnerId: string): Promise<Explained> {
  const share = await loadShareOf(call.tx, call.tenant.id, partnerId, offer.id);
  const isActive = share?.isActive ?? false;
  const change = `share the offer with the partner ${partnerId}`;
  return {
    atBottom: false,
    rules: [
      ...(await availabilityRules(call, offer, new Set(), share ?? null)),
      memberRule('share', isActive ? 'shared' : 'not shared', 'shared', isActive, change),
    ],
  };
}

async function availabilityRules(
  { tx, tenant }: Call,
  offer: StoredOffer,
  finishedIds: ReadonlySet<string>,
  share: StoredShare | null,
): Promise<ExplainedRule[]> {
  const { content, isPaused } = offer;
  const subjects = [offer.id, ...content.offerEvents.map(({ id }) => id)];
  const use = limitUseOf(offer, await loadOpenUse(tx, tenant.id, subjects, offer.readAt), share);
  return explainAvailability({ ...content, isPaused }, use, finishedIds, offer.readAt).map((row) => ({
    rule: row.rule,
    group: 'availability',
    offerEventId: row.offerEventId,
    seen: row.seen,
    required: row.required,
    pass: row.pass,
    smallestChange: row.smallestChange,
  }));
}

async function loadTargeting(
  { context, tx, tenant }: Call,
  { content }: StoredOffer,
): Promise<OfferTargeting> {
  const world = await loadWorld(context.database, tx);
  const names = await loadOfferNames(tx, tenant.id, [content]);
  return {
    countries: content.countryIds.flatMap((id) => world.countries.get(id)?.code2 ?? []),
    states: content.countryStateIds.flatMap((id) => world.states.get(id)?.code ?? []),
    zipCodes: content.zipCodes,
    age: names.ages.get(content.ageId) ?? { from: null, to: null },
    genders: content.genderIds.flatMap((id) => names.genders.get(id) ?? []),
    deviceTypes: content.deviceTypes,
    placementIds: content.placementIds,
    showAtBottomToAllUnselectedGenders: content.showAtBottomToAllUnselectedGenders,
  };
}

function memberRule(
  rule: 'member' | 'completed' | 'share',
  seen: string,
  required: string,
  pass: boolean,
  change: string,
): ExplainedRule {
  return {
    rule,
    group: 'member',
    offerEventId: null,
    seen,
    required,
    pass,
    smallestChange: pass ? null : change,
  };
}
