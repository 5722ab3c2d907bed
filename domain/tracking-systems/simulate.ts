import type { TrackingSystem as TrackingSystemName } from '../offer.ts';
import { decimal, multiply, parseDecimal, toText } from '../money.ts';
import { formatInstant, second } from '../time.ts';
import type { Micros } from '../time.ts';
import { postbackUrlTemplate } from './postback-url.ts';
import { ownParameters } from './preset.ts';
import { trackingSystem } from './registry.ts';
import type { InboundParameter, PostbackField, TrackingSystem, ValueForm } from './types.ts';

/** What a simulated sender does: the right thing, or one of the mistakes that senders make. */
export const senderBehaviours = [
  'success',
  'unfilled_macro',
  'unknown_click',
  'missing_click',
  'unknown_event',
  'missing_amount',
  'unreadable_amount',
  'negative_amount',
  'wrong_signature',
  'wrong_address',
  'duplicate',
] as const;
export type SenderBehaviour = (typeof senderBehaviours)[number];

/** The conversion that a simulated sender tells of. */
export type SimulatedConversion = {
  readonly clickId: string;
  readonly eventId: string | null;
  /** In whole currency units, as text. */
  readonly amount: string | null;
  /** ISO 4217. */
  readonly currency: string | null;
  readonly conversionId: string | null;
  readonly ip: string | null;
  /** When the sender says it happened. */
  readonly at: Micros;
};

/** A request as it would leave the sender. */
export type SimulatedRequest = {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
};

/** What to simulate. */
export type Simulation = {
  readonly system: TrackingSystemName;
  /** The tenant's postback address with its signature. */
  readonly baseUrl: string;
  readonly conversion: SimulatedConversion;
  readonly behaviour: SenderBehaviour;
  /**
   * `ready-url`: the operator pasted our ready URL and the system fills its macros;
   * `own-names`: the system calls with its own parameter names.
   */
  readonly naming: 'ready-url' | 'own-names';
};

/** A click id of the right form that no click has. */
export const unknownClickId = '00000000-0000-7000-8000-000000000000';

/** The requests that the tracking system would send, in order; two of them for `duplicate`. */
export function simulatePostback(simulation: Simulation): SimulatedRequest[] {
  const { behaviour } = simulation;
  const system = trackingSystem(simulation.system);
  const values = valuesOf(changed(simulation.conversion, behaviour));
  const baseUrl = changedAddress(simulation.baseUrl, behaviour);
  const parts: RequestParts = { system, baseUrl, values, isUnfilled: behaviour === 'unfilled_macro' };
  const request = simulation.naming === 'ready-url' ? byReadyUrl(parts) : byOwnNames(parts);
  return behaviour === 'duplicate' ? [request, request] : [request];
}

function changed(conversion: SimulatedConversion, behaviour: SenderBehaviour): SimulatedConversion {
  switch (behaviour) {
    case 'unknown_click':
      return { ...conversion, clickId: unknownClickId };
    case 'missing_click':
      return { ...conversion, clickId: '' };
    case 'unknown_event':
      return { ...conversion, eventId: `${conversion.eventId ?? 'event'}-that-nobody-knows` };
    case 'missing_amount':
      return { ...conversion, amount: null };
    case 'unreadable_amount':
      return { ...conversion, amount: 'four dollars' };
    case 'negative_amount':
      return { ...conversion, amount: `-${conversion.amount ?? '1'}` };
    default:
      return conversion;
  }
}

