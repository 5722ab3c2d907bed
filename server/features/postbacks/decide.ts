import { together, type TenantTransaction } from '#database/transaction.ts';
import type { PostbackRequest } from '#domain/conversion/facts.ts';
import { sentenceOf } from '#domain/conversion/decision.ts';
import { readTrackId } from '#domain/conversion/identity.ts';
import { decideOver, trackIdKey, type Step } from '#domain/conversion/working-copy.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import type { PostbackWarning } from '#domain/tracking-systems/read-postback.ts';
import type { Micros } from '#domain/time.ts';
import type { Context } from '../../context.ts';
import type { Change } from '../../platform/changes.ts';
import {
  DecidedSoFar,
  loadRates,
  loadState,
  rateKey,
  storeDecided,
  storeWarnings,
  type LoadedState,
} from '../conversions/exports.ts';
import { isSourceAllowed } from './allow-list.ts';
import { answerOf, answerOfParked, refusedReply, type PostbackReply } from './answers.ts';
import { loadBoundSystems } from './bound-systems.ts';
import { tellOfParked } from './parked-notices.ts';
import { keepRequests, type KeptRequest } from './raw-requests.ts';
import type { Parameters, RawRequest } from './read-request.ts';
import { resolveClicks, type ResolvedRequest } from './resolve-click.ts';

/** One inbound request of a tenant, its secrets already found right. */
export interface InboundRequest {
  readonly parameters: Parameters;
  readonly pairId: string | null;
  /** The system that the pair is bound to; null for the general pair and for bare requests. */
  readonly boundSystem: TrackingSystem | null;
  readonly ip: string;
  /** How the request came; null for one that is decided again. */
  readonly raw: RawRequest | null;
  /** What is known of a request that was stored before. */
  readonly before?: StoredBefore;
  /** Set where an operator's file stands for it: no secrets are asked, and the file may say when it was completed. */
  readonly upload?: { readonly completedAt: Micros | null };
}

/** What is known of a request that is decided again: an operator answers for it, whatever secrets it came with. */
export interface StoredBefore {
  readonly requestId: string;
  readonly receivedAt: Micros;
  /** The conversion that this very request made; null when it made none. */
  readonly conversion: { readonly id: string; readonly isHeld: boolean } | null;
}

/** What came of requests, in their order, and what to publish after the commit. */
export interface DecidedRequests {
  readonly replies: readonly PostbackReply[];
  readonly changes: readonly Change[];
}

/**
 * Decides requests in the order they are given and stores everything that comes of them, in the one transaction it is
 * given. Nothing is answered before that transaction has committed.
 *
 * @throws LimitsMoved when another transaction took what a decision counted on; to be run again from the start
 */
export async function decideRequests(
  context: Context,
  tx: TenantTransaction,
  requests: readonly InboundRequest[],
): Promise<DecidedRequests> {
  const { tenantId } = tx;
  const [resolved, boundSystems] = await together(
    resolveClicks(tx, tenantId, requests),
    loadBoundSystems(tx, tenantId),
  );
  const state = await loadState(
    tx,
    tenantId,
    resolved.flatMap(({ click }) =>
      click === null || click.attempt_id === null
        ? []
        : [{ memberId: click.member_id, offerId: click.offer_id }],
    ),
    new Map(resolved.flatMap(({ click }) => (click === null ? [] : [[click.id, click] as const]))),
  );
  const asked = await makeRequests(context, tx, state, requests, resolved);
  await loadUsersOfIds(tx, state, asked);
  const run = new Run(state);
  for (const [index, request] of requests.entries()) {
    const found = resolved[index] as ResolvedRequest;
    const isOpen = opens(request, found, boundSystems);
    if (isOpen) run.decide(request, found, asked[index] as PostbackRequest);
    else run.refuse(request, found, asked[index] as PostbackRequest);
  }
  const [, changes] = await together(
    keepRequests(tx, tenantId, state.now, run.kept),
    storeDecided(context, tx, state, run.decided),
    storeWarnings(context, tx, state, run.warnings),
    tellOfParked(context, tx, state.now, run.kept),
  );
  return { replies: run.replies, changes };
}

