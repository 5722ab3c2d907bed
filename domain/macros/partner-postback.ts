import { partnerPostbackMacros } from './names.ts';
import type { PartnerPostbackMacro } from './names.ts';
import { parseTemplate } from './template.ts';
import type { ParsedTemplate } from './template.ts';

/** Parses the address template that a partner gave for its postbacks. */
export function parsePartnerPostback(text: string): ParsedTemplate<PartnerPostbackMacro> {
  return parseTemplate(text, partnerPostbackMacros);
}
