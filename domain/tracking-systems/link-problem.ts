import type { TrackingSystem as TrackingSystemName } from '../offer.ts';

/** What can be wrong with a pasted link; the sentence for people is in the problem's message. */
export type LinkProblemCode =
  | 'not_an_address'
  | 'surrounding_text'
  | 'html_entities'
  | 'spaces'
  | 'backslashes'
  | 'broken_scheme'
  | 'missing_scheme'
  | 'insecure_scheme'
  | 'macro_in_host'
  | 'encoded_braces'
  | 'wrong_braces'
  | 'misspelt_macro'
  | 'unknown_macro'
  | 'macro_in_name'
  | 'double_question_mark'
  | 'missing_question_mark'
  | 'stray_separator'
  | 'missing_click_macro'
  | 'literal_click_id'
  | 'click_parameter_taken'
  | 'duplicate_parameter'
  | 'missing_cost'
  | 'wrong_parameter'
  | 'wrong_macro'
  | 'empty_parameter'
  | 'wrong_address'
  | 'missing_signature'
  | 'wrong_signature';

/** One fault of a pasted link. */
export type LinkProblem = {
  readonly code: LinkProblemCode;
  /** `error`: conversions or clicks are lost; `warning`: it works, but not as well as it could. */
  readonly severity: 'error' | 'warning';
  /** One plain sentence. */
  readonly message: string;
  /** The piece of the pasted text that it is about, where there is one. */
  readonly at?: string;
};

/** What is being checked: the advertiser's link, or our postback URL as somebody adapted it. */
export type LinkKind = 'tracking-link' | 'postback-url';

/** A pasted link on its way to the doctor. */
export type LinkToCheck = {
  readonly text: string;
  /** Null: the general postback pair, or a link whose system is not chosen yet. */
  readonly trackingSystem: TrackingSystemName | null;
  readonly kind: LinkKind;
  /** The tenant's true postback address with its signature, to compare a postback URL with. */
  readonly postbackBase?: string;
};

/** A text in the middle of its repair, and what was found so far. */
export class Repair {
  text: string;
  readonly problems: LinkProblem[] = [];
  /** Set when a fault has no sure correction. */
  isHopeless = false;

  constructor(text: string) {
    this.text = text;
  }

  note(
    code: LinkProblemCode,
    message: string,
    at?: string,
    severity: LinkProblem['severity'] = 'error',
  ): void {
    const isKnown = this.problems.some((problem) => problem.code === code && problem.at === at);
    if (!isKnown) this.problems.push({ code, severity, message, ...(at === undefined ? {} : { at }) });
  }

  giveUp(code: LinkProblemCode, message: string, at?: string): void {
    this.note(code, message, at);
    this.isHopeless = true;
  }

  /** Takes a new text and notes why, unless nothing changed. */
  become(
    text: string,
    code: LinkProblemCode,
    message: string,
    at?: string,
    severity: LinkProblem['severity'] = 'error',
  ): void {
    if (text === this.text) return;
    this.text = text;
    this.note(code, message, at, severity);
  }
}
