import { parseTrackingLink } from '../macros/tracking-link.ts';
import { repairClickParameter } from './link-click.ts';
import { decodeBraces, meantMacro, repairMacros } from './link-macros.ts';
import { decoded, putTogether, takeApart } from './link-parts.ts';
import type { LinkParts, Pair } from './link-parts.ts';
import { repairPostback } from './link-postback.ts';
import { Repair } from './link-problem.ts';
import type { LinkProblem, LinkToCheck } from './link-problem.ts';
import { repairText } from './link-text.ts';
import { trackingSystem } from './registry.ts';
import type { TrackingSystem } from './types.ts';

/** What the doctor says: every fault, and the link as it should be (null when there is no sure correction). */
export type LinkDiagnosis = { readonly problems: readonly LinkProblem[]; readonly corrected: string | null };

/**
 * Looks at a pasted tracking link or postback URL: bracket styles, misspelt macros, parameter names of the wrong
 * system, question marks, scheme, and all that copying does to an address. A corrected tracking link is one that
 * can be saved, and a corrected link has no further faults.
 */
export function checkLink(link: LinkToCheck): LinkDiagnosis {
  let { problems, corrected } = diagnose(link);
  // One repair can bring another fault to light, such as a second scheme behind a misspelt one.
  for (let round = 1; corrected !== null; round += 1) {
    const again = diagnose({ ...link, text: corrected });
    if (again.problems.length === 0) break;
    problems = [...problems, ...again.problems];
    corrected = round < mostRounds ? again.corrected : null;
  }
  return { problems, corrected };
}

const mostRounds = 4;

function diagnose({ text, trackingSystem: name, kind, postbackBase }: LinkToCheck): LinkDiagnosis {
  const system = name === null ? null : trackingSystem(name);
  const repair = new Repair(text);
  if (kind === 'postback-url') repairPostback(repair, system, postbackBase ?? null);
  else repairTrackingLink(repair, system);
  return { problems: repair.problems, corrected: repair.isHopeless ? null : repair.text };
}

function repairTrackingLink(repair: Repair, system: TrackingSystem | null): void {
  repairText(repair);
  if (repair.isHopeless) return;
  // Macros between number signs would otherwise be taken for a fragment.
  repair.text = repair.text.replace(/#\w+#/g, (macro) => repairMacros(repair, macro));
  const parts = takeApart(repair, true);
  if (/[{}[\]<>]|%7B/i.test(parts.origin)) {
    repair.giveUp(
      'macro_in_host',
      'A macro must not stand in the host: every click would go elsewhere.',
      parts.origin,
    );
    return;
  }
  parts.path = repairMacros(repair, decodeBraces(repair, parts.path));
  parts.fragment = repairMacros(repair, decodeBraces(repair, parts.fragment));
  parts.pairs = parts.pairs.flatMap((pair) => repairPair(repair, pair, system));
  refuseUnknownMacros(repair, parts);
  repairClickParameter(repair, parts, system);
  repair.text = putTogether(parts);
  const parsed = parseTrackingLink(repair.text);
  for (const problem of repair.isHopeless ? [] : (parsed.problems ?? [])) {
    repair.giveUp('not_an_address', `The link ${problem}.`);
  }
}

function repairPair(repair: Repair, pair: Pair, system: TrackingSystem | null): Pair[] {
  if (/[{}]|%7B/i.test(pair.name) && pair.value === null) {
    // A bare macro in the query was probably meant as the value of the click parameter.
    const macro = meantMacro(decoded(pair.name));
    if (macro === 'gk_click_id') {
      repair.note('macro_in_name', 'A macro must be the value of a parameter.', pair.name);
      return [{ name: system?.clickOut.parameter ?? 'gk_click_id', value: '{gk_click_id}' }];
    }
    repair.giveUp('macro_in_name', 'A macro must be the value of a parameter.', pair.name);
    return [pair];
  }
  if (pair.value === null) return [pair];
  const isNested = isNestedAddress(pair, system);
  const value = isNested ? pair.value : repairMacros(repair, decodeBraces(repair, pair.value));
  const unknown = /^\{([A-Za-z_][\w.-]*)\}$/.exec(value);
  if (unknown !== null && meantMacro(unknown[1]!) === null) {
    repair.note(
      'unknown_macro',
      `There is no macro ${value}: ${pair.name} is left out.`,
      `${pair.name}=${value}`,
    );
    return [];
  }
  return [{ name: pair.name, value }];
}

/** Whether a value is a whole address of its own, whose braces belong to the system and stay as they are. */
function isNestedAddress({ name, value }: Pair, system: TrackingSystem | null): boolean {
  const pattern = system?.clickOut.nestedUrlParameters ?? null;
  return (pattern?.test(decoded(name)) ?? false) || /^https?(:|%3A)(\/|%2F){2}/i.test(value ?? '');
}

function refuseUnknownMacros(repair: Repair, { path, fragment, pairs }: LinkParts): void {
  const values = pairs.map(({ value }) => value ?? '');
  for (const text of [path, fragment, ...values]) {
    for (const [whole, inner] of text.matchAll(/\{([A-Za-z_][\w.-]*)\}/g)) {
      if (meantMacro(inner!) !== inner) repair.giveUp('unknown_macro', `There is no macro ${whole}.`, whole);
    }
  }
}
