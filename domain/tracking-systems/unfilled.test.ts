import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allTrackingSystems } from './registry.ts';
import { looksUnfilled } from './unfilled.ts';

test.each([
  '',
  '  ',
  'null',
  'NULL',
  'undefined',
  '{click_id}',
  '{{click_id}}',
  '${click_id}',
  '${(name)!}',
  '[click_id]',
  '[%USER:UID%]',
  '%click_id%',
  '__CLICK_ID__',
  '#s2#',
  '(clickid)',
  '!!afftrack!!',
  '!!!clickRef!!!',
  '<click_id>',
  '<#if attributed>1<#else>0</#if>',
  '%7Bclick_id%7D',
  '%257Bclick_id%257D',
  '{cl?Network Name}',
])('%j counts as absent', (text) => {
  expect(looksUnfilled(text)).toBe(true);
});

test.each([
  '0',
  'nullable',
  'abc',
  '0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f10',
  'a{b}',
  '{a}b',
  '50%',
  '#42',
  '(2)',
  'a__b__',
  'order #1#',
  '-1.50',
  '2026-05-04',
])('%j is a value', (text) => {
  expect(looksUnfilled(text)).toBe(false);
});

test('no macro of a ready URL passes for a value', () => {
  for (const { template } of allTrackingSystems) {
    for (const { macro } of template) expect([macro, looksUnfilled(macro)]).toEqual([macro, true]);
  }
});

test('ids and amounts as senders write them are values', () => {
  const identifiers = fc.oneof(fc.uuid(), fc.nat().map(String), fc.stringMatching(/^[\w.-]*[a-z0-9]$/));
  fc.assert(
    fc.property(identifiers, (text) => {
      fc.pre(!['null', 'undefined'].includes(text.toLowerCase()));
      expect(looksUnfilled(text)).toBe(false);
    }),
  );
});
