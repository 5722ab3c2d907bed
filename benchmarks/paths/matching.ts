import { runCommand } from '#server/command.ts';
import { readConfig } from '#server/config.ts';
import { andScan } from '../references/and-scan.ts';
import { audienceOf, findOffers, HeldTenant, readSelection } from '#server/features/wall/exports.ts';
import { median } from '../harness/compare.ts';
import { audiences } from '../world/offers.ts';
import type { MeasuredPath } from './path.ts';

const ROUNDS = 9;
const QUESTIONS = 20_000;

/** Finding a page of ten with the exact total, against one pass over the same sets of bits. */
export const matching: MeasuredPath = {
  name: 'matching',
  measure: ({ installation, world }) =>
    runCommand(async (context) => {
      const { snapshot, now } = await new HeldTenant(context, world.tenantId).current();
      const asked = await Promise.all(
        audiences.map((text) =>
          audienceOf(context, snapshot.geography, Object.fromEntries(new URLSearchParams(text)), {
            ip: '127.0.0.1',
            userAgent: undefined,
          }),
        ),
      );
      const { index } = snapshot;
      const selection = readSelection({});
      const sets = asked.map((audience) => [
        index.availableAt(now),
        ...index.masks.passing(audience),
        index.masks.passingGender(audience),
      ]);
      const into = new Uint32Array(index.availableAt(now).length);
      const standing = new Map();
      const find = (turn: number) => {
        const audience = asked[turn % asked.length];
        if (audience)
          void findOffers(snapshot, now, { audience, standing, selection, page: 0, pageSize: 10 });
      };
      const scan = (turn: number) => void andScan(into, sets[turn % sets.length] ?? []);
      const rounds = Array.from({ length: ROUNDS }, () => ({ ours: timeOf(find), reference: timeOf(scan) }));
      const middle = (side: 'ours' | 'reference') => median(rounds.map((round) => round[side])).toFixed(2);
      return [
        {
          name: `Matching ${world.size.offers} offers, against one pass over the same bits`,
          value: median(rounds.map(({ ours, reference }) => ours / reference)),
          unit: '×',
          atMost: 3,
          notes: `ours ${middle('ours')} µs, one pass ${middle('reference')} µs, ${ROUNDS} rounds`,
        },
      ];
    }, readConfig(installation.environment)),
};

function timeOf(work: (turn: number) => void): number {
  const startedAt = performance.now();
  for (let turn = 0; turn < QUESTIONS; turn++) work(turn);
  return ((performance.now() - startedAt) * 1_000) / QUESTIONS;
}
