import type { Request, World } from '../model/world.ts';
import type { Command, PostbackWords } from './commands.ts';
import { differ } from './divergence.ts';
import type { Names } from './names.ts';
import type { Reply, RunTenant } from './tenant.ts';

/** What words about a postback come to. */
export function requestOf({ clicks, offers, now }: World, words: PostbackWords): Request {
  const number = clicks.length - 1 - (words.click % clicks.length);
  const versions = (clicks[number]?.offer ?? offers[0])?.versions ?? [];
  const eventIds = [...new Set(versions.flatMap(({ steps }) => steps.map(({ eventId }) => eventId)))];
  return {
    click: words.clickWord === 'known' ? number : null,
    eventId: words.stepWord === 'known' ? (eventIds[words.step % eventIds.length] ?? '') : 'misspelt',
    trackId: words.trackId,
    amount: words.amount,
    isListed: words.isListed,
    arrivedAt: now,
  };
}

/** Sends a postback. */
export function send(
  { call, postbackPath }: RunTenant,
  names: Names,
  words: PostbackWords,
  request: Request,
): Promise<Reply> {
  const ids = {
    known: names.clicks[request.click ?? 0] ?? '',
    missing: null,
    macro: '{gk_click_id}',
    foreign: '0199d1c0-0000-7000-8000-000000000000',
    garbage: 'no click',
  };
  const values = {
    gk_click_id: ids[words.clickWord],
    cnv_event_id: request.eventId,
    cnv_conversion_id: request.trackId,
    cnv_amount: request.amount,
  };
  const given = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  const headers = { 'x-forwarded-for': words.isListed ? '198.51.100.7' : '203.0.113.9' };
  if (words.isPost)
    return call('POST', postbackPath, { isOpen: true, headers, body: Object.fromEntries(given) });
  const query = new URLSearchParams(given);
  return call('GET', `${postbackPath}&${query.toString()}`, { isOpen: true, headers });
}

/** Sends a postback whose secrets are wrong. */
export async function forge(
  { call, postbackPath }: RunTenant,
  names: Names,
  { click, what }: Extract<Command, { kind: 'forged' }>,
): Promise<void> {
  const id = names.clicks.at(-1 - (click % Math.max(names.clicks.length, 1))) ?? '';
  const secret = what === 'signature' ? /signature=./ : /postback\/./;
  const path = postbackPath.replace(secret, (start) => start.replace(/.$/, '~'));
  const headers = { 'x-forwarded-for': '198.51.100.7' };
  const reply = await call('GET', `${path}&gk_click_id=${id}`, { isOpen: true, headers });
  differ('status of a forged postback', 401, reply.status, reply.messages);
  names.kept += 1;
}
