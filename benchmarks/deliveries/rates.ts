import { loadavg } from 'node:os';
import { Agent } from 'undici';
import { deliveryWorker } from '#server/features/deliveries/exports.ts';
import { inLanes } from '#simulator/lanes.ts';
import { machineTicks, parentOf, treeCpuSeconds } from '../harness/cpu.ts';
import type { Measurement } from '../measurement.ts';
import {
  enqueue,
  openSink,
  sampleBody,
  sampleHeaders,
  untilDelivered,
  type Sink,
  type Stage,
} from './outbox.ts';

const IN_FLIGHT = 64;
const ROUNDS = 5;
/** Rounds that may be thrown away before all are counted, so that a run ends on a busy machine too. */
const MOST_ROUNDS = ROUNDS + 1;
/** Both sides lose what is stolen, but not alike: one needs all of the machine, the other a part. */
const MOST_STOLEN = 0.02;
const DESTINATIONS = 100;
const LEAST_OF_RAW = 0.6;
const LEAST_OF_OTHERS = 0.9;
const WAITING = 1_000_000;
/** More than elsewhere: the difference that matters is a tenth, which is also what one slice differs from the next. */
const ROUNDS_BESIDE_WAITING = 7;

/** Deliveries of one slice: enough that beginning to send, slowly at first, is a small part of it. */
const A_SLICE = 16_000;

