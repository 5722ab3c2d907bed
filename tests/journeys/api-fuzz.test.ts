import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '#simulator/random.ts';
import { testApp } from '#support/app.ts';
import { describedOperations, type Operation } from '#support/operations.ts';
import { planBroken, planPlain, planValid } from '../fuzz/plan-call.ts';
import { sendCall, type Outcome } from '../fuzz/send-call.ts';
import { isForSessions, wantedValues } from '../fuzz/wanted.ts';
import { fuzzWorld } from '../fuzz/world.ts';

// More of it: FUZZ_CALLS=20000 npx vitest run --project=embedded tests/journeys/api-fuzz.test.ts
const seed = process.env['FUZZ_SEED'] ?? String(randomInt(1_000_000));
const CALLS = Number(process.env['FUZZ_CALLS'] ?? 800);
/** So often an operation is tried, in a few rounds, until it succeeds once. */
const TRIES = 25;
const ROUNDS = 3;

const app = await testApp({ EGRESS_ALLOW: '' });
const world = await fuzzWorld(app);
const random = seededRandom(seed);
const maker = { random, known: world.known };
const wanted = await wantedValues(app, world);
const operations = describedOperations();
const reached = new Set<string>();
const faults: string[] = [];

async function send(operation: Operation, plan: typeof planValid, share = 1): Promise<Outcome> {
  const values = random.chance(share) ? ((await wanted[operation.endpoint.id]?.()) ?? {}) : {};
  const outcome = await sendCall(app.baseUrl, world, plan(maker, operation, values));
  if (outcome.status >= 200 && outcome.status < 400) reached.add(operation.id);
  faults.push(...outcome.faults);
  return outcome;
}

describe(`calls from seed ${seed}`, () => {
  it('every operation can be made to succeed from its description alone', { timeout: 120_000 }, async () => {
    // What reads comes first, so that what changes knows the ids; what deletes comes last.
    const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
    const sorted = operations.toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method));
    const lastWords = new Map<string, string>();
    for (let round = 0; round < ROUNDS; round++) {
      for (const operation of sorted) {
        // Lists are read in every round, to know what is there by now.
        const isList = operation.endpoint.query?.properties?.['page_size'] !== undefined;
        const isWanted = () => !reached.has(operation.id);
        if (isList && !isWanted()) await send(operation, planPlain);
        for (let times = 0; times < TRIES && isWanted(); times++) {
          const { status, messages } = await send(operation, times % 2 === 0 ? planPlain : planValid);
          lastWords.set(operation.id, `${status} ${messages.join('; ')}`);
        }
      }
      await world.catchUp();
    }
    const missed = operations.filter((one) => !reached.has(one.id) && !isForSessions(one));
    expect(missed.map(({ id }) => `${id}: ${lastWords.get(id)}`)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('no call, valid or broken, is answered otherwise than described', { timeout: 3_600_000 }, async () => {
    const before = faults.length;
    for (let times = 0; times < CALLS; times++) {
      const operation = random.pick(operations);
      await send(operation, random.chance(0.3) ? planValid : planBroken, 0.5);
    }
    await world.catchUp();
    expect(faults.slice(before)).toEqual([]);
  });
});
