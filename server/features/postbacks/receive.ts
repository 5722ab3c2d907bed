import { timingSafeEqual } from 'node:crypto';
import {
  receiveBarePostback,
  receiveBarePostbackBody,
  receivePostback,
  receivePostbackBody,
} from '#contract/postbacks.ts';
import { inTenant } from '#database/transaction.ts';
import type { TrackingSystem } from '#domain/offer.ts';
import { senderAnswer } from '#domain/tracking-systems/registry.ts';
import type { Context } from '../../context.ts';
import { file, ok, refused, type Answer, type Failure } from '../../http/answer.ts';
import { unlessFull } from '../../http/full-queue.ts';
import { open, type OpenCall, type RequestFacts } from '../../http/route.ts';
import { readHost } from '../../http/tenancy.ts';
import { hashOf } from '../../platform/vault.ts';
import { loadMoment } from '../conversions/exports.ts';
import { loadSettings } from '../settings/exports.ts';
import { wordsFor, type PostbackReply } from './answers.ts';
import { findPair, type KnownPair } from './find-pair.ts';
import { findPairOfSignature } from './find-pair-of-signature.ts';
import { postbackQueue } from './queue.ts';
import { keepRequests } from './raw-requests.ts';
import { readRequest, type ReadRequest } from './read-request.ts';

const noStore = { 'cache-control': 'no-store' };

/** A HEAD asks whether something is there; it is no conversion. */
const onlyLooking = refused('MethodNotAllowed', 'This path takes GET, POST');
const wrongSegment = refused('Unauthorized', 'securitySegment: no such postback address exists');
const wrongSignature = refused('Unauthorized', 'signature: is not valid for this call');

/** The pair that opens a call, or none where the tenant allows bare calls. */
type OpenedBy = Pick<KnownPair, 'id' | 'trackingSystem'> | null;

type Call = OpenCall<typeof receivePostback>;

/** Takes a postback at a tenant's secret address. */
async function receive(call: Call): Promise<Answer<never>> {
  const { context, params, request } = call;
  if (request.method === 'HEAD') return onlyLooking;
  const read = readRequest(request, call.body);
  const pair = await findPair(context, `postback/${params.first}/${params.second}`);
  const { tenantName } = readHost(request.headers.host, context.config.baseDomain);
  if (pair === undefined) return refuseOpenly(call, read, wrongSegment);
  if (tenantName !== undefined && tenantName !== pair.tenantName) return wrongSegment;
  const isSigned = read.signature !== null && timingSafeEqual(hashOf(read.signature), pair.signatureHash);
  if (!isSigned) {
    await keepRefused(context, pair.tenantId, read, pair.id, 'wrong_secret');
    return wrongSignature;
  }
  return take(call, pair.tenantId, read, pair);
}

/** Takes a postback without a secret address, where the tenant allows that; a signature must be right if there is one. */
async function receiveBare(call: OpenCall<typeof receiveBarePostback>): Promise<Answer<never>> {
  const { context, tenant, request } = call;
  if (request.method === 'HEAD') return onlyLooking;
  const read = readRequest(request, call.body);
  if (tenant === undefined) return refused('NotFound', 'No such path exists');
  const { allowed, pair } = await inTenant(
    context.database,
    tenant.id,
    async (tx) => {
      const { document } = await loadSettings(tx, tenant.id);
      const isAllowed = document.postback.allowBarePath;
      const { signature } = read;
      return {
        allowed: isAllowed,
        pair: isAllowed && signature !== null ? await findPairOfSignature(tx, tenant.id, signature) : null,
      };
    },
    { readOnly: true },
  );
  if (!allowed) return refused('NotFound', 'No such path exists');
  if (read.signature !== null && pair === null) {
    await keepRefused(context, tenant.id, read, null, 'wrong_secret');
    return wrongSignature;
  }
  return take(call, tenant.id, read, pair);
}

/** The wrong segment names no tenant, but the host may. */
async function refuseOpenly(call: Call, read: ReadRequest, failure: Failure): Promise<Failure> {
  if (call.tenant !== undefined) await keepRefused(call.context, call.tenant.id, read, null, 'wrong_secret');
  return failure;
}

async function take(
  { context, request }: Pick<Call, 'context' | 'request'>,
  tenantId: string,
  read: ReadRequest,
  pair: OpenedBy,
): Promise<Answer<never>> {
  const { parameters, raw } = read;
  if (parameters === null) {
    await keepRefused(context, tenantId, read, pair?.id ?? null, 'unreadable');
    return refused('ValidationError', 'body: cannot be read as a form or as a flat JSON object');
  }
  const item = {
    parameters,
    pairId: pair?.id ?? null,
    boundSystem: pair?.trackingSystem ?? null,
    ip: raw.ip,
    raw,
  };
  const reply = await unlessFull(postbackQueue(context).submit(tenantId, item), 'postbacks');
  return answerWith(reply, item.boundSystem, request);
}

/**
 * Answers in the envelope; in plain text only where the pair is bound to a system whose own software reads that, and
 * the caller did not ask for JSON.
 */
function answerWith(
  reply: PostbackReply,
  boundSystem: TrackingSystem | null,
  { headers }: RequestFacts,
): Answer<never> {
  const { status, data, messages } = reply;
  if (status === 401) return wrongSignature;
  const wanted = boundSystem === null ? null : senderAnswer(boundSystem);
  if (wanted === null || headers.accept?.startsWith('application/json') === true)
    return ok(data as never, { status, messages, headers: noStore });
  return file(wanted.contentType, wordsFor(wanted, reply), { status, headers: noStore });
}

/** Keeps a request that was turned away, so that the tenant can see why nothing arrives. */
async function keepRefused(
  context: Context,
  tenantId: string,
  { raw, parameters }: ReadRequest,
  pairId: string | null,
  reason: 'wrong_secret' | 'unreadable',
): Promise<void> {
  const causes = {
    wrong_secret:
      parameters?.length === 0
        ? 'The postback carries no signature'
        : 'The security segment or the signature is not the one in force',
    unreadable: 'The body is neither a form nor a flat JSON object',
  };
  await inTenant(context.database, tenantId, async (tx) => {
    const { now } = await loadMoment(tx, tenantId);
    await keepRequests(tx, tenantId, now, [
      {
        id: context.newId(now),
        receivedAt: now,
        pairId,
        outcome: 'refused',
        reason,
        cause: causes[reason],
        read: null,
        clickId: null,
        offerId: null,
        conversionId: null,
        warnings: [],
        raw,
      },
    ]);
  });
}

/** Inbound postbacks. */
export const receiveRoutes = [
  open(receivePostback, receive),
  open(receivePostbackBody, (call) => receive(call as never)),
  open(receiveBarePostback, receiveBare),
  open(receiveBarePostbackBody, (call) => receiveBare(call as never)),
];
