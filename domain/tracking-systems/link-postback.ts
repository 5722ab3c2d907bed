import { decoded, putTogether, takeApart } from './link-parts.ts';
import type { LinkParts, Pair } from './link-parts.ts';
import type { Repair } from './link-problem.ts';
import { repairText } from './link-text.ts';
import { bare, nearestName } from './nearest-name.ts';
import { ownParameters } from './preset.ts';
import type { PostbackField, TrackingSystem } from './types.ts';
import { looksLikeMacro } from './unfilled.ts';

/** Repairs one of our postback URLs as somebody adapted it for a tracking system. */
export function repairPostback(repair: Repair, system: TrackingSystem | null, base: string | null): void {
  const hidden = hideMacros(repair.text, system);
  // An installation without TLS, on the operator's own machine, truly has an http address.
  const isPlain = base !== null && /^http:/i.test(base) && /^\s*http:\/\//i.test(hidden.text);
  repair.text = isPlain ? hidden.text.replace(/http:/i, 'https:') : hidden.text;
  repairText(repair);
  if (repair.isHopeless) {
    repair.text = hidden.restore(repair.text);
    return;
  }
  const parts = takeApart(repair, false);
  parts.pairs = parts.pairs.map(({ name, value }) => ({
    name: hidden.restore(name),
    value: value === null ? null : hidden.restore(value),
  }));
  if (isPlain) parts.origin = parts.origin.replace(/^https:/, 'http:');
  compareAddress(repair, parts, base);
  for (const pair of parts.pairs) {
    repairName(repair, pair, system);
    repairValue(repair, pair, system);
  }
  addClickParameter(repair, parts, system);
  repairSignature(repair, parts, base);
  repair.text = putTogether(parts);
}

/** Takes the system's own macros out of the text while it is repaired: they may hold blanks and question marks. */
function hideMacros(
  text: string,
  system: TrackingSystem | null,
): { text: string; restore: (text: string) => string } {
  const kept: string[] = [];
  const hide = (whole: string): string => {
    kept.push(whole);
    return `\ue000${kept.length - 1}\ue001`;
  };
  let hidden = text;
  for (const { macro } of system?.template ?? []) {
    for (let at = spanOf(hidden, macro); at !== null; at = spanOf(hidden, macro)) {
      hidden = hidden.slice(0, at.from) + hide(hidden.slice(at.from, at.to)) + hidden.slice(at.to);
    }
  }
  return {
    text: hidden,
    restore: (piece) => piece.replace(/\ue000(\d+)\ue001/g, (_, index: string) => kept[Number(index)] ?? ''),
  };
}

/** Where a macro stands; what follows its question mark is for the operator to fill in, so any text may. */
function spanOf(text: string, macro: string): { from: number; to: number } | null {
  const [before, after] = macro.split('?', 2);
  const start = after === undefined ? macro : `${before}?`;
  const from = text.indexOf(start);
  if (from === -1) return null;
  if (after === undefined) return { from, to: from + macro.length };
  const to = text.indexOf(macro.at(-1)!, from + start.length);
  return to === -1 ? null : { from, to: to + 1 };
}

