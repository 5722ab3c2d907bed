import type { Repair } from './link-problem.ts';

/** Repairs what copying and pasting does to an address: quotes, line breaks, entities, scheme. */
export function repairText(repair: Repair): void {
  removeSurroundings(repair);
  repair.become(
    repair.text.replace(/&(amp|#38|#x26);/gi, '&'),
    'html_entities',
    'The ampersands are written as HTML (&amp;): the link was copied from a page source or an e-mail.',
  );
  removeSpaces(repair);
  repairScheme(repair);
}

function removeSurroundings(repair: Repair): void {
  // Zero-width marks come along from chat programs and cannot be seen.
  let text = repair.text.replace(/[\u200b-\u200d\u2060\ufeff]/g, '').trim();
  const pairs = ['""', "''", '``', '<>', '“”', '()'];
  for (const [open, close] of pairs as Iterable<string>) {
    if (text.length > 1 && text.startsWith(open!) && text.endsWith(close!)) text = text.slice(1, -1).trim();
  }
  text = text.replace(/[.,;]+$/, '');
  repair.become(
    text,
    'surrounding_text',
    'There is text around the link that does not belong to it.',
    undefined,
    'warning',
  );
}

function removeSpaces(repair: Repair): void {
  const text = repair.text
    .replace(/\{([^{}]*)\}/g, (_, name: string) => `{${name.trim().replace(/\s+/g, '_')}}`)
    .replace(/\s*[\r\n\t]+\s*/g, '')
    .replace(/\s*([?&=/#:{}])\s*/g, '$1')
    .replace(/\s+/g, '%20');
  repair.become(text, 'spaces', 'The link has blanks or line breaks in it.');
}

const schemeForm = /^([a-z]{2,8})(?::\/+|:\\+|;\/\/|\/\/|:(?=[\w-]+\.))/i;
const hostForm = /^[\w-]+(\.[\w-]+)+(?=[:/?#]|$)/;

function repairScheme(repair: Repair): void {
  repairBackslashes(repair);
  const withoutRepeats = repair.text.replace(/^(https?:\/+)+(?=https?:\/)/i, '');
  repair.become(withoutRepeats, 'broken_scheme', 'The scheme stands there twice.');
  if (repair.text.startsWith('//') || hostForm.test(repair.text)) {
    repair.become(
      `https://${repair.text.replace(/^\/+/, '')}`,
      'missing_scheme',
      'The link does not begin with https://.',
    );
    return;
  }
  const scheme = schemeForm.exec(repair.text);
  const word = scheme?.[1]?.toLowerCase() ?? '';
  if (scheme === null || !/^h[tx]{0,3}ps?$/.test(word)) {
    repair.giveUp('not_an_address', 'This is not an http or https address.', repair.text.slice(0, 60));
    return;
  }
  const after = repair.text.slice(scheme[0].length);
  if (scheme[0].toLowerCase() === 'http://') {
    repair.become(
      `https://${after}`,
      'insecure_scheme',
      'The link uses http: it can be read and changed on the way, and some systems take https only.',
      'http://',
      'warning',
    );
    return;
  }
  repair.become(`https://${after}`, 'broken_scheme', 'The scheme is misspelt.', scheme[0]);
}

function repairBackslashes(repair: Repair): void {
  const queryFrom = repair.text.search(/[?#]/);
  const before = queryFrom === -1 ? repair.text : repair.text.slice(0, queryFrom);
  const after = repair.text.slice(before.length);
  repair.become(
    before.replaceAll('\\', '/') + after,
    'backslashes',
    'The address has backslashes in place of slashes.',
  );
}
