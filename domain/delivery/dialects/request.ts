import { parseTemplate, renderTemplate } from '../../macros/template.ts';
import type { ParsedTemplate } from '../../macros/template.ts';
import type { DeliveryRequest } from '../request.ts';
import { appendParameters } from './append.ts';
import type { Dialect, DialectCall } from './types.ts';

const bracesForm = /\{([A-Za-z_][\w.:-]*)\}/g;
const bracketsForm = /\[%([A-Za-z_][\w.:-]*)%\]/g;

/**
 * Parses an address that was made for another wall. Every macro is allowed, since a wall has more of them than are
 * published in one place; one without a value becomes empty. A fragment is never sent and is left out.
 */
export function parseDialectAddress(dialect: Dialect, address: string): ParsedTemplate {
  const text = address.trim().split('#', 1)[0] ?? '';
  const braced = dialect.macroForm === 'brackets' ? text.replace(bracketsForm, '{$1}') : text;
  return parseTemplate(braced, [...new Set([...braced.matchAll(bracesForm)].map((found) => found[1] ?? ''))]);
}

/** The request of a callback in the shape of another wall, or null where the stored address cannot be read. */
export function dialectRequest(dialect: Dialect, address: string, call: DialectCall): DeliveryRequest | null {
  const { template } = parseDialectAddress(dialect, address);
  if (template === undefined) return null;
  const known = new Map(Object.entries(dialect.values(call)));
  const valueOf = (macro: string) => known.get(macro) ?? '';
  const macros = template.parts.flatMap((part) => (part.kind === 'macro' ? part.name : []));
  const filled = renderTemplate(template, Object.fromEntries(macros.map((name) => [name, valueOf(name)])));
  const complete =
    macros.length > 0
      ? filled
      : appendParameters(
          filled,
          dialect.usual.map(([parameter, macro]) => [parameter, valueOf(macro)] as const),
        );
  // A hash over the address is one over the bytes that are sent.
  const sent = new URL(complete).href;
  const { url, headers = {} } = dialect.finish?.(sent, call) ?? { url: sent };
  return { method: 'GET', url, body: null, headers, accepts: dialect.accepts };
}
