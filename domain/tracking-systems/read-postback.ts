import { decimal, multiply, parseDecimal, toText } from '../money.ts';
import type { TrackingSystem as TrackingSystemName } from '../offer.ts';
import { parseInstant, second } from '../time.ts';
import type { Micros } from '../time.ts';
import { entriesOf, ParameterValues } from './parameter-values.ts';
import type { PostbackParameters } from './parameter-values.ts';
import { ownParameters } from './preset.ts';
import { allTrackingSystems, trackingSystem } from './registry.ts';
import type { InboundParameter, PostbackField } from './types.ts';
import { looksUnfilled } from './unfilled.ts';

/** What a postback was understood to say. Texts are as received, trimmed; absent ones are null. */
export type ReadPostback = {
  clickId: string | null;
  eventId: string | null;
  /** In whole currency units. */
  amountText: string | null;
  /** ISO 4217 in capitals, or whatever was sent in its place. */
  currency: string | null;
  conversionId: string | null;
  ip: string | null;
  email: string | null;
  userId: string | null;
  /** `cnv_sub_1` to `cnv_sub_5`. */
  subs: readonly [string | null, string | null, string | null, string | null, string | null];
  /** When the provider says it happened, where the system's preset carries a time. */
  providerTime: Micros | null;
  /** Codes for the inbox and the conversion's history. */
  warnings: readonly PostbackWarning[];
};

/** What was odd about a postback that is read all the same. */
export type PostbackWarning =
  | 'click_id_unfilled'
  | 'event_id_unfilled'
  | 'amount_unfilled'
  | 'conversion_id_unfilled'
  | 'amount_in_cents'
  | 'time_unreadable';

type Found = { value: string | null; by: InboundParameter | null; unfilled: string | null };

const warningOfUnfilled: Partial<Record<PostbackField, PostbackWarning>> = {
  clickId: 'click_id_unfilled',
  eventId: 'event_id_unfilled',
  amount: 'amount_unfilled',
  conversionId: 'conversion_id_unfilled',
};

/**
 * Reads a postback by our own parameter names and, beside them, by those of the click's tracking system. Ours win
 * where they carry a value; then the system's in its order of preference. A name matches exactly first, then in any
 * letter case. Empty values and unreplaced macros count as absent, with a warning.
 *
 * @param system the tracking system of the click's offer, or null when no click is known.
 */
export function readPostback(
  system: TrackingSystemName | null,
  parameters: PostbackParameters,
): ReadPostback {
  const preset = system === null ? null : trackingSystem(system);
  const values = new ParameterValues(parameters, preset?.postbackIn.jsonField ?? null);
  const known = [...ownParameters, ...(preset?.postbackIn.parameters ?? [])];
  const warnings: PostbackWarning[] = [];
  const read = (field: PostbackField): Found => {
    const found = findField(values, known, field);
    const warning = warningOfUnfilled[field];
    // An empty id is worth a warning, because repeats then look alike; other empty values are usual.
    const isOdd = field === 'conversionId' ? found.unfilled !== null : Boolean(found.unfilled);
    if (isOdd && warning !== undefined) warnings.push(warning);
    return found;
  };
  const amount = read('amount');
  const currency = read('currency').value;
  const result = {
    clickId: read('clickId').value,
    eventId: read('eventId').value,
    amountText: wholeUnits(amount, warnings),
    currency: amount.by?.fixedCurrency ?? currency?.toUpperCase() ?? null,
    conversionId: read('conversionId').value,
    ip: read('ip').value,
    email: read('email').value,
    userId: read('userId').value,
    subs: [
      read('sub1').value,
      read('sub2').value,
      read('sub3').value,
      read('sub4').value,
      read('sub5').value,
    ],
    providerTime: providerTime(read('time'), warnings),
  } satisfies Omit<ReadPostback, 'warnings'>;
  return { ...result, warnings };
}

