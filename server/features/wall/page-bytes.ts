import type { Page } from '#contract/lists.ts';
import { envelopeAround } from '#contract/envelope.ts';
import { takeBuffer, type LentBuffer } from '../../http/body-buffers.ts';

/** An item as JSON without its closing brace, and what follows before it. */
export interface ItemBytes {
  /** One after the other they are the item. */
  readonly parts: readonly Buffer[];
  /** Further fields in ASCII, each with its comma before it; empty where there are none. */
  readonly more: string;
}

/**
 * Puts an answer together from bytes that were made before: the same that serialising envelope, page and items would
 * give.
 *
 * @param page the page without its items
 * @param name the field of the data that holds the page; null where the page is the data
 */
export function pageBytes(
  page: Page<never>,
  name: string | null,
  items: readonly ItemBytes[],
  responseId: string,
): LentBuffer {
  const [before, after] = envelopeAround(responseId);
  const [pageBefore = '', pageAfter = ''] = JSON.stringify(page).split('"items":[]');
  const head = `${before}${name === null ? '' : `{"${name}":`}${pageBefore}"items":[`;
  const tail = `]${pageAfter}${name === null ? '' : '}'}${after}`;
  let size = head.length + tail.length + Math.max(0, items.length - 1);
  for (const { parts, more } of items) {
    for (const part of parts) size += part.length;
    size += more.length + 1;
  }
  const lent = takeBuffer(size);
  const { body } = lent;
  let at = body.write(head, 0, 'latin1');
  for (const [index, { parts, more }] of items.entries()) {
    if (index > 0) body[at++] = COMMA;
    for (const part of parts) at += part.copy(body, at);
    if (more !== '') at += body.write(more, at, 'latin1');
    body[at++] = BRACE;
  }
  body.write(tail, at, 'latin1');
  return lent;
}

const COMMA = 0x2c;
const BRACE = 0x7d;
