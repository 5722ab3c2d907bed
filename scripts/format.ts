import { formatter, runTool } from './checking/tools.ts';

process.exitCode = (await runTool(formatter, process.argv.slice(2))) ? 0 : 1;
