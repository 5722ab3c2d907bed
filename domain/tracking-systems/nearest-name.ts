/**
 * The name that somebody meant: the same but for letter case and separators, or the only nearest one within two
 * slips of the pen (one in a short name).
 *
 * @returns null when nothing is near, or when several are equally near.
 */
export function nearestName<const Name extends string>(names: readonly Name[], text: string): Name | null {
  const wanted = bare(text);
  if (wanted === '') return null;
  const same = names.find((name) => bare(name) === wanted);
  if (same !== undefined) return same;
  const allowed = wanted.length < 6 ? 1 : 2;
  let nearest: { name: Name; slips: number; isAlone: boolean } | null = null;
  for (const name of names) {
    const slips = slipsBetween(bare(name), wanted);
    if (slips > allowed || (nearest !== null && slips > nearest.slips)) continue;
    nearest = { name, slips, isAlone: nearest === null || slips < nearest.slips };
  }
  return nearest?.isAlone === true ? nearest.name : null;
}

/** A name without letter case and separators. */
export function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Letters left out, added, changed or swapped with their neighbour, each counted as one. */
export function slipsBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let slips = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (isSame ? 0 : 1));
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        slips = Math.min(slips, beforeLast[column - 2]! + 1);
      }
      current.push(slips);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
