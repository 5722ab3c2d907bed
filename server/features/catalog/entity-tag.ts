import { refuse } from '../../http/answer.ts';

/** What an offer's tag is made from. */
interface Tagged {
  readonly revision: number;
  readonly version: { readonly number: number };
}

/**
 * The entity tag of an offer: it changes with every save, with pausing, and when a version written in advance becomes
 * valid.
 */
export function entityTag({ revision, version }: Tagged): string {
  return `"${revision}.${version.number}"`;
}

/**
 * Refuses a change that was made from another state of the offer than the present one. The weak form of the tag is taken
 * for the tag itself, because a proxy that compresses answers turns one into the other.
 *
 * @throws Refusal 412
 */
export function checkIfMatch(header: string | undefined, offer: Tagged): void {
  if (header === undefined || header.trim() === '*') return;
  const tags = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (!tags.includes(entityTag(offer)))
    refuse('PreconditionFailed', 'If-Match: the offer was changed meanwhile; read it again');
}
