import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { AnswerReader } from './egress-answer.ts';

/** Reads an answer in pieces of these lengths, and what is left in one. */
function read(text: string, lengths: readonly number[] = []) {
  const reader = new AnswerReader();
  let bytes = Buffer.from(text, 'latin1');
  let isEnded = false;
  for (const length of [...lengths, bytes.length]) {
    if (bytes.length === 0 || isEnded) break;
    isEnded = reader.read(bytes.subarray(0, length));
    bytes = bytes.subarray(length);
  }
  const { status, retryAfter, isReusable, bodyBytes, idleMs } = reader;
  return { status, retryAfter, isReusable, bodyBytes, idleMs, isEnded, text: reader.text() };
}

const chunked =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;note=x\r\none\r\n0003\r\ntwo\r\n0\r\nTrailer: x\r\n\r\n';

test.each([
  ['of a given length', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok', { text: 'ok', isReusable: true }],
  ['in chunks, with a trailer', chunked, { text: 'onetwo', isReusable: true }],
  ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', { status: 204, isReusable: true }],
  [
    'without a body, whatever it says',
    'HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n',
    { status: 304, isReusable: false },
  ],
  ['without a reason', 'HTTP/1.1 202\r\ncontent-length:0\r\n\r\n', { status: 202, isReusable: true }],
  [
    'after interim ones',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 201 Yes\r\ncontent-length: 0\r\n\r\n',
    { status: 201, isReusable: true },
  ],
  [
    'that asks for a pause',
    'HTTP/1.1 429 Slow\r\nRETRY-AFTER:  120 \r\nContent-Length: 0\r\n\r\n',
    { status: 429, retryAfter: '120' },
  ],
  [
    'whose receiver ends the connection',
    'HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 0\r\n\r\n',
    { isReusable: false },
  ],
  ['of an older version', 'HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', { isReusable: false }],
  [
    'with a length and a coding',
    'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    { isReusable: false },
  ],
  [
    'with more than an answer',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK',
    { text: 'ok', isReusable: false },
  ],
  [
    'with the same length twice',
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n!',
    { text: '!', isReusable: true },
  ],
  [
    'whose receiver waits for 3 seconds',
    'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=3, max=9\r\nContent-Length: 0\r\n\r\n',
    { isReusable: true, idleMs: 2_000 },
  ],
  [
    'whose receiver hardly waits',
    'HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n',
    { isReusable: false },
  ],
])('an answer %s ends where it ends', (_what, text, expected) => {
  expect(read(text)).toMatchObject({ status: 200, ...expected, isEnded: true });
});

test.each([
  ['a length or coding', 'HTTP/1.1 200 OK\r\n\r\nuntil the end'],
  ['an end of its coding', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nuntil the end'],
])('an answer without %s ends with its connection', (_what, text) => {
  const reader = new AnswerReader();
  expect(reader.read(Buffer.from(text))).toBe(false);
  expect([reader.close(), reader.isReusable, reader.text()]).toEqual([true, false, 'until the end']);
});

test.each([
  'SSH-2.0-OpenSSH_9.2\r\n\r\n',
  'HTTP/2 200\r\n\r\n',
  'HTTP/1.1 099 No\r\n\r\n',
  'HTTP/1.1 101 Switching Protocols\r\n\r\n',
  'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
  'HTTP/1.1 200 OK\r\nX: a\r\n folded\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nsize\r\n',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\ntoo long\r\n',
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'0'.repeat(300)}`,
  `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(17_000)}`,
])('%j is refused', (text) => {
  expect(() => read(text)).toThrow('the answer');
});

it('reads the same however the answer was cut on its way', () => {
  const bodies = fc.array(fc.string({ minLength: 1, maxLength: 700 }), { maxLength: 5 });
  const answers = fc.tuple(bodies, fc.boolean()).map(([pieces, inChunks]) => {
    const latin = pieces.map((piece) => Buffer.from(piece).toString('latin1'));
    return inChunks
      ? `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nRetry-After: 5\r\n\r\n${latin.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('')}0\r\n\r\n`
      : `HTTP/1.1 200 OK\r\nContent-Length: ${latin.join('').length}\r\n\r\n${latin.join('')}`;
  });
  fc.assert(
    fc.property(answers, fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 60 }), (answer, lengths) => {
      const whole = read(answer);
      expect(read(answer, lengths)).toEqual(whole);
      expect(whole).toMatchObject({ status: 200, isEnded: true, isReusable: true });
      expect(Buffer.byteLength(whole.text, 'utf8')).toBeLessThanOrEqual(1_026);
    }),
  );
});
