// The statements and decisions of accepted postbacks as the server runs them, in batches, without HTTP before them.
import { randomUUIDv7 } from 'node:crypto';
import { runCommand } from '#server/command.ts';
import type { Context } from '#server/context.ts';
import { commitRequests } from '#server/features/postbacks/exports.ts';
import { workWhenTold } from '../harness/program.ts';

const BATCH = 64;
const tenantId = process.env['TENANT'] as string;
const raw = { method: 'GET', path: '/api/v1/postback/-/-', headers: {}, body: null, ip: '127.0.0.1' };

await runCommand(async (context) => {
  workWhenTold(1, (next) => decide(context, next));
  // Ends with the process that gives the orders.
  await new Promise(() => {});
});

async function decide(context: Context, next: () => string | undefined): Promise<number> {
  const clicks: string[] = [];
  for (let id = next(); id !== undefined && clicks.push(id) < BATCH; id = next());
  if (clicks.length === 0) return 0;
  const requests = clicks.map((id) => {
    const parameters: [string, string][] = [
      ['gk_click_id', id],
      ['cnv_conversion_id', randomUUIDv7()],
    ];
    const query = new URLSearchParams(parameters).toString();
    return { parameters, pairId: null, boundSystem: null, ip: raw.ip, raw: { ...raw, query } };
  });
  await commitRequests(context, tenantId, requests);
  return clicks.length;
}
