import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trackingSystems } from '../offer.ts';
import { ownParameters } from './preset.ts';
import { clickIdCandidates, readPostback, unusableClickId } from './read-postback.ts';
import { allTrackingSystems, trackingSystem } from './registry.ts';

const anySystem = fc.constantFrom(...trackingSystems);
const filled = fc
  .stringMatching(/^[a-z0-9]{1,12}$/)
  .filter((text) => text !== 'null' && text !== 'undefined');

test('our own names are read for every tracking system, and win over its names', () => {
  fc.assert(
    fc.property(anySystem, filled, filled, (system, ours, theirs) => {
      const foreign = trackingSystem(system).postbackIn.parameters.map(
        ({ parameter }) => [parameter, theirs] as const,
      );
      const own = ownParameters.map(({ parameter }) => [parameter, ours] as const);
      const read = readPostback(system, new Map([...foreign, ...own]));
      const { currency, providerTime: _time, warnings: _warnings, subs, ...texts } = read;
      expect(new Set([...Object.values(texts), ...subs])).toEqual(new Set([ours]));
      expect(currency).toBe(ours.toUpperCase());
    }),
  );
});

test('the letter case of a parameter name decides only between names that are both there', () => {
  const id = 'right';
  expect(readPostback('Impact', [['SUBID1', id]]).clickId).toBe(id);
  expect(
    readPostback('Impact', [
      ['subid1', 'wrong'],
      ['SubId1', id],
    ]).clickId,
  ).toBe(id);
});

test('of several values under one name the first that says something is read', () => {
  const read = readPostback('CustomTracking', [
    ['gk_click_id', '{click_id}'],
    ['gk_click_id', ''],
    ['gk_click_id', 'right'],
  ]);
  expect(read).toMatchObject({ clickId: 'right', warnings: [] });
});

test('an unreplaced macro under our name leaves the word to the system', () => {
  const parameters = new URLSearchParams('gk_click_id={clickid}&clickid=right');
  expect(readPostback('AppsFlyer', parameters).clickId).toBe('right');
});

test('without a click only our own names are read', () => {
  expect(readPostback(null, { clickid: 'theirs', cnv_event_id: 'ours' })).toMatchObject({
    clickId: null,
    eventId: 'ours',
  });
});

test('every tracking system finds its click before the click is known', () => {
  for (const { name, clickOut } of allTrackingSystems) {
    for (const parameter of [clickOut.parameter, ...clickOut.alternatives]) {
      expect([...clickIdCandidates({ [parameter]: 'the-click' })]).toContain('the-click');
      expect(readPostback(name, { [parameter]: 'the-click' }).clickId).toBe('the-click');
    }
  }
});

test('our click parameter comes first, then that of the bound system', () => {
  const parameters = { sid: 'cj', u1: 'rakuten', gk_click_id: 'ours' };
  expect([...clickIdCandidates(parameters, 'Rakuten')].slice(0, 2)).toEqual(['ours', 'rakuten']);
  expect([...clickIdCandidates(parameters, 'CJAffiliate')].slice(0, 2)).toEqual(['ours', 'cj']);
});

test.each([
  [{ gk_click_id: '{click_id}' }, '{click_id}'],
  [{ SubId1: '{SubId1}' }, '{SubId1}'],
  [{ gk_click_id: '' }, null],
  [{}, null],
])('%j shows the sender what came in place of a click id', (parameters, shown) => {
  expect([...clickIdCandidates(parameters)]).toEqual([]);
  expect(unusableClickId(parameters)).toBe(shown);
});

test('nothing that is sent makes the reading fail', () => {
  const anything = fc.dictionary(
    fc.string(),
    fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.object()),
  );
  fc.assert(
    fc.property(
      fc.option(anySystem),
      anything,
      fc.array(fc.tuple(fc.string(), fc.string())),
      (system, body, pairs) => {
        readPostback(system, body);
        readPostback(system, pairs);
        expect([...clickIdCandidates(pairs, system)].every((candidate) => candidate !== '')).toBe(true);
      },
    ),
  );
});

test('cents become whole units without losing a digit', () => {
  fc.assert(
    fc.property(fc.nat({ max: 99_999_999 }), (cents) => {
      const { amountText } = readPostback('Adjust', { label: 'c', revenue: String(cents) });
      expect(Math.round(Number(amountText) * 100)).toBe(cents);
    }),
  );
  expect(readPostback('Adjust', { revenue: 'four' }).amountText).toBe('four');
  expect(readPostback('Adjust', { revenue: '-150' }).amountText).toBe('-1.5');
});
