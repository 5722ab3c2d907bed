import type { LinkParts, Pair } from './link-parts.ts';
import { decoded } from './link-parts.ts';
import type { Repair } from './link-problem.ts';
import type { TrackingSystem } from './types.ts';

const clickMacro = '{gk_click_id}';

/** Sees to it that our click id goes out where this tracking system brings it back from. */
export function repairClickParameter(repair: Repair, parts: LinkParts, system: TrackingSystem | null): void {
  const parameter = system?.clickOut.parameter ?? 'gk_click_id';
  const isInPath = parts.path.includes(clickMacro) || parts.fragment.includes(clickMacro);
  const holders = parts.pairs.filter(({ value }) => value?.includes(clickMacro));
  if (holders.length === 0 && !isInPath) {
    addClickMacro(repair, parts, parameter);
    return;
  }
  if (system?.clickOut.strict !== true || isInPath) return;
  const allowed = [parameter, ...system.clickOut.alternatives];
  if (!holders.some(({ name }) => allowed.includes(decoded(name)))) {
    moveClickMacro(repair, parts, holders, parameter, system.title);
  }
  removeRepeats(repair, parts, parameter);
}

// Words that people leave standing where the click id belongs.
const standIn =
  /^(<.*>|\[.*\]|(your|insert|replace|put|enter|add|my)?[_-]?(click|clk|sub|aff|transaction|tracking)?[_-]?(id|sub|ref|click)?[_-]?(here|it|value)?|x+|0|1|1234?5?|test|value|macro|dynamic)$/i;

function addClickMacro(repair: Repair, parts: LinkParts, parameter: string): void {
  const present =
    parts.pairs.find(({ name }) => decoded(name) === parameter) ??
    parts.pairs.find(({ name }) => decoded(name).toLowerCase() === parameter.toLowerCase());
  if (present === undefined) {
    repair.note(
      'missing_click_macro',
      `Our click id does not go out: ${parameter}=${clickMacro} is missing.`,
    );
    parts.pairs.push({ name: parameter, value: clickMacro });
    return;
  }
  const value = decoded(present.value ?? '');
  const written = `${present.name}=${present.value ?? ''}`;
  if (value === '') {
    repair.note('missing_click_macro', `${parameter} is empty; it must be ${clickMacro}.`, written);
  } else if (standIn.test(value)) {
    repair.note('literal_click_id', `${parameter} has a fixed text; it must be ${clickMacro}.`, written);
  } else {
    repair.note(
      'click_parameter_taken',
      `${parameter} comes back as the click id and must be ${clickMacro}; move its value to another parameter.`,
      written,
    );
  }
  present.name = parameter;
  present.value = clickMacro;
}

function moveClickMacro(
  repair: Repair,
  parts: LinkParts,
  holders: readonly Pair[],
  parameter: string,
  title: string,
): void {
  const holder = holders[0]!;
  repair.note(
    'wrong_parameter',
    `${title} brings the click id back from ${parameter}, not from ${decoded(holder.name)}.`,
    `${holder.name}=${holder.value ?? ''}`,
  );
  parts.pairs = parts.pairs.filter((pair) => pair === holder || decoded(pair.name) !== parameter);
  holder.name = parameter;
  holder.value = clickMacro;
}

function removeRepeats(repair: Repair, parts: LinkParts, parameter: string): void {
  const same = parts.pairs.filter(({ name }) => decoded(name) === parameter);
  if (same.length < 2) return;
  const keeper = same.find(({ value }) => value === clickMacro) ?? same[0]!;
  repair.note('duplicate_parameter', `${parameter} stands there more than once.`, parameter);
  parts.pairs = parts.pairs.filter((pair) => pair === keeper || decoded(pair.name) !== parameter);
}
