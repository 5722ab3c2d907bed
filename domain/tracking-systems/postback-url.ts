import type { TrackingSystem as TrackingSystemName } from '../offer.ts';
import { ownParameters } from './preset.ts';
import { trackingSystem } from './registry.ts';

/** The parameters of ours that every ready postback URL of the general pair names. */
const generalFields = ['clickId', 'eventId', 'amount', 'conversionId'] as const;

/**
 * The postback URL to paste into a tracking system: the base with our parameter names, each filled by the system's
 * own macro. The macros stand as the system's screen wants them, not percent-encoded.
 *
 * @param system null for the general pair: each value is then our own name in braces, for the sender to replace.
 * @param baseUrl the tenant's postback address with its `signature`, for example
 * `https://api.demo.example/api/v1/postback/a/b/?signature=s`.
 * @param fixedEventId an event id written into the URL in place of a macro, for systems or screens (installs) whose
 * postback names no event.
 */
export function postbackUrlTemplate(
  system: TrackingSystemName | null,
  baseUrl: string,
  fixedEventId: string | null = null,
): string {
  const pairs: [parameter: string, value: string][] =
    system === null
      ? generalFields.map((field) => {
          const { parameter } = ownParameters.find((own) => own.field === field)!;
          return [parameter, `{${parameter}}`];
        })
      : trackingSystem(system).template.map(({ parameter, macro }) => [parameter, macro]);
  if (fixedEventId !== null) setPair(pairs, 'cnv_event_id', encodeURIComponent(fixedEventId));
  const separator = baseUrl.includes('?') ? '&' : '?';
  return baseUrl + separator + pairs.map(([parameter, value]) => `${parameter}=${value}`).join('&');
}

function setPair(pairs: [string, string][], parameter: string, value: string): void {
  const present = pairs.find(([name]) => name === parameter);
  if (present === undefined) pairs.splice(1, 0, [parameter, value]);
  else present[1] = value;
}

/** What an advertiser pays for a click's conversion, for systems that take cost on the click. */
export type ClickCost = {
  readonly costType: 'CPI' | 'CPA';
  readonly amount: string;
  readonly currency: string;
};

/**
 * The cost parameters that a tracking link gets when the offer sends cost data; empty where the system takes none.
 *
 * @param cost the amount in whole currency units as text, and its ISO 4217 currency.
 */
export function costParameters(
  system: TrackingSystemName,
  { costType, amount, currency }: ClickCost,
): [parameter: string, value: string][] {
  const { cost } = trackingSystem(system).clickOut;
  if (cost === null) return [];
  return [
    [cost.model, costType.toLowerCase()],
    [cost.value, amount],
    [cost.currency, currency],
  ];
}