function changedAddress(baseUrl: string, behaviour: SenderBehaviour): string {
  if (behaviour === 'wrong_signature')
    return baseUrl.replace(/([?&]signature=)[^&#]*/, '$1not-the-signature');
  if (behaviour === 'wrong_address') return baseUrl.replace(/\/[^/?#]+\/?(?=\?|$)/, '/not-the-segment/');
  return baseUrl;
}

type Values = Readonly<Partial<Record<PostbackField, string>>>;
type RequestParts = { system: TrackingSystem; baseUrl: string; values: Values; isUnfilled: boolean };

function valuesOf({ clickId, eventId, amount, currency, conversionId, ip, at }: SimulatedConversion): Values {
  const values = { clickId, eventId, amount, currency, conversionId, ip, time: String(at) };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}

function byReadyUrl({ system, baseUrl, values, isUnfilled }: RequestParts): SimulatedRequest {
  const namesEvents = system.template.some(({ field }) => field === 'eventId');
  // Where the system has no macro for the event, operators write it into the URL.
  const fixedEventId = namesEvents ? null : (values.eventId ?? null);
  let url = postbackUrlTemplate(system.name, baseUrl, fixedEventId);
  for (const { parameter, field, macro, form } of system.template) {
    const written = `${parameter}=${macro}`;
    const value = isUnfilled ? macro : inForm(values[field], form);
    if (value !== null) url = url.replace(written, () => `${parameter}=${encodeURIComponent(value)}`);
    else url = withoutValue(url, written, parameter, system);
  }
  return { method: 'GET', url, headers: headersOf(system), body: null };
}

/** Adjust drops a parameter without a value; the others leave it empty. */
function withoutValue(url: string, written: string, parameter: string, system: TrackingSystem): string {
  return system.name === 'Adjust'
    ? url.replace(`&${written}`, () => '')
    : url.replace(written, () => `${parameter}=`);
}

function byOwnNames({ system, baseUrl, values, isUnfilled }: RequestParts): SimulatedRequest {
  const own: [string, string][] = [];
  const ours: [string, string][] = [];
  for (const field of Object.keys(values) as PostbackField[]) {
    const parameter = parameterOf(system, field, values);
    const value = isUnfilled ? macroOf(system, field) : inForm(values[field], parameter?.form ?? 'text');
    if (parameter !== null && value !== null) own.push([parameter.parameter, value]);
    else if (field === 'eventId' && value !== null) ours.push(['cnv_event_id', value]);
  }
  return system.postbackIn.method === 'GET'
    ? { method: 'GET', url: withQuery(baseUrl, [...own, ...ours]), headers: headersOf(system), body: null }
    : byPost(system, withQuery(baseUrl, ours), own);
}

function byPost(system: TrackingSystem, url: string, own: [string, string][]): SimulatedRequest {
  const { jsonField } = system.postbackIn;
  const fields = jsonField === null ? own : [[jsonField, JSON.stringify(Object.fromEntries(own))]];
  return {
    method: 'POST',
    url,
    headers: { ...headersOf(system), 'content-type': 'application/x-www-form-urlencoded' },
    body: fields.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`).join('&'),
  };
}

/** The preferred parameter of a field; for an amount one whose fixed currency is that of the conversion. */
function parameterOf(system: TrackingSystem, field: PostbackField, values: Values): InboundParameter | null {
  const known = system.postbackIn.parameters.filter((parameter) => parameter.field === field);
  const fitting = known.find(
    ({ fixedCurrency }) => fixedCurrency === undefined || fixedCurrency === values.currency,
  );
  const own =
    system.name === 'CustomTracking' ? ownParameters.find((parameter) => parameter.field === field) : null;
  return own ?? fitting ?? known[0] ?? null;
}

function macroOf(system: TrackingSystem, field: PostbackField): string {
  return (
    system.template.find((candidate) => candidate.field === field)?.macro ?? system.macroBraces.join(field)
  );
}

const hundred = decimal('100');

/** A value as the sender writes it; null when there is none. A time comes in as microseconds since 1970. */
function inForm(value: string | undefined, form: ValueForm): string | null {
  if (value === undefined) return null;
  switch (form) {
    case 'text':
      return value;
    case 'cents': {
      const amount = parseDecimal(value);
      return amount === null ? value : toText(multiply(amount, hundred));
    }
    case 'date-time':
      return formatInstant(Number(value));
    case 'unix-seconds':
      return String(Math.floor(Number(value) / second));
    case 'unix-milliseconds':
      return String(Math.floor((Number(value) / second) * 1000));
  }
}

function withQuery(baseUrl: string, pairs: readonly [string, string][]): string {
  const query = pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return query === '' ? baseUrl : `${baseUrl}${baseUrl.includes('?') ? '&' : '?'}${query}`;
}

function headersOf(system: TrackingSystem): Record<string, string> {
  return { accept: '*/*', 'user-agent': `Pitwall sender simulator (${system.title})` };
}
