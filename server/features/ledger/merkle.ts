import { hash } from 'node:crypto';

const NODE = Buffer.of(1);
const SEAL = Buffer.of(2);

/** One link of the chain before it is hashed. */
export interface SealContent {
  readonly previousHash: Buffer;
  readonly number: number;
  readonly entries: number;
  readonly root: Buffer;
}

function sha256(...parts: readonly Buffer[]): Buffer {
  return hash('sha256', Buffer.concat(parts), 'buffer');
}

/** What the first seal of a tenant takes for the hash before it. */
export function firstHash(tenantId: string): Buffer {
  return sha256(Buffer.from(`pitwall ledger of ${tenantId}`));
}

/** The hash by which a seal is known. */
export function sealHash({ previousHash, number, entries, root }: SealContent): Buffer {
  const counts = Buffer.alloc(16);
  counts.writeBigUInt64BE(BigInt(number), 0);
  counts.writeBigUInt64BE(BigInt(entries), 8);
  return sha256(SEAL, previousHash, counts, root);
}

/** All levels of the tree over these leaves, the leaves first; a last one without a partner rises as it is. */
export function treeOf(leaves: readonly Buffer[]): Buffer[][] {
  if (leaves.length === 0) throw new RangeError('a tree needs at least one leaf');
  const levels = [[...leaves]];
  for (let level = levels[0] as Buffer[]; level.length > 1; level = levels.at(-1) as Buffer[]) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at] as Buffer, level[at + 1]];
      above.push(right === undefined ? left : sha256(NODE, left, right));
    }
    levels.push(above);
  }
  return levels;
}

/** The root of the tree over these leaves. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  return treeOf(leaves).at(-1)?.[0] as Buffer;
}

/** The hashes beside a leaf on its way to the root, each with the side it stands on. */
export function proofOf(levels: readonly (readonly Buffer[])[], leaf: number): string {
  const steps: string[] = [];
  let at = leaf;
  for (const level of levels.slice(0, -1)) {
    const beside = level[at ^ 1];
    if (beside !== undefined) steps.push(`${at % 2 === 1 ? 'L' : 'R'}${beside.toString('hex')}`);
    at >>= 1;
  }
  return steps.join(' ');
}
