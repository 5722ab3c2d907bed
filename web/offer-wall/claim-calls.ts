import type { WallClaim, WallClaims } from '#contract/claims.ts';
import type { MemberParameters } from '#contract/wall-place.ts';
import { ask } from './answers.ts';

/** Loads what is known about the rewards of an offer, and the claims made on them. */
export function askClaims(offerId: string, member: MemberParameters): Promise<WallClaims> {
  return ask('/claims', { pub_member_id: member.pub_member_id, offerId });
}

/** A missing reward as a member describes it. */
export interface NewClaim {
  readonly offerId: string;
  readonly offerEventId: string | null;
  readonly message: string;
  readonly proof: { readonly mediaType: string; readonly base64: string } | null;
}

/** Sends a claim. */
export function sendClaim(
  claim: NewClaim,
  member: MemberParameters,
): Promise<{ readonly claim: WallClaim | null }> {
  return ask('/claims', { pub_member_id: member.pub_member_id }, claim);
}

/** A picture as it is sent with a claim. */
export async function encodePicture(file: File): Promise<NewClaim['proof']> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  // In pieces: a call takes no millions of arguments.
  const pieceSize = 8_192;
  for (let at = 0; at < bytes.length; at += pieceSize)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + pieceSize)));
  return { mediaType: file.type, base64: btoa(parts.join('')) };
}
