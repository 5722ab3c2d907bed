import { expect, it } from 'vitest';
import { curlCommand } from './curl.ts';
import { gradeCheck, overallResult, type TrialOutcome } from './grade.ts';
import { callbackTrial, dialectTrial, type TrialCheck, type TrialCheckName } from './plan.ts';

const check = (name: TrialCheckName) => callbackTrial.find((one) => one.name === name) as TrialCheck;
const answers = (of: TrialCheck, statuses: number[], more: Partial<TrialOutcome> = {}): TrialOutcome[] =>
  statuses.map((status, index) => ({
    call: of.calls[index] as TrialOutcome['call'],
    result: { status, answer: 'ok', retryAfter: null },
    accepts: null,
    durationMs: 20,
    ...more,
  }));

it.each([
  ['AnswersInTime', [200], 'Pass', 'It was taken.'],
  ['AnswersInTime', [500], 'Fail', 'It was answered 500.'],
  ['AnswersInTime', [302], 'Fail', 'It was redirected (302); redirects are never followed.'],
  ['RefusesBadSignature', [401], 'Pass', 'It was refused.'],
  ['RefusesBadSignature', [200], 'Fail', 'It was taken with 200 although its proof was wrong.'],
  [
    'RefusesBadSignature',
    [500],
    'Fail',
    'It was answered 500, as if the receiver had broken, and not refused.',
  ],
  ['RefusesOldTimestamp', [204], 'Warn', 'It was taken with 204 although its proof was old.'],
  ['TakesStatusChanges', [200, 200, 404], 'Fail', 'The change to Rejected was answered 404.'],
] as const)('%s with %j is graded %s: %s', (name, statuses, result, message) => {
  const grade = gradeCheck(check(name), answers(check(name), [...statuses]));
  expect(grade.result).toBe(result);
  expect(grade.message.startsWith(message)).toBe(true);
});

it('warns of an answer that comes late, and fails one that never comes', () => {
  const inTime = check('AnswersInTime');
  expect(gradeCheck(inTime, answers(inTime, [200], { durationMs: 8_200 }))).toMatchObject({
    result: 'Warn',
    message: expect.stringContaining('after 8.2 s'),
  });
  const [outcome] = answers(inTime, [200]);
  const silent = { ...(outcome as TrialOutcome), result: { error: 'no answer within 15 s' } };
  expect(gradeCheck(inTime, [silent])).toMatchObject({ result: 'Fail' });
});

it('asks for the answer that another wall asks for', () => {
  const inTime = check('AnswersInTime');
  expect(gradeCheck(inTime, answers(inTime, [200], { accepts: { bodies: ['1', 'OK'] } })).result).toBe(
    'Pass',
  );
  expect(gradeCheck(inTime, answers(inTime, [200], { accepts: { bodies: ['1'] } }))).toMatchObject({
    result: 'Fail',
    message: expect.stringContaining('with another text than "1"'),
  });
});

it('is as good as its worst check', () => {
  const grade = (result: 'Pass' | 'Warn' | 'Fail' | 'Skipped') => ({ result, message: '' });
  expect(overallResult([grade('Pass')])).toBe('Pass');
  expect(overallResult([grade('Pass'), grade('Skipped')])).toBe('Warn');
  expect(overallResult([grade('Warn'), grade('Fail')])).toBe('Fail');
});

it('asks of other walls’ receivers only what those walls do', () => {
  const names = (of: Parameters<typeof dialectTrial>[0]) => dialectTrial(of).map(({ name }) => name);
  expect(names({ needsSecret: false, tellsReversals: false })).toEqual(['AnswersInTime', 'TakesDuplicates']);
  expect(names({ needsSecret: true, tellsReversals: true })).toContain('TakesStatusChanges');
});

it('writes a call as a command in which nothing leaves its quotes', () => {
  const request = { method: 'POST', url: "https://x.example/?a='$(id)", headers: { a: 'b' }, body: "it's" };
  expect(curlCommand(request)).toBe(
    String.raw`curl -i -X POST 'https://x.example/?a='\''$(id)'` +
      String.raw` \
  -H 'a: b' \
  --data-binary 'it'\''s'`,
  );
});
