import { describe, expect, it } from 'vitest';
import { openLog, redactUrl } from './log.ts';

describe('an address in the log', () => {
  it.each([
    ['/api/v1/settings', '/api/v1/settings'],
    ['/api/v1/offers?page=2', '/api/v1/offers?page=2'],
    [
      '/api/v1/postback/abc/def/?signature=xyz&gk_click_id=1',
      '/api/v1/postback/-/-/?signature=-&gk_click_id=1',
    ],
    ['/api/v1/postback/abc/def', '/api/v1/postback/-/-'],
    ['/api/v1/POSTBACK/abc/def', '/api/v1/POSTBACK/-/-'],
    ['/x?pub_member_id=4711&page=1&pub_sub_15=a%20b#c', '/x?pub_member_id=-&page=1&pub_sub_15=-#c'],
    ['/x?PUB_MEMBER_ID=4711', '/x?PUB_MEMBER_ID=-'],
    ['/x?cnv_email=a@b.example&cnv_user_id=7', '/x?cnv_email=-&cnv_user_id=-'],
    ['/x?token=t&password=p&secret=s', '/x?token=-&password=-&secret=-'],
    ['/x?a=1&signature=', '/x?a=1&signature=-'],
  ])('%s becomes %s', (url, logged) => expect(redactUrl(url)).toBe(logged));
});

it('what is known to be a secret is left out, at the top and two levels down', () => {
  const lines: string[] = [];
  const log = openLog('info', { write: (line) => void lines.push(line) });
  const secret = { token: 'hunter2', password: 'hunter2', authorization: 'hunter2', headerValue: 'hunter2' };
  log.info({ ...secret, call: secret, deep: { headers: { ...secret, cookie: 'hunter2' } } }, 'said');
  expect(lines.join('')).not.toContain('hunter2');
  expect(JSON.parse(lines[0] as string)).toMatchObject({ msg: 'said', token: '-' });
});

it('an error is logged with its message and stack', () => {
  const lines: string[] = [];
  openLog('info', { write: (line) => void lines.push(line) }).error(
    { error: new TypeError('broken') },
    'failed',
  );
  expect(JSON.parse(lines[0] as string).error).toMatchObject({
    type: 'TypeError',
    message: 'broken',
    stack: expect.any(String),
  });
});

it('a level that is off says nothing', () => {
  const lines: string[] = [];
  openLog('warn', { write: (line) => void lines.push(line) }).info('quiet');
  expect(lines).toEqual([]);
});
