import type { TrackingSystem as TrackingSystemName } from '../offer.ts';

/** The pieces of a postback that a tracking system may carry, in our own words. */
export type PostbackField =
  | 'clickId'
  | 'eventId'
  | 'amount'
  | 'currency'
  | 'conversionId'
  | 'ip'
  | 'email'
  | 'userId'
  | 'time'
  | 'sub1'
  | 'sub2'
  | 'sub3'
  | 'sub4'
  | 'sub5';

/**
 * How the value of one parameter is written by the sender.
 * - `text`: as it is;
 * - `cents`: an amount in hundredths of the currency unit;
 * - `unix-seconds`, `unix-milliseconds`: a time as a count since 1970;
 * - `date-time`: a time as text; without an offset it is UTC.
 */
export type ValueForm = 'text' | 'cents' | 'unix-seconds' | 'unix-milliseconds' | 'date-time';

/** One parameter name under which a system sends a field, in the order of preference. */
export type InboundParameter = {
  readonly field: PostbackField;
  readonly parameter: string;
  readonly form: ValueForm;
  /** The currency that this parameter is always in (ISO 4217), where the system fixes it. */
  readonly fixedCurrency?: string;
};

/** One parameter of the ready postback URL: our name, and the macro the system replaces. */
export type TemplateParameter = {
  readonly parameter: string;
  readonly field: PostbackField;
  /** The system's own macro, braces included, as it is typed into its screen. */
  readonly macro: string;
  readonly form: ValueForm;
};

/** A further parameter that the system understands on its tracking link. */
export type ClickExtra = {
  readonly parameter: string;
  /** What Pitwall can put there: a macro of ours, or a fixed text. */
  readonly value: string;
  readonly purpose: string;
};

/** Where a fact was read. `checked` is the day on which somebody compared it, `YYYY-MM-DD`. */
export type Source = { readonly url: string; readonly checked: string };

/** How our click id leaves on the tracking link. */
export type ClickOut = {
  /** The query parameter that is added when a link has no `{gk_click_id}`. */
  readonly parameter: string;
  /** Other parameters of this system that bring a click id back just as well. */
  readonly alternatives: readonly string[];
  /** True: only `parameter` and `alternatives` come back, so another place is a mistake. */
  readonly strict: boolean;
  readonly extras: readonly ClickExtra[];
  /** Names of the cost parameters, where the system takes cost on the click. */
  readonly cost: { readonly model: string; readonly value: string; readonly currency: string } | null;
  /** Parameters whose value is a whole URL with the system's own macros; never touched by the link doctor. */
  readonly nestedUrlParameters: RegExp | null;
};

/** How a conversion comes back. */
export type PostbackIn = {
  readonly parameters: readonly InboundParameter[];
  /** A form field that holds all parameters as one JSON object, where the system sends such. */
  readonly jsonField: string | null;
  /** How the system calls when it uses its own parameter names. */
  readonly method: 'GET' | 'POST';
};

/** What the sender reads in our answer, beside the status. Null: any 2xx is enough. */
export type SenderAnswer = {
  readonly contentType: string;
  readonly accepted: string;
  /** `{message}` is replaced by one plain sentence. */
  readonly refused: string;
};

/** Everything Pitwall knows about one tracking system: pure data, the same four parts for each. */
export type TrackingSystem = {
  readonly name: TrackingSystemName;
  /** The name as its maker writes it, for screens. */
  readonly title: string;
  /** `own`: facts read in public documentation; `generic`: the shared preset with conventional names. */
  readonly preset: 'own' | 'generic';
  readonly clickOut: ClickOut;
  readonly postbackIn: PostbackIn;
  /** The opening and closing of this system's macros, for example `['(', ')']`. */
  readonly macroBraces: readonly [string, string];
  readonly template: readonly TemplateParameter[];
  /** `three-values`: the partner screen asks for domain, security segment and signature apart. */
  readonly setUp: 'three-values' | 'postback-url';
  readonly answer: SenderAnswer | null;
  /** Networks (CIDR) the system says it calls from; empty where it publishes none. */
  readonly networks: readonly string[];
  readonly sources: readonly Source[];
  /** Plain sentences for the guide: what to look out for. */
  readonly notes: readonly string[];
};
