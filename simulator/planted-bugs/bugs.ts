/** One text that a bug puts in the place of another, which has to occur exactly once. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

/** A fault to be planted into a copy of the product, which the runs have to find. */
export interface PlantedBug {
  readonly name: string;
  readonly edits: readonly Edit[];
}

const decide = 'domain/conversion/decide.ts';
const usage = 'domain/conversion/usage.ts';

function bug(name: string, file: string, find: string, replace: string): PlantedBug {
  return { name, edits: [{ file, find, replace }] };
}

/** One for each line of the twelve tests of a postback, and those that the trade knows from elsewhere. */
export const plantedBugs: readonly PlantedBug[] = [
  bug(
    '1: any source may send',
    decide,
    'if (!request.isSourceAllowed) return',
    'if (request.requestId === "") return',
  ),
  bug(
    '2: a click never gets too old',
    'domain/conversion/matter.ts',
    'if (isTooOld &&',
    'if (request.requestId === "" && isTooOld &&',
  ),
  bug(
    '3: an archived step is lost to those who clicked before',
    'domain/conversion/steps.ts',
    'if (kept !== undefined) return',
    'if (kept !== undefined && eventId === "") return',
  ),
  bug(
    '4: a request that was refused is decided again when it is repeated',
    decide,
    'return seen === null ? null : duplicateOf(',
    'return seen === null || seen.state === "Rejected" ? null : duplicateOf(',
  ),
  bug(
    '5: a completed offer is earned again',
    decide,
    'return isOfferEarned || isStepEarned ?',
    'return isOfferEarned && isStepEarned ?',
  ),
  bug(
    '6: an amount may have any length',
    'domain/conversion/price.ts',
    '|| !hasAtMostTwelveIntegerDigits(amount)',
    '|| (!hasAtMostTwelveIntegerDigits(amount) && text === "")',
  ),
  bug(
    '7: steps may come in any order',
    decide,
    'if (!isWaiting) return null;',
    'if (isWaiting || !isWaiting) return null;',
  ),
  bug(
    '8: a step may follow at once',
    decide,
    'return isTooEarly ?',
    'return isTooEarly && request.requestId === "" ?',
  ),
  bug(
    '9: deadlines run from the first click',
    'domain/conversion/deadlines.ts',
    'if (firstDone !== null) return addDays(firstDone.completedAt,',
    'if (firstDone !== null) return addDays(facts.openedAt,',
  ),
  bug(
    '10: the caps of shares are ignored',
    usage,
    'if (share !== null && !isFree(',
    'if (share !== null && share.shareId === "" && !isFree(',
  ),
  bug(
    '11: the budget is asked whether anything is left',
    usage,
    "budgetLeft(offer.budget.amount, spent), revenue, 'FlatRate')",
    "budgetLeft(offer.budget.amount, spent), revenue, 'RevShare')",
  ),
  bug(
    '12: what is decided by hand is a success at once',
    decide,
    'isAutomatic && step.pendingDays === 0',
    'step.pendingDays === 0',
  ),
  {
    name: 'count, then insert: requests of one batch do not see each other, and nothing guards the counters',
    edits: [
      {
        file: 'domain/conversion/working-copy.ts',
        find: 'if (decision.hold !== null) addToUsage(copy.usage, changesOfTaking(decision.hold));',
        replace: '',
      },
      {
        file: 'server/features/conversions/counters.ts',
        find: 'WHERE c.count + excluded.count <= COALESCE(',
        replace: 'WHERE 0 <= COALESCE(',
      },
    ],
  },
  bug(
    'an answer before the commit',
    'server/features/postbacks/queue.ts',
    'const { replies, changes } = await commitRequests(context, tenantId, requests);',
    `const { replies, changes } = await new Promise<DecidedRequests>((resolve, reject) => {
        inTenant(context.database, tenantId, async (tx) => {
          const decided = await decideRequests(context, tx, requests);
          resolve(decided);
          await new Promise((done) => setTimeout(done, 50));
          return decided;
        }).catch(reject);
      });`,
  ),
  {
    name: 'a statement without its tenant, where the database does not watch either',
    edits: [
      {
        file: 'database/connect.ts',
        find: "open('pitwall_tenant', poolSize",
        replace: "open('pitwall_engine', poolSize",
      },
      {
        file: 'server/features/settings/store.ts',
        find: 'FROM settings WHERE tenant_id = $1 ${lock}',
        replace: 'FROM settings WHERE $1::uuid IS NOT NULL ${lock}',
      },
    ],
  },
  bug(
    'a day is the 24 hours from six in the morning',
    'domain/time.ts',
    'return Math.floor(at / day) * day;\n}\n\n/** Midnight UTC at the start of the Monday',
    'return Math.floor((at - 6 * hour) / day) * day + 6 * hour;\n}\n\n/** Midnight UTC at the start of the Monday',
  ),
  bug(
    'a rejection gives back into windows that have closed',
    'domain/limits/holds.ts',
    '.filter((change) => change.windowStart === windowStart(change.window, now))',
    '',
  ),
  bug(
    'a completed offer stays on the wall',
    'server/features/wall/member-standing.ts',
    "return !allowRepetitions && attempts.some(({ end }) => end === 'completed');",
    "return !allowRepetitions && attempts.some(({ end }) => end === 'expired');",
  ),
];