/**
 * The values of a postback that may be our click id, before the click and so the tracking system is known: that of
 * `gk_click_id` first, then those under the click parameters of the system the security pair is bound to, then
 * those of every other system. Unreplaced macros are left out. They come one by one, because the first is nearly
 * always the one.
 *
 * The first value that names a click is the one, provided that reading the postback by the system of that click's
 * offer gives the same click id.
 */
export function* clickIdCandidates(
  parameters: PostbackParameters,
  boundSystem: TrackingSystemName | null = null,
): Generator<string, void> {
  const given = new Set<string>();
  for (const { value } of clickIdReadings(parameters, boundSystem)) {
    if (value === null || given.has(value)) continue;
    given.add(value);
    yield value;
  }
}

/**
 * The click parameter as it was received when it could not be used, for the message to the sender: for example
 * `{click_id}`. Null when none came at all.
 */
export function unusableClickId(parameters: PostbackParameters): string | null {
  for (const { unfilled } of clickIdReadings(parameters, null)) if (unfilled) return unfilled;
  return null;
}

function* clickIdReadings(
  parameters: PostbackParameters,
  boundSystem: TrackingSystemName | null,
): Generator<Found, void> {
  // An iterable can be walked only once, and here it is looked at many times.
  const pairs = [...entriesOf(parameters)];
  const plain = new ParameterValues(pairs, null);
  yield findField(plain, ownParameters, 'clickId');
  const systems = boundSystem === null ? clickReadingOrder : [boundSystem, ...clickReadingOrder];
  for (const name of systems) {
    const { parameters: known, jsonField } = trackingSystem(name).postbackIn;
    const values = jsonField === null ? plain : new ParameterValues(pairs, jsonField);
    yield findField(values, known, 'clickId');
  }
}

// Systems that share their click parameters need to be asked only once.
const clickReadingOrder: readonly TrackingSystemName[] = (() => {
  const seen = new Set<string>();
  return allTrackingSystems
    .filter(({ postbackIn }) => {
      const names = postbackIn.parameters.filter(({ field }) => field === 'clickId');
      const key = JSON.stringify([names.map(({ parameter }) => parameter), postbackIn.jsonField]);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map(({ name }) => name);
})();

function findField(values: ParameterValues, known: readonly InboundParameter[], field: PostbackField): Found {
  let unfilled: string | null = null;
  for (const candidate of known) {
    if (candidate.field !== field) continue;
    for (const value of values.named(candidate.parameter)) {
      if (!looksUnfilled(value)) return { value, by: candidate, unfilled: null };
      // A macro says more to the reader of the inbox than an empty value.
      unfilled = value === '' ? (unfilled ?? '') : value;
    }
  }
  return { value: null, by: null, unfilled };
}

const hundredth = decimal('0.01');

function wholeUnits({ value, by }: Found, warnings: PostbackWarning[]): string | null {
  if (value === null || by === null || by.form !== 'cents') return value;
  warnings.push('amount_in_cents');
  const cents = parseDecimal(value);
  // An amount nobody can read is passed on as it is, so that the decision names it.
  return cents === null ? value : toText(multiply(cents, hundredth));
}

// Counts above this are milliseconds whatever the preset says: as seconds they would lie beyond the year 5000.
const largestSeconds = 100_000_000_000;
const millisecond = second / 1000;

function providerTime({ value, by }: Found, warnings: PostbackWarning[]): Micros | null {
  if (value === null || by === null) return null;
  const at = by.form === 'date-time' ? parseInstant(value) : unixTime(value, by.form);
  if (at === null) warnings.push('time_unreadable');
  return at;
}

function unixTime(value: string, form: InboundParameter['form']): Micros | null {
  if (!/^\d{1,13}(\.\d+)?$/.test(value)) return null;
  const count = Number(value);
  const inSeconds = form === 'unix-seconds' && count <= largestSeconds;
  return Math.floor(count * (inSeconds ? second : millisecond));
}