/** Compares our sender with a bare client that sends the same bytes, headers and all, to the same receiver, slice after slice. */
export async function compareWithRaw(stage: Stage): Promise<Measurement[]> {
  const sink = await openSink(1);
  const raw = new Agent({ connections: IN_FLIGHT, pipelining: 1 });
  try {
    // Both clients are compiled while they run.
    await sendOurs(stage, sink, A_SLICE);
    await sendRaw(raw, sink, A_SLICE);
    const rounds: Round[] = [];
    const server = await serverPid(stage);
    for (let kept = 0; kept < ROUNDS && rounds.length < MOST_ROUNDS;) {
      const round = await roundAgainstRaw(stage, sink, raw, server);
      rounds.push(round);
      if (round.stolen <= MOST_STOLEN) kept++;
    }
    const quiet = rounds.filter(({ stolen }) => stolen <= MOST_STOLEN);
    const counted = quiet.length >= ROUNDS ? quiet : rounds;
    const ratios = counted.map(({ ours, raw: theirs }) => ours / theirs);
    const each = (of: (round: Round) => number) => Math.round(median(counted.map(of)));
    const notes = [
      `rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
      `discarded because the host gave other machines more than ${MOST_STOLEN * 100} % of the time: ${rounds.length - counted.length}`,
      `CPU for each: ours ${each(({ nodeMicros }) => nodeMicros)} µs and ${each(({ databaseMicros }) => databaseMicros)} µs of the database, the bare client ${each(({ rawMicros }) => rawMicros)} µs`,
      `load of the machine ${loadavg()[0]?.toFixed(1)}`,
    ].join('; ');
    return [
      rate(
        'deliveries to one receiver, from the outbox to the stored try',
        counted.map(({ ours }) => ours),
      ),
      rate(
        'the same bytes by a bare keep-alive client',
        counted.map(({ raw: theirs }) => theirs),
      ),
      {
        name: 'deliveries against the bare client',
        value: median(ratios),
        unit: '×',
        atLeast: LEAST_OF_RAW,
        notes,
      },
    ];
  } finally {
    await raw.close();
    sink.stop();
  }
}

/** What one slice of each client came to. */
interface Round {
  /** Deliveries a second. */
  readonly ours: number;
  readonly raw: number;
  /** CPU time for each delivery. */
  readonly nodeMicros: number;
  readonly databaseMicros: number;
  readonly rawMicros: number;
  /** The share of the machine's time that its host gave to others. */
  readonly stolen: number;
}

async function roundAgainstRaw(stage: Stage, sink: Sink, raw: Agent, server: number): Promise<Round> {
  const since = await enqueue(stage, sink.origins, A_SLICE);
  const machine = machineTicks();
  const before = [process.cpuUsage(), treeCpuSeconds(server)] as const;
  const ours = A_SLICE / (await sendWaiting(stage, sink, since));
  const between = process.cpuUsage();
  const database = treeCpuSeconds(server) - before[1];
  const theirs = A_SLICE / (await sendRaw(raw, sink, A_SLICE));
  const after = machineTicks();
  return {
    ours,
    raw: theirs,
    nodeMicros: microsecondsBetween(before[0], between) / A_SLICE,
    databaseMicros: (database * 1e6) / A_SLICE,
    rawMicros: microsecondsBetween(between, process.cpuUsage()) / A_SLICE,
    stolen: (after.stolen - machine.stolen) / (after.all - machine.all),
  };
}

/** The process that all processes of the database server come from. */
async function serverPid({ context }: Stage): Promise<number> {
  const { rows } = await context.database.engine.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return parentOf(rows[0]?.pid as number);
}

function microsecondsBetween(before: NodeJS.CpuUsage, after: NodeJS.CpuUsage): number {
  return after.user + after.system - before.user - before.system;
}

async function sendOurs(stage: Stage, sink: Sink, count: number): Promise<number> {
  return sendWaiting(stage, sink, await enqueue(stage, sink.origins, count));
}

/** Sends what waits since then, and says how long that took, in seconds. */
async function sendWaiting(stage: Stage, sink: Sink, since: string): Promise<number> {
  const worker = deliveryWorker(stage.context);
  try {
    return await untilDelivered(stage, sink.origins, since, () => worker.start());
  } finally {
    await worker.stop();
  }
}

async function sendRaw(agent: Agent, sink: Sink, count: number): Promise<number> {
  const startedAt = performance.now();
  const [origin = ''] = sink.origins;
  await inLanes(IN_FLIGHT, Array.from({ length: count }), async () => {
    const answer = await agent.request({
      origin,
      path: '/callbacks',
      method: 'POST',
      headers: sampleHeaders,
      body: sampleBody,
    });
    await answer.body.text();
  });
  return (performance.now() - startedAt) / 1_000;
}

/** Compares the rate of 99 receivers while the hundredth answers nobody with their rate while it does. */
export async function compareWithHanging(stage: Stage): Promise<Measurement[]> {
  const sink = await openSink(DESTINATIONS);
  try {
    const rates = { beside: [] as number[], alone: [] as number[] };
    await sendOthers(stage, sink, false);
    for (let round = 0; round < ROUNDS; round++) {
      rates.alone.push(await sendOthers(stage, sink, false));
      rates.beside.push(await sendOthers(stage, sink, true));
    }
    const ratio = median(rates.beside) / median(rates.alone);
    return [
      rate(`deliveries to ${DESTINATIONS - 1} receivers while all answer`, rates.alone),
      rate('the same while one more answers nobody', rates.beside),
      { name: 'deliveries beside a receiver that hangs', value: ratio, unit: '×', atLeast: LEAST_OF_OTHERS },
    ];
  } finally {
    sink.stop();
  }
}

/** Deliveries a second that the receivers after the first took. */
async function sendOthers(stage: Stage, sink: Sink, isHanging: boolean): Promise<number> {
  const [, ...others] = sink.origins;
  const each = Math.ceil(A_SLICE / DESTINATIONS);
  await sink.hang(isHanging);
  const since = await enqueue(stage, sink.origins, each);
  const worker = deliveryWorker(stage.context);
  try {
    const seconds = await untilDelivered(stage, others, since, () => worker.start());
    return (others.length * each) / seconds;
  } finally {
    await sink.hang(false);
    await worker.stop();
    await stage.context.database.engine.query('DELETE FROM due_deliveries WHERE tenant_id = $1', [
      stage.tenantId,
    ]);
  }
}

/**
 * Compares the rate beside a million deliveries that wait for their next try with the rate without them, slice after slice
 * on two servers of the same age.
 */
export async function compareWithWaiting(alone: Stage, beside: Stage): Promise<Measurement[]> {
  const sink = await openSink(1);
  const waiting = Array.from({ length: DESTINATIONS }, (_, index) => `https://receiver-${index}.example`);
  const stages = [alone, beside];
  try {
    for (const stage of stages) await sendOurs(stage, sink, A_SLICE);
    const each = Math.ceil(WAITING / (waiting.length + 1));
    await enqueue(beside, [...waiting, ...sink.origins], each, '2 hours', null);
    for (const stage of stages) await settle(stage);
    const without: Slice[] = [];
    const withMany: Slice[] = [];
    for (let round = 0; round < ROUNDS_BESIDE_WAITING; round++) {
      without.push(await sliceOf(alone, sink));
      withMany.push(await sliceOf(beside, sink));
    }
    const ratios = withMany.map((one, round) => one.rate / (without[round]?.rate as number));
    const ratesOf = (slices: readonly Slice[]) => slices.map((one) => one.rate);
    const micros = [without, withMany].map((slices) =>
      Math.round(median(slices.map((one) => one.databaseMicros))),
    );
    return [
      rate('deliveries while no other waits', ratesOf(without)),
      rate(`the same while ${WAITING} wait for a later try`, ratesOf(withMany)),
      {
        name: 'deliveries beside a million that wait',
        value: median(ratios),
        unit: '×',
        atLeast: LEAST_OF_OTHERS,
        notes: [
          `rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`,
          `CPU of the database for each: ${micros.join(' and ')} µs`,
        ].join('; '),
      },
    ];
  } finally {
    sink.stop();
  }
}

/** What sending one slice came to: deliveries a second, and the database's CPU time for each. */
interface Slice {
  readonly rate: number;
  readonly databaseMicros: number;
}

async function sliceOf(stage: Stage, sink: Sink): Promise<Slice> {
  const server = await serverPid(stage);
  const since = await enqueue(stage, sink.origins, A_SLICE);
  const before = treeCpuSeconds(server);
  const seconds = await sendWaiting(stage, sink, since);
  const databaseMicros = ((treeCpuSeconds(server) - before) * 1e6) / A_SLICE;
  return { rate: A_SLICE / seconds, databaseMicros };
}

/**
 * Leaves the tables as they are after a while. A million deliveries come to wait over hours; written within a minute, they
 * would still be on their way to the disk while something is measured.
 */
async function settle({ context }: Stage): Promise<void> {
  const client = await context.database.owner().connect();
  try {
    await client.query('VACUUM ANALYZE deliveries, due_deliveries');
    // Only the login itself may.
    await client.query('SET ROLE NONE');
    await client.query('CHECKPOINT');
  } finally {
    client.release(true);
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function rate(name: string, rates: readonly number[]): Measurement {
  return { name, value: median(rates), unit: '/s' };
}
