import { describe, expect, it } from 'vitest';
import { CommitUnknown } from '#database/transaction.ts';
import { groupCommit, QueueFull } from './group-commit.ts';

/** A group commit whose runs are noted and end when the test says so. */
function openQueue(refuses: (items: readonly string[]) => Error | null = () => null, mostWaiting = 100) {
  const runs: string[][] = [];
  const ends: (() => void)[] = [];
  const queue = groupCommit<string, string>({
    most: 3,
    mostWaiting,
    run: async (group, items) => {
      runs.push([...items]);
      await new Promise<void>((resolve) => ends.push(resolve));
      const refusal = refuses(items);
      if (refusal !== null) throw refusal;
      return items.map((item) => `${group} ${item}`);
    },
  });
  /** Submits an item and waits until it runs, so that those after it wait. */
  const running = async (group: string, item: string) => {
    const result = queue.submit(group, item);
    result.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    return { result };
  };
  const endAll = async () => {
    for (let quiet = 0; quiet < 5; quiet++) {
      if (ends.length > 0) quiet = 0;
      ends.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { queue, runs, running, endAll };
}

describe('a group commit', () => {
  it('commits together, in order, what waits while the last commit of its group runs', async () => {
    const { queue, runs, running, endAll } = openQueue();
    const first = await running('one', 'a');
    const rest = ['b', 'c', 'd', 'e'].map((item) => queue.submit('one', item));
    const results = Promise.all([first.result, ...rest]);
    const other = (await running('two', 'z')).result;
    await endAll();
    expect(await results).toEqual(['one a', 'one b', 'one c', 'one d', 'one e']);
    expect(await other).toBe('two z');
    expect(runs).toEqual([['a'], ['z'], ['b', 'c', 'd'], ['e']]);
  });

  it('commits together what arrives in the same turn, without waiting for more', async () => {
    const { queue, runs, endAll } = openQueue();
    const results = Promise.all(['a', 'b'].map((item) => queue.submit('one', item)));
    await endAll();
    expect(await results).toEqual(['one a', 'one b']);
    expect(runs).toEqual([['a', 'b']]);
  });

  it('answers nobody before the commit that holds it', async () => {
    const { queue, endAll } = openQueue();
    let isAnswered = false;
    const result = queue.submit('one', 'a').then(() => (isAnswered = true));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isAnswered).toBe(false);
    await endAll();
    await result;
  });

  it('does one by one what failed twice together, so that a poisoned item harms no other', async () => {
    const { queue, runs, running, endAll } = openQueue((items) =>
      items.includes('bad') ? new Error('poison') : null,
    );
    const { result } = await running('one', 'a');
    const rest = ['b', 'bad', 'c'].map((item) => queue.submit('one', item));
    const settled = Promise.allSettled([result, ...rest]);
    await endAll();
    expect((await settled).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(runs.slice(1)).toEqual([['b', 'bad', 'c'], ['b', 'bad', 'c'], ['b'], ['bad'], ['c']]);
  });

  it('does nothing again that may have been committed, where that would be once more', async () => {
    const runs: string[][] = [];
    const queue = groupCommit<string, string>({
      most: 3,
      mostWaiting: 10,
      isOnce: true,
      run: (_group, items) => {
        runs.push([...items]);
        return Promise.reject(new CommitUnknown('cut'));
      },
    });
    const settled = await Promise.allSettled(['a', 'b'].map((item) => queue.submit('one', item)));
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(runs).toEqual([['a', 'b']]);
  });

  it('does not try one by one while the database itself is out of reach', async () => {
    const gone = Object.assign(new Error('the server closed the connection'), { code: '57P01' });
    const { queue, runs, running, endAll } = openQueue(() => gone);
    const { result } = await running('one', 'a');
    const settled = Promise.allSettled([result, ...['b', 'c'].map((item) => queue.submit('one', item))]);
    await endAll();
    expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
    expect(runs).toEqual([['a'], ['a'], ['b', 'c'], ['b', 'c']]);
  });

  it('takes no more than may wait, and takes more again once some are done', async () => {
    const { queue, endAll } = openQueue(() => null, 2);
    const taken = [queue.submit('one', 'a'), queue.submit('two', 'b')];
    await expect(queue.submit('one', 'c')).rejects.toThrow(QueueFull);
    await endAll();
    await Promise.all(taken);
    const again = queue.submit('one', 'd');
    await endAll();
    expect(await again).toBe('one d');
  });
});