function compareAddress(repair: Repair, parts: LinkParts, base: string | null): void {
  if (base === null) return;
  const known = /^(https?:\/\/[^/?#]*)([^?#]*)/i.exec(base);
  if (known === null) return;
  const [, origin, path] = known as unknown as [string, string, string];
  const withoutSlash = (text: string): string => text.replace(/\/+$/, '');
  if (parts.origin === origin && withoutSlash(parts.path) === withoutSlash(path)) return;
  repair.note('wrong_address', 'This is not your postback address.', parts.origin + parts.path);
  parts.origin = origin;
  parts.path = path;
}

function repairName(repair: Repair, pair: Pair, system: TrackingSystem | null): void {
  const written = decoded(pair.name);
  if (fieldOf(written, system) !== null || written.toLowerCase() === 'signature') return;
  const known = ['signature', ...ownParameters.map(({ parameter }) => parameter)];
  const meant = nearestName(known, written) ?? conventionalName(written);
  if (meant === null) return;
  repair.note('wrong_parameter', `There is no parameter ${written}; ${meant} is meant.`, pair.name);
  pair.name = meant;
}

/** Our name for a parameter that goes by another name elsewhere, where the system has none of that name. */
function conventionalName(written: string): string | null {
  const names: Readonly<Record<string, string>> = {
    clickid: 'gk_click_id',
    eventid: 'cnv_event_id',
    event: 'cnv_event_id',
    eventname: 'cnv_event_id',
    amount: 'cnv_amount',
    revenue: 'cnv_amount',
    payout: 'cnv_amount',
    conversionid: 'cnv_conversion_id',
    transactionid: 'cnv_conversion_id',
    sig: 'signature',
    sign: 'signature',
  };
  return names[bare(written)] ?? null;
}

function fieldOf(parameter: string, system: TrackingSystem | null): PostbackField | null {
  const known = [...ownParameters, ...(system?.postbackIn.parameters ?? [])];
  const found =
    known.find((candidate) => candidate.parameter === parameter) ??
    known.find((candidate) => candidate.parameter.toLowerCase() === parameter.toLowerCase());
  return found?.field ?? null;
}

function repairValue(repair: Repair, pair: Pair, system: TrackingSystem | null): void {
  const field = fieldOf(decoded(pair.name), system);
  const expected = field === null ? null : expectedMacro(field, system);
  const value = pair.value ?? '';
  if (field === null || expected === null || value === expected || isSameMacro(value, expected)) return;
  const written = `${pair.name}=${value}`;
  if (value === '') {
    repair.note('empty_parameter', `${pair.name} is empty; it must be ${expected}.`, written);
  } else if (decoded(value) === expected || isSameMacro(decoded(value), expected)) {
    repair.note('encoded_braces', 'The braces of a macro must not be percent-encoded.', written);
  } else if (innerName(value) === innerName(expected)) {
    const title = system?.title ?? 'The sender';
    repair.note('wrong_braces', `${title} writes this macro ${expected}.`, written);
  } else if (isForeign(field, decoded(value), system)) {
    repair.note(
      'wrong_macro',
      `${system?.title ?? 'The sender'} fills ${expected} here, not ${value}.`,
      written,
    );
  } else {
    return;
  }
  pair.value = expected;
}

function expectedMacro(field: PostbackField, system: TrackingSystem | null): string | null {
  // With the general pair the sender replaces our own names in braces.
  if (system === null) {
    const own = ownParameters.find((candidate) => candidate.field === field);
    return own === undefined ? null : `{${own.parameter}}`;
  }
  return system.template.find((candidate) => candidate.field === field)?.macro ?? null;
}

// {cl?My Network} is {cl?Network Name} with the operator's own name in it.
function isSameMacro(value: string, expected: string): boolean {
  const [before, after] = expected.split('?', 2);
  return after !== undefined && value.startsWith(`${before}?`) && value.endsWith(expected.at(-1)!);
}

function innerName(macro: string): string {
  return bare(decoded(macro));
}

/** Whether a value is a macro that this system will not fill, or a word that stands in for one. */
function isForeign(field: PostbackField, value: string, system: TrackingSystem | null): boolean {
  const isOurs = ownParameters.some(({ parameter }) => value === `{${parameter}}`);
  if (isOurs) return true;
  if (field === 'clickId') return looksLikeMacro(value) || /^[a-z_]*(click|sub)[a-z_]*$/i.test(value);
  if (!looksLikeMacro(value)) return false;
  const [open, close] = system?.macroBraces ?? ['{', '}'];
  return !(value.startsWith(open) && value.endsWith(close.at(-1)!));
}

function addClickParameter(repair: Repair, parts: LinkParts, system: TrackingSystem | null): void {
  if (parts.pairs.some(({ name }) => fieldOf(decoded(name), system) === 'clickId')) return;
  const macro = expectedMacro('clickId', system) ?? '{gk_click_id}';
  repair.note('missing_click_macro', `The click id does not come back: gk_click_id=${macro} is missing.`);
  parts.pairs.push({ name: 'gk_click_id', value: macro });
}

function repairSignature(repair: Repair, parts: LinkParts, base: string | null): void {
  const present = parts.pairs.find(({ name }) => decoded(name) === 'signature');
  const wanted = base === null ? null : (/[?&]signature=([^&#]+)/.exec(base)?.[1] ?? null);
  const isMissing =
    present === undefined || (present.value ?? '') === '' || looksLikeMacro(present.value ?? '');
  if (isMissing && wanted === null) {
    repair.giveUp('missing_signature', 'The signature is missing: copy it from the postback settings.');
  } else if (isMissing) {
    repair.note('missing_signature', 'The signature is missing.');
    if (present === undefined) parts.pairs.unshift({ name: 'signature', value: wanted });
    else present.value = wanted;
  } else if (wanted !== null && decoded(present.value ?? '') !== decoded(wanted)) {
    repair.note(
      'wrong_signature',
      'The signature is not the one of this address.',
      `signature=${present.value}`,
    );
    present.value = wanted;
  }
}
