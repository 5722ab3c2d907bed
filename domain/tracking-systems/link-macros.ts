import { publisherSubs, trackingLinkMacros } from '../macros/names.ts';
import type { TrackingLinkMacro } from '../macros/names.ts';
import type { Repair } from './link-problem.ts';
import { bare, nearestName } from './nearest-name.ts';

/** What other systems call the values that our macros stand for. */
const foreignNames: Readonly<Record<string, TrackingLinkMacro>> = {
  ...Object.fromEntries(
    ['clickid', 'tid', 'transactionid', 'affclickid', 'subid', 'cid', 'reqid', 'txid', 'yourclickid'].map(
      (name) => [name, 'gk_click_id' as const],
    ),
  ),
  offerid: 'gk_offer_id',
  campaignid: 'gk_offer_id',
  offername: 'gk_offer_name',
  campaignname: 'gk_offer_name',
  userid: 'pub_member_id',
  uid: 'pub_member_id',
  memberid: 'pub_member_id',
  playerid: 'pub_member_id',
  sessionid: 'pub_session_id',
  gender: 'pub_gender',
  age: 'pub_age',
  country: 'pub_geo_country',
  state: 'pub_geo_state',
  region: 'pub_geo_state',
  zip: 'pub_postal_code',
  zipcode: 'pub_postal_code',
  postalcode: 'pub_postal_code',
  device: 'pub_device',
  affsub: 'pub_sub_1',
  ...Object.fromEntries(
    publisherSubs.flatMap((macro, index) => [
      [`sub${index + 1}`, macro],
      [`affsub${index + 1}`, macro],
    ]),
  ),
};

/** The macro of ours that a name in a tracking link stands for, or null when it is none we have. */
export function meantMacro(text: string): TrackingLinkMacro | null {
  return foreignNames[bare(text)] ?? nearestName(trackingLinkMacros, text);
}

const name = String.raw`([A-Za-z_][\w.-]*?)`;

/** Macros in the bracket styles of other systems, and with a bracket missing or of the wrong kind. */
const foreignStyles: readonly RegExp[] = [
  new RegExp(String.raw`\$\{+\s*${name}\s*\}+`, 'g'),
  new RegExp(String.raw`\{{2,}\s*${name}\s*\}+`, 'g'),
  new RegExp(String.raw`\{\s*${name}\s*\}{2,}`, 'g'),
  new RegExp(String.raw`\[+%?\s*${name}\s*%?\]+`, 'g'),
  new RegExp(String.raw`<\s*${name}\s*>`, 'g'),
  new RegExp(String.raw`!{2,3}${name}!{2,3}`, 'g'),
  new RegExp(String.raw`#${name}#`, 'g'),
  new RegExp(String.raw`(?<=^|=)\(${name}\)`, 'g'),
  new RegExp(String.raw`%${name}%(?![0-9A-F]{2})`, 'g'),
  new RegExp(String.raw`(?<=^|=)__${name}__(?=[&#/]|$)`, 'g'),
  new RegExp(String.raw`\{${name}[\])>](?=[&#/]|$)`, 'g'),
  new RegExp(String.raw`[[(<]${name}\}`, 'g'),
  new RegExp(String.raw`\{${name}(?=[&#/?]|$)`, 'g'),
  new RegExp(String.raw`(?<=^|[=/])${name}\}`, 'g'),
];

/** Brings the macros of a piece of a tracking link into our style: single braces, a name we know. */
export function repairMacros(repair: Repair, text: string): string {
  let repaired = text;
  for (const style of foreignStyles) {
    repaired = repaired.replace(style, (whole: string, inner: string) => {
      const macro = meantMacro(inner);
      if (macro === null) return whole;
      repair.note('wrong_braces', `A macro is written {${macro}}, with one brace on each side.`, whole);
      noteSpelling(repair, inner, macro);
      return `{${macro}}`;
    });
  }
  return repaired.replace(/\{([A-Za-z_][\w.-]*)\}/g, (whole: string, inner: string) => {
    const macro = meantMacro(inner);
    if (macro === null) return whole;
    noteSpelling(repair, inner, macro);
    return `{${macro}}`;
  });
}

/** Decodes percent-encoded braces around a name that is a macro of ours. */
export function decodeBraces(repair: Repair, text: string): string {
  return text.replace(/%(?:25)?7B([\w.-]+)%(?:25)?7D/gi, (whole: string, inner: string) => {
    const macro = meantMacro(inner);
    if (macro === null) return whole;
    repair.note('encoded_braces', 'The braces of a macro must not be percent-encoded.', whole);
    noteSpelling(repair, inner, macro);
    return `{${macro}}`;
  });
}

function noteSpelling(repair: Repair, written: string, macro: TrackingLinkMacro): void {
  if (written === macro) return;
  repair.note('misspelt_macro', `There is no macro {${written}}; {${macro}} is meant.`, `{${written}}`);
}
