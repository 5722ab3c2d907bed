import { trackingLinkMacros } from './names.ts';
import type { TrackingLinkMacro } from './names.ts';
import { parseTemplate, usesMacro } from './template.ts';
import type { ParsedTemplate, Template } from './template.ts';

/** A parsed tracking link. */
export type TrackingLink = Template<TrackingLinkMacro>;

/** Parses an offer's tracking link as it stands, without adding anything. */
export function parseTrackingLink(text: string): ParsedTemplate<TrackingLinkMacro> {
  return parseTemplate(text, trackingLinkMacros);
}

/**
 * The tracking link as it is stored: with `{gk_click_id}` in the system's own click parameter when the text has it
 * nowhere. An empty parameter of that name is filled, otherwise one is added at the end of the query, before the
 * fragment.
 *
 * @param parameter the name of the tracking system's click parameter, for example `clickid`.
 * @returns the text and its template, or the faults of the text.
 */
export function completeTrackingLink(
  text: string,
  parameter: string,
):
  | { text: string; template: TrackingLink; problems?: never }
  | { problems: readonly string[]; text?: never } {
  const address = text.trim();
  const parsed = parseTrackingLink(address);
  if (parsed.template === undefined) return { problems: parsed.problems };
  if (usesMacro(parsed.template, 'gk_click_id')) return { text: address, template: parsed.template };
  const completed = addClickParameter(address, parameter);
  const again = parseTrackingLink(completed);
  return again.template === undefined
    ? { problems: again.problems }
    : { text: completed, template: again.template };
}

function addClickParameter(address: string, parameter: string): string {
  const fragmentFrom = address.indexOf('#');
  const base = fragmentFrom === -1 ? address : address.slice(0, fragmentFrom);
  const fragment = fragmentFrom === -1 ? '' : address.slice(fragmentFrom);
  const queryFrom = base.indexOf('?');
  const name = encodeURIComponent(parameter);
  if (queryFrom === -1) return `${base}?${name}={gk_click_id}${fragment}`;
  const pairs = base.slice(queryFrom + 1).split('&');
  const empty = pairs.findIndex((pair) => pair === name || pair === `${name}=`);
  if (empty !== -1) pairs[empty] = `${name}={gk_click_id}`;
  else if (pairs.at(-1) === '') pairs[pairs.length - 1] = `${name}={gk_click_id}`;
  else pairs.push(`${name}={gk_click_id}`);
  return `${base.slice(0, queryFrom + 1)}${pairs.join('&')}${fragment}`;
}
