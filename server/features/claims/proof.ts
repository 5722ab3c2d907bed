import { largestProofBytes, type proofTypes } from '#contract/claims.ts';
import { refuse } from '../../http/answer.ts';

/** A picture that a member sent. */
export interface Proof {
  readonly mediaType: (typeof proofTypes)[number];
  readonly bytes: Buffer;
}

/** How the files of each kind begin. */
const beginnings: Record<Proof['mediaType'], (bytes: Buffer) => boolean> = {
  'image/png': (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex')),
  'image/jpeg': (bytes) => bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex')),
  'image/webp': (bytes) =>
    bytes.toString('latin1', 0, 4) === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP',
};

/**
 * Reads the picture that came with a claim.
 *
 * @throws Refusal when it is none, not of the kind that it says, or too large
 */
export function readProof(
  sent: { readonly mediaType: Proof['mediaType']; readonly base64: string } | null | undefined,
): Proof | null {
  if (!sent) return null;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(sent.base64))
    refuse('ValidationError', 'proof.base64: must be a picture in base64');
  const bytes = Buffer.from(sent.base64, 'base64');
  if (bytes.length > largestProofBytes) refuse('ValidationError', 'proof.base64: must be at most 2 MB');
  if (!beginnings[sent.mediaType](bytes))
    refuse('ValidationError', `proof.base64: must be a picture of the type ${sent.mediaType}`);
  return { mediaType: sent.mediaType, bytes };
}