/** A system with a pair of its own accepts no other; a bound pair opens no other system's offers. */
function opens(
  { boundSystem, before, upload }: InboundRequest,
  { trackingSystem }: ResolvedRequest,
  boundSystems: ReadonlySet<string>,
): boolean {
  if (trackingSystem === null || before || upload) return true;
  return boundSystem === null ? !boundSystems.has(trackingSystem) : boundSystem === trackingSystem;
}

async function makeRequests(
  context: Context,
  tx: TenantTransaction,
  { now, settings, tenantId }: LoadedState,
  requests: readonly InboundRequest[],
  resolved: readonly ResolvedRequest[],
): Promise<PostbackRequest[]> {
  const made = requests.map((request, index): PostbackRequest => {
    const { read, clickId } = resolved[index] as ResolvedRequest;
    const { before } = request;
    return {
      requestId: before?.requestId ?? context.newId(now),
      conversionId: before?.conversion?.id ?? context.newId(now),
      clickId,
      eventId: read.eventId,
      amount: read.amountText,
      currency: read.currency,
      currencyRate: null,
      trackId: read.conversionId,
      isSourceAllowed:
        request.upload !== undefined || isSourceAllowed(request.ip, settings.postback.ipAllowList),
      arrivedAt: before?.receivedAt ?? now,
      providerTime: request.upload?.completedAt ?? read.providerTime,
      isReleased: before?.conversion?.isHeld ?? false,
    };
  });
  const foreign = made.flatMap(({ currency, arrivedAt }) =>
    currency === null || currency === settings.currency ? [] : [{ currency, at: arrivedAt }],
  );
  const rates = await loadRates(tx, tenantId, foreign);
  return made.map((request) =>
    request.currency === null
      ? request
      : {
          ...request,
          currencyRate: rates.get(rateKey({ currency: request.currency, at: request.arrivedAt })) ?? null,
        },
  );
}

/** Loads which members' clicks have used the conversion ids of these requests, at the same offers. */
async function loadUsersOfIds(
  tx: TenantTransaction,
  { copy, tenantId }: LoadedState,
  requests: readonly PostbackRequest[],
): Promise<void> {
  const trackIds = [...new Set(requests.flatMap(({ trackId }) => readTrackId(trackId).trackId ?? []))];
  const offerOfStep = new Map(
    [...copy.offers.values()].flatMap((offer) => offer.steps.map((step) => [step.stepId, offer.offerId])),
  );
  if (trackIds.length === 0 || offerOfStep.size === 0) return;
  const { rows } = await tx.query<{ step_id: string; external_id: string; member_id: string }>(
    `SELECT DISTINCT step_id, external_id, member_id FROM conversion_keys
     WHERE tenant_id = $1 AND external_id = ANY($2::text[]) AND step_id = ANY($3::uuid[])`,
    [tenantId, trackIds, [...offerOfStep.keys()]],
    'load-users-of-ids',
  );
  for (const row of rows) {
    const key = trackIdKey(offerOfStep.get(row.step_id) ?? '', row.external_id);
    copy.trackIdMembers.set(key, new Set(copy.trackIdMembers.get(key)).add(row.member_id));
  }
}

/** Decides request after request over one working copy and gathers what is to be stored and answered. */
class Run {
  readonly replies: PostbackReply[] = [];
  readonly kept: KeptRequest[] = [];
  readonly warnings: ArgumentsOf<typeof storeWarnings>[3][number][] = [];
  readonly decided: DecidedSoFar;
  readonly #state: LoadedState;

  constructor(state: LoadedState) {
    this.#state = state;
    this.decided = new DecidedSoFar(state);
  }

