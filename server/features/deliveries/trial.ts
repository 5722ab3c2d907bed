import { Readable } from 'node:stream';
import {
  testCallback,
  testPartnerPostback,
  type CallbackTestCall,
  type CallbackTestResult,
} from '#contract/callback-test.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { curlCommand } from '#domain/delivery/trial/curl.ts';
import { gradeCheck, overallResult, type TrialOutcome } from '#domain/delivery/trial/grade.ts';
import type { TrialCheck } from '#domain/delivery/trial/plan.ts';
import { notFound, ok, refuse, type Answer } from '../../http/answer.ts';
import { tenantRoute, type TenantCall } from '../../http/route.ts';
import { sendOutbound } from '../../platform/egress-request.ts';
import { callbackSubject, partnerPostbackSubject, type TrialSubject } from './trial-subject.ts';

const TIMEOUT_MS = 15_000;
/** After this long what is left is skipped, so that whoever asked gets an answer. */
const LONGEST_MS = 60_000;
const PIECES = 4;
const PIECE_EVERY_MS = 400;

/** Tries receivers of callbacks and of partner postbacks. */
export const trialRoutes = [
  tenantRoute(testCallback, async (call) => {
    const { kind = 'Callback', partnerId = null, url = null } = call.body ?? {};
    if (kind === 'PartnerPostback') return tryPartner(call, partnerId, url);
    const subject = await inTenant(
      call.context.database,
      call.tenant.id,
      (tx) => callbackSubject(call.context, tx, url),
      { readOnly: true },
    );
    return ok(await run(call.context, subject));
  }),
  tenantRoute(testPartnerPostback, async (call) =>
    tryPartner(call, call.principal.partnerId, call.body?.url ?? null),
  ),
];

async function tryPartner(
  { context, tenant }: TenantCall<unknown>,
  partnerId: string | null,
  url: string | null,
): Promise<Answer<CallbackTestResult>> {
  const template =
    url ??
    (await inTenant(context.database, tenant.id, (tx) => globalTemplate(tx, partnerId), { readOnly: true }));
  if (template === undefined) return notFound('partner');
  return ok(await run(context, partnerPostbackSubject(context, template)));
}

/** The global address of a partner; undefined where there is no such partner. */
async function globalTemplate(tx: TenantTransaction, partnerId: string | null): Promise<string | undefined> {
  if (partnerId === null) refuse('ValidationError', 'url: is required where partnerId names no partner');
  const { rows } = await tx.query<{ url: string | null }>(
    `SELECT (SELECT b.url FROM partner_postbacks b
             WHERE b.tenant_id = $1 AND b.partner_id = p.id AND b.offer_id IS NULL LIMIT 1) AS url
     FROM partners p WHERE p.tenant_id = $1 AND p.id = $2`,
    [tx.tenantId, partnerId],
  );
  if (rows[0]?.url === null)
    refuse('ValidationError', 'url: is required, since the partner has no global postback');
  return rows[0]?.url;
}

/** Tries one check after the other; a receiver that answers nothing at all is not tried further. */
async function run(
  context: TenantCall<unknown>['context'],
  subject: TrialSubject,
): Promise<CallbackTestResult> {
  const startedAt = performance.now();
  const checks: CallbackTestResult['checks'] = [];
  let isSilent = false;
  for (const check of subject.checks) {
    const why = isSilent
      ? 'The receiver gave no answer before.'
      : performance.now() - startedAt > LONGEST_MS
        ? 'The receiver took too long before.'
        : null;
    if (why !== null) {
      checks.push({ name: check.name, result: 'Skipped', message: why, calls: [] });
      continue;
    }
    const { calls, outcomes } = await runCheck(context, subject, check);
    checks.push({ name: check.name, ...gradeCheck(check, outcomes), calls });
    isSilent ||= outcomes.some(({ result }) => 'error' in result);
  }
  return {
    kind: subject.kind,
    url: subject.url,
    dialect: subject.dialect,
    result: overallResult(checks),
    checks,
  };
}

async function runCheck(context: TenantCall<unknown>['context'], subject: TrialSubject, check: TrialCheck) {
  const calls: CallbackTestCall[] = [];
  const outcomes: TrialOutcome[] = [];
  for (const call of check.calls) {
    const prepared = subject.prepare(call);
    if (prepared === null) continue;
    const { request, headers, hiddenHeader } = prepared;
    const { method, url, body } = request;
    const sent = call.isSlow && body !== null ? inPieces(body, headers) : { headers, body };
    const result = await sendOutbound(context.egress, { method, url, ...sent }, TIMEOUT_MS);
    outcomes.push({ call, result, accepts: request.accepts, durationMs: result.durationMs });
    const shown = hiddenHeader === null ? headers : { ...headers, [hiddenHeader]: '***' };
    const isAnswer = 'status' in result;
    calls.push({
      request: { method, url, headers: shown, body },
      answer: isAnswer ? result.answer : null,
      status: isAnswer ? result.status : null,
      error: isAnswer ? null : result.error,
      durationMs: result.durationMs,
      curl: curlCommand({ method, url, headers: shown, body }),
    });
    if (!isAnswer) break;
  }
  return { calls, outcomes };
}

/** The same body in pieces with pauses between them, as a bad network brings it. */
function inPieces(body: string, headers: TrialHeaders): { headers: TrialHeaders; body: Readable } {
  const bytes = Buffer.from(body);
  const size = Math.ceil(bytes.length / PIECES);
  async function* pieces() {
    for (let from = 0; from < bytes.length; from += size) {
      if (from > 0) await new Promise((resolve) => setTimeout(resolve, PIECE_EVERY_MS));
      yield bytes.subarray(from, from + size);
    }
  }
  return {
    headers: { ...headers, 'content-length': String(bytes.length) },
    body: Readable.from(pieces(), { objectMode: false }),
  };
}

type TrialHeaders = Readonly<Record<string, string>>;
