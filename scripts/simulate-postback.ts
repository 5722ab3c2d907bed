import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig } from '#server/config.ts';

const usage = `Sends a postback to a running Pitwall as a tracking system would, and shows what came of it.

  simulate-postback --click ID [options]

  --click ID         the click to convert (gk_click_id); take one of a test link to leave money and limits alone
  --system NAME      the sender; the tracking system of the click's offer unless given
  --event ID         the event id
  --amount 4.99      the amount, in whole currency units
  --currency USD     its currency
  --conversion ID    the sender's own id of the conversion
  --behaviour WORD   success (default), or a mistake: unfilled_macro, unknown_click, missing_click, unknown_event,
                     missing_amount, unreadable_amount, negative_amount, wrong_signature, wrong_address, duplicate
  --naming WORD      ready-url (default) or own-names
  --url ADDRESS      address of the API; the demo's unless given
  --token TOKEN      Management token; the demo's unless given`;

/** The part of the demo's credentials that is needed here. */
type DemoCredentials = { baseUrl: string; managementToken: string };

/** Runs the command; the exit status tells whether the call itself worked, not what was decided. */
async function main(): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      click: text,
      system: text,
      event: text,
      amount: text,
      currency: text,
      conversion: text,
      behaviour: text,
      naming: text,
      url: text,
      token: text,
      help: { type: 'boolean' },
    },
  });
  if (values.help === true || values.click === undefined) {
    console.log(usage);
    return values.help === true ? 0 : 2;
  }
  const demo = values.url !== undefined && values.token !== undefined ? null : demoCredentials();
  const address = `${values.url ?? demo?.baseUrl ?? ''}/api/v1/tools/simulate-postback`;
  const response = await fetch(address, {
    method: 'POST',
    headers: {
      authorization: `ApiToken ${values.token ?? demo?.managementToken ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      clickId: values.click,
      trackingSystem: values.system,
      eventId: values.event,
      amount: values.amount,
      currency: values.currency,
      conversionId: values.conversion,
      behaviour: values.behaviour,
      naming: values.naming,
    }),
  });
  const { data, messages } = (await response.json()) as { data: unknown; messages: string[] };
  for (const message of messages) console.error(message);
  if (data !== null) console.log(JSON.stringify(data, null, 2));
  return response.ok ? 0 : 1;
}

function demoCredentials(): DemoCredentials {
  const file = join(readConfig().dataDir, 'demo.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoCredentials;
  } catch (error) {
    throw new Error(`There are no demo credentials at ${file}: give --url and --token.`, { cause: error });
  }
}

process.exitCode = await main();