  decide(request: InboundRequest, found: ResolvedRequest, asked: PostbackRequest): void {
    const [own, ...released] = decideOver(this.#state.copy, asked, this.#state.now);
    if (own === undefined) throw new Error('a request was not decided');
    const { decision } = own;
    // What goes on waiting has not changed and gets no second line in its history.
    const isStillHeld = decision.outcome === 'held' && request.before?.conversion?.isHeld === true;
    if (!isStillHeld) this.decided.addStep(own, request.before === undefined ? 'decided' : 'reprocessed');
    for (const step of released) this.decided.addStep(step, 'released');
    const cause = causeOf(decision, found);
    const conversionId = conversionOf(decision);
    const made = request.before?.conversion?.id ?? null;
    this.#keep(request, found, asked, {
      outcome: decision.outcome,
      reason: 'reason' in decision ? decision.reason : null,
      cause,
      // A request that once made a conversion stays with it, whatever it is answered now.
      conversionId: made ?? conversionId,
      warnings: [...decision.warnings, ...found.read.warnings],
    });
    if (decision.outcome === 'parked') {
      this.replies.push(answerOfParked(decision, cause ?? ''));
      return;
    }
    const conversion = this.#state.copy.attempts
      .get(found.click?.attempt_id ?? '')
      ?.conversions.find((one) => one.conversionId === conversionId);
    if (conversion === undefined) throw new Error(`conversion ${conversionId} is not in the working copy`);
    this.replies.push(answerOf(conversion));
    for (const code of [...decision.warnings, ...found.read.warnings]) {
      this.warnings.push({ conversionId: conversion.conversionId, code, requestId: asked.requestId });
    }
  }

  refuse(request: InboundRequest, found: ResolvedRequest, asked: PostbackRequest): void {
    this.#keep(request, found, asked, {
      outcome: 'refused',
      reason: 'wrong_secret',
      cause: `Offers of ${found.trackingSystem} accept only the pair that is bound to that system`,
      conversionId: null,
      warnings: found.read.warnings,
    });
    this.replies.push(refusedReply);
  }

  #keep(
    request: InboundRequest,
    { read, click }: ResolvedRequest,
    asked: PostbackRequest,
    result: Pick<KeptRequest, 'outcome' | 'reason' | 'cause' | 'conversionId' | 'warnings'>,
  ): void {
    this.kept.push({
      ...result,
      id: asked.requestId,
      receivedAt: asked.arrivedAt,
      pairId: request.pairId,
      read,
      currencyRate: asked.currencyRate,
      clickId: click?.id ?? null,
      offerId: click?.offer_id ?? null,
      ...(request.raw !== null && { raw: request.raw }),
    });
  }
}

type ArgumentsOf<F extends (...args: never[]) => unknown> = F extends (...args: infer A) => unknown
  ? A
  : never;

function causeOf(decision: Step['decision'], { click, read }: ResolvedRequest): string | null {
  if (decision.outcome !== 'parked') return sentenceOf(decision);
  if (click !== null && click.attempt_id === null)
    return 'The click was made by a robot or a prefetch, which cannot convert';
  // To a decision an unfilled macro is nothing; to whoever mends it, it says where to look.
  const isUnfilled = (warning: PostbackWarning) => read.warnings.includes(warning);
  if (decision.reason === 'unknown_event' && isUnfilled('event_id_unfilled'))
    return 'cnv_event_id holds a macro that was not filled in by the sender, and the offer has several events';
  if (decision.reason === 'amount_missing' && isUnfilled('amount_unfilled'))
    return 'cnv_amount holds a macro that was not filled in by the sender, and the offer pays a share of it';
  return sentenceOf(decision);
}

function conversionOf(decision: Step['decision']): string | null {
  if (decision.outcome === 'parked') return null;
  return decision.outcome === 'duplicate' ? decision.conversionId : decision.draft.conversionId;
}
