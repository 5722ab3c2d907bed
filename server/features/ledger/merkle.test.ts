import { hash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proofOf, rootOf, treeOf } from './merkle.ts';

const sha256 = (...parts: Buffer[]) => hash('sha256', Buffer.concat(parts), 'buffer');
const leaves = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }).map(Buffer.from), {
  minLength: 1,
  maxLength: 40,
});

/** Walks a proof as a verifier does, which never sees the other leaves. */
function climb(leaf: Buffer, proof: string): Buffer {
  let at = leaf;
  for (const step of proof === '' ? [] : proof.split(' ')) {
    const beside = Buffer.from(step.slice(1), 'hex');
    at = step.startsWith('L') ? sha256(Buffer.of(1), beside, at) : sha256(Buffer.of(1), at, beside);
  }
  return at;
}

it('proves each leaf of a tree of any size, and no leaf that is not in it', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), (all, chosen) => {
      const index = chosen % all.length;
      const proof = proofOf(treeOf(all), index);
      const leaf = all[index] as Buffer;
      expect(climb(leaf, proof)).toEqual(rootOf(all));
      expect(climb(sha256(leaf), proof)).not.toEqual(rootOf(all));
    }),
  );
});

it('has another root when a leaf is changed, added, left out or moved', () => {
  fc.assert(
    fc.property(leaves, fc.nat(), (all, chosen) => {
      const index = chosen % all.length;
      const changed = all.with(index, sha256(all[index] as Buffer));
      const others = [
        changed,
        [...all, sha256()],
        all.toSpliced(index, 1),
        [...all.slice(1), all[0] as Buffer],
      ];
      for (const other of others.filter((list) => list.length > 0)) {
        const isSame =
          other.length === all.length && other.every((leaf, at) => leaf.equals(all[at] as Buffer));
        if (!isSame) expect(rootOf(other)).not.toEqual(rootOf(all));
      }
    }),
  );
});
