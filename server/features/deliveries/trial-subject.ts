import { randomBytes } from 'node:crypto';
import type { TenantTransaction } from '#database/transaction.ts';
import { callbackRequest } from '#domain/delivery/callback.ts';
import { dialects, type DialectName } from '#domain/delivery/dialects/registry.ts';
import { parseDialectAddress } from '#domain/delivery/dialects/request.ts';
import type { DeliveryFacts } from '#domain/delivery/facts.ts';
import { partnerPostbackRequest } from '#domain/delivery/partner-postback.ts';
import type { DeliveryRequest } from '#domain/delivery/request.ts';
import { callbackTrial, dialectTrial, partnerPostbackTrial } from '#domain/delivery/trial/plan.ts';
import type { TrialCall, TrialCheck } from '#domain/delivery/trial/plan.ts';
import { sampleFacts } from '#domain/delivery/trial/sample.ts';
import { parsePartnerPostback } from '#domain/macros/partner-postback.ts';
import { parseTemplate } from '#domain/macros/template.ts';
import type { Context } from '../../context.ts';
import { refuse } from '../../http/answer.ts';
import { loadSettings, type StoredSettings } from '../settings/exports.ts';
import { dialectCallback } from './dialect.ts';
import { readCallbackSecrets } from './secrets.ts';
import { callbackHeaders, signingKey, type CallbackSecrets } from './sign.ts';

const MICROS_PER_SECOND = 1_000_000;
const OLD_SECONDS = 3_600;
const USER_AGENT = 'Pitwall';

/** A receiver that is tried, and how calls to it are made. */
export interface TrialSubject {
  readonly kind: 'Callback' | 'PartnerPostback';
  readonly url: string;
  readonly dialect: DialectName | null;
  readonly checks: readonly TrialCheck[];
  /** Null where there is nothing to send. */
  prepare(call: TrialCall): PreparedCall | null;
}

/** A call that is ready to be sent. */
export interface PreparedCall {
  readonly request: DeliveryRequest;
  readonly headers: Readonly<Record<string, string>>;
  /** The header whose value is never shown. */
  readonly hiddenHeader: string | null;
}

/**
 * A receiver of callbacks: at the address given, or at the one of the settings, in the shape of the settings. The own
 * header is a password: it is sent to the address of the settings alone.
 */
export async function callbackSubject(
  context: Context,
  tx: TenantTransaction,
  given: string | null,
): Promise<TrialSubject> {
  const settings = await loadSettings(tx, tx.tenantId);
  const { callback } = settings.document;
  const url = given ?? callback.url;
  if (url === null) refuse('ValidationError', 'url: is required, since the settings hold no address');
  const dialect = callback.dialect === null ? null : dialects[callback.dialect];
  const parsed = dialect === null ? parseTemplate(url, []) : parseDialectAddress(dialect, url);
  if (parsed.problems) refuse('ValidationError', ...parsed.problems.map((problem) => `url: ${problem}`));
  const known = await readCallbackSecrets(context, tx, tx.tenantId);
  const secrets = { ...known, header: url === callback.url ? known.header : null };
  const requestOf =
    dialect === null
      ? ownRequests(context, url)
      : dialectRequests(context, {
          ...settings,
          document: { ...settings.document, callback: { ...callback, url } },
        });
  const wrong = wrongSecrets(secrets);
  return {
    kind: 'Callback',
    url,
    dialect: callback.dialect,
    checks: dialect === null ? callbackTrial : dialectTrial(dialect),
    prepare(call) {
      const made = requestOf(call);
      if (made === null) return null;
      const { id, request } = made;
      const now = Math.floor(context.clock.now() / MICROS_PER_SECOND);
      const proof = callbackHeaders(
        call.proof === 'wrong' ? wrong : secrets,
        id,
        call.proof === 'old' ? now - OLD_SECONDS : now,
        request.body ?? '',
      );
      return {
        request,
        headers: { 'user-agent': USER_AGENT, ...request.headers, ...proof },
        hiddenHeader: secrets.header?.name.toLowerCase() ?? null,
      };
    },
  };
}

/** A partner's receiver of postbacks at a template. */
export function partnerPostbackSubject(context: Context, template: string): TrialSubject {
  const { problems = [] } = parsePartnerPostback(template);
  if (problems.length > 0) refuse('ValidationError', ...problems.map((problem) => `url: ${problem}`));
  const factsOf = conversions(context);
  return {
    kind: 'PartnerPostback',
    url: template,
    dialect: null,
    checks: partnerPostbackTrial,
    prepare(call) {
      const request = partnerPostbackRequest(template, factsOf(call));
      return (
        request && { request, headers: { 'user-agent': USER_AGENT, ...request.headers }, hiddenHeader: null }
      );
    },
  };
}

interface MadeRequest {
  readonly id: string;
  readonly request: DeliveryRequest;
}

/** Requests in the shape of this API; those of one delivery are the same object. */
function ownRequests(context: Context, url: string): (call: TrialCall) => MadeRequest {
  const factsOf = conversions(context);
  const made = new Map<number, MadeRequest>();
  return (call) => {
    const known = made.get(call.delivery);
    if (known) return known;
    const id = context.newId();
    const request = callbackRequest(url, id, context.clock.now(), factsOf(call));
    const body = call.hasUnknownFields ? withUnknownFields(request.body ?? '{}') : request.body;
    const fresh = { id, request: { ...request, body } };
    made.set(call.delivery, fresh);
    return fresh;
  };
}

/** Requests in the shape of another wall. */
function dialectRequests(
  context: Context,
  settings: StoredSettings,
): (call: TrialCall) => MadeRequest | null {
  const { dialect: name } = settings.document.callback;
  const wrongSecret = context.vault.seal(randomBytes(16).toString('hex'));
  const factsOf = conversions(context);
  const made = new Map<number, MadeRequest | null>();
  return (call) => {
    const known = made.get(call.delivery);
    if (known !== undefined || name === null) return known ?? null;
    const facts = factsOf(call);
    const written = { id: context.newId(), at: context.clock.now(), facts };
    const signing =
      call.proof === 'wrong' ? { ...settings, callbackDialectSecretSealed: wrongSecret } : settings;
    const earlier = new Map([[facts.conversionId, call.earlier]]);
    const request = dialectCallback(context, dialects[name], signing, earlier, written);
    const fresh = request && { id: written.id, request };
    made.set(call.delivery, fresh);
    return fresh;
  };
}

/** Makes up a conversion for each that a trial is about. */
function conversions(context: Context): (call: TrialCall) => DeliveryFacts {
  const made = new Map<number, DeliveryFacts>();
  return ({ conversion, status }) => {
    const facts = made.get(conversion) ?? sampleFacts(() => context.newId(), context.clock.now());
    made.set(conversion, facts);
    return { ...facts, status, rejectionReason: status === 'Rejected' ? 'callback test' : null };
  };
}

function withUnknownFields(body: string): string {
  const sent = JSON.parse(body) as { conversion: object };
  const unknown = { aFieldOfTomorrow: { nested: ['text', 1, null] } };
  return JSON.stringify({ ...sent, conversion: { ...sent.conversion, ...unknown }, ...unknown });
}

/** What somebody would send who does not know the secrets. */
function wrongSecrets({ header }: CallbackSecrets): CallbackSecrets {
  return {
    signing: [signingKey(randomBytes(32).toString('base64'))],
    header: header && { name: header.name, value: 'not-the-value' },
  };
}
