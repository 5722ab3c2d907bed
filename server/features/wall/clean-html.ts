import { LRUCache } from 'lru-cache';
import sanitizeHtml from 'sanitize-html';

const allowed: sanitizeHtml.IOptions = {
  allowedTags: (
    'p br hr div span blockquote pre code h1 h2 h3 h4 h5 h6 b strong i em u s small sub sup mark ' +
    'ul ol li a table thead tbody tfoot tr th td caption'
  ).split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'target', 'rel'],
    td: ['colspan', 'rowspan'],
    th: ['colspan', 'rowspan'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: {
    // A page opened from a wall must neither reach back to it nor learn where the member came from.
    a: (tagName, attributes) => ({
      tagName,
      attribs: { ...attributes, target: '_blank', rel: 'noopener noreferrer nofollow' },
    }),
  },
};

/** Cleaning parses, and the same texts are prepared again whenever anything around them changes. */
const cleaned = new LRUCache<string, string>({
  maxSize: 16_000_000,
  sizeCalculation: (clean, text) => clean.length + text.length + 1,
});

/**
 * Cleans a text that may hold HTML of everything that could run, load or restyle the page it is shown on. What is
 * stored stays as it was sent.
 */
export function cleanHtml(text: string): string {
  // Without an opening bracket nothing can become an element, and a plain text stays as it was written.
  if (!text.includes('<')) return text;
  const known = cleaned.get(text);
  if (known !== undefined) return known;
  const clean = sanitizeHtml(text, allowed);
  cleaned.set(text, clean);
  return clean;
}
