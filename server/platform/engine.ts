import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Sets up the engine for a process that serves; to be called before anything else.
 *
 * The engine learns which places of the code make objects that live long, and then makes those of such a place among the
 * old ones at once. Reading the offers of a tenant teaches it that of places that requests run through as well: what a
 * request makes there is swept seldom, and keeps everything it refers to alive until then. Memory of requests piled up
 * by some ten megabytes a second, and the short collections took five times as long.
 */
export function setUpEngine(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

let collect: ((options: { readonly type: 'minor' }) => void) | undefined;

/**
 * Collects the young objects now, which costs about as much as what is kept of them: for long work that keeps much, after
 * each stretch. Left to itself the engine collects once sixteen megabytes have come together; where most of them
 * are kept, that holds the process up for 10 to 30 ms.
 */
export function collectYoung(): void {
  if (!collect) {
    setFlagsFromString('--expose-gc');
    // Otherwise a collection of the young that falls into the marking of the old ones ends that marking in one go.
    setFlagsFromString('--no-separate-gc-phases');
    collect = runInNewContext('gc') as NonNullable<typeof collect>;
  }
  collect({ type: 'minor' });
}

/**
 * Has the engine compile sooner what runs often; to be called once the process serves, so that its start isn't spent on
 * compiling.
 *
 * The engine counts calls, and what decides and stores a batch is called for each batch, not for each request: some forty
 * times a second under load. By its usual counts that code would stay slow for more than a minute, and twice as dear for
 * its first ten seconds.
 */
export function compileSooner(): void {
  setFlagsFromString('--invocation-count-for-maglev=100');
  setFlagsFromString('--invocation-count-for-turbofan=600');
}
