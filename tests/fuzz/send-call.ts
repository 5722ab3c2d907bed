import { callApi, type ApiAnswer } from '#support/app.ts';
import type { FuzzWorld } from './world.ts';
import { collectionOf, type PlannedCall } from './plan-call.ts';

/** What one call came to: its answer, and what is wrong with it. */
export interface Outcome {
  /** 0 where there was none. */
  readonly status: number;
  readonly faults: readonly string[];
  readonly messages: readonly string[];
}

const LONGEST_SHOWN = 600;

/** Makes a planned call, compares the answer with its description, and learns from it. */
export async function sendCall(baseUrl: string, world: FuzzWorld, call: PlannedCall): Promise<Outcome> {
  const { operation, path, credential, headers, body } = call;
  const isWall = operation.access === 'wall' || operation.access === 'postback';
  try {
    const answer = await callApi(baseUrl, operation.method, path, {
      token: world.tokens[credential],
      headers,
      ...(body !== undefined && { body }),
      ...(isWall && { host: world.tenant.host }),
    });
    const isOwn = answer.status < 300 && credential !== 'foreign';
    const address = path.split('?')[0] ?? '';
    const isGone = isOwn && operation.method === 'DELETE';
    if (isGone || answer.status === 404) world.known.drop(address.split('/').at(-1) ?? '');
    else if (isOwn) world.known.learn(address, collectionOf(operation.path), answer.data);
    const faults = faultsOf(answer).map((fault) => `${fault}\n${shown(call)}`);
    // Some answers are JSON without the envelope, such as the description itself.
    return { status: answer.status, faults, messages: answer.messages ?? [] };
  } catch (error) {
    return { status: 0, faults: [`${(error as Error).message}\n${shown(call)}`], messages: [] };
  }
}

/** What no answer may be, whatever was asked. */
function faultsOf({ status, headers, text }: ApiAnswer): string[] {
  if (status === 503)
    return /^\d+$/.test(headers.get('retry-after') ?? '') ? [] : ['503 without a word when to come back'];
  return status >= 500 ? [`answered ${status}: ${text.slice(0, LONGEST_SHOWN)}`] : [];
}

/** A call in a form that can be made again. */
function shown({ operation, path, credential, headers, body }: PlannedCall): string {
  const sent = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return `${operation.method} ${path.slice(0, LONGEST_SHOWN)} as ${credential} ${JSON.stringify(headers)} ${sent.slice(0, 3 * LONGEST_SHOWN)}`;
}
