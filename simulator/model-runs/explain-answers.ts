import { isDeepStrictEqual } from 'node:util';
import { receive } from '../model/decide.ts';
import type { Request, World } from '../model/world.ts';
import { Divergence } from './divergence.ts';
import type { Reply } from './tenant.ts';

type Answer = ReturnType<typeof receive>;

/** What the model holds after requests in one order, and the server's names of conversions by it. */
export interface Explanation {
  readonly world: World;
  readonly conversions: Map<number, string>;
}

/**
 * Every order of requests sent at once that explains their answers. The server may take them in any order, but the
 * answers have to be those of some order.
 */
export function explainAnswers(
  before: Explanation,
  requests: readonly Request[],
  replies: readonly Reply[],
): [Explanation, ...Explanation[]] {
  const wrong: unknown[] = [];
  const fitting: Explanation[] = [];
  for (const order of orders(requests.length)) {
    const world = structuredClone(before.world);
    const conversions = new Map(before.conversions);
    const answers: Answer[] = [];
    for (const place of order) answers[place] = receive(world, requests[place] as Request);
    const faults = answers.flatMap((answer, place) =>
      answerFaults(answer, replies[place] as Reply, conversions),
    );
    if (faults.length === 0) fitting.push({ world, conversions });
    else wrong.push(faults);
  }
  const [first, ...rest] = fitting;
  if (first !== undefined) return [first, ...rest];
  throw new Divergence(
    'answers to postbacks',
    wrong[0],
    replies.map(({ status, data }) => ({ status, ...data })),
  );
}

/** What of an answer differs from the model's. Learns the server's name of a conversion that is new. */
function answerFaults(answer: Answer, { status, data }: Reply, names: Map<number, string>): object[] {
  const { conversion, http, ...rest } = answer;
  const { conversionId, ...said } = data ?? {};
  const known = conversion === null ? null : (names.get(conversion) ?? conversionId);
  const isNew = conversion !== null && !names.has(conversion);
  const isTaken = isNew && [...names.values()].includes(conversionId);
  if (isNew && typeof conversionId === 'string' && !isTaken) names.set(conversion, conversionId);
  const isSame = http === status && isDeepStrictEqual(rest, said) && known === conversionId && !isTaken;
  return isSame ? [] : [{ expected: answer, known }];
}

/** Every order of so many things. */
function orders(count: number): number[][] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((order) =>
    Array.from({ length: count }, (_, place) => order.toSpliced(place, 0, count - 1)),
  );
}
