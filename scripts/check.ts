import { runChecks } from './checking/tools.ts';

const outcomes = await runChecks();
process.exitCode = outcomes.every(({ isPassed }) => isPassed) ? 0 : 1;
