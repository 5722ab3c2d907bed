import { expect, test } from 'vitest';
import { trackingSystems } from '../offer.ts';
import { costParameters, postbackUrlTemplate } from './postback-url.ts';
import {
  allTrackingSystems,
  clickParameter,
  senderAnswer,
  trackingSystem,
  trackingSystemName,
} from './registry.ts';

const base = 'https://api.demo.example/api/v1/postback/a/b/?signature=s1';

test('there is one entry for each published name, under that name', () => {
  expect(allTrackingSystems.map(({ name }) => name)).toEqual([...trackingSystems]);
  for (const name of trackingSystems) expect(trackingSystem(name).name).toBe(name);
});

test.each([
  ['AppsFlyer', 'clickid'],
  ['Impact', 'SubId1'],
  ['AdAction', 'c1'],
  ['TUNE', 'aff_click_id'],
  ['CustomTracking', 'gk_click_id'],
] as const)('%s gets the click id as %s, as published', (name, parameter) => {
  expect(clickParameter(name)).toBe(parameter);
});

test('a name is found in any letter case', () => {
  expect(trackingSystemName('Appsflyer')).toBe('AppsFlyer');
  expect(trackingSystemName('cjaffiliate')).toBe('CJAffiliate');
  expect(trackingSystemName('nobody')).toBeNull();
});

test('fourteen systems have facts of their own, each with its source and the day it was read', () => {
  const own = allTrackingSystems.filter(({ preset }) => preset === 'own');
  expect(own).toHaveLength(14);
  for (const { sources } of own) {
    expect(sources.length).toBeGreaterThan(0);
    for (const { url, checked } of sources) {
      expect(URL.canParse(url)).toBe(true);
      expect(checked).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
    }
  }
});

test('a click parameter can be added to any address', () => {
  for (const { clickOut } of allTrackingSystems) expect(clickOut.parameter).toMatch(/^[\w~]+$/);
});

test('only TUNE reads a text in the answer', () => {
  expect(senderAnswer('TUNE')).toMatchObject({ accepted: 'success=true;' });
  expect(trackingSystems.filter((name) => senderAnswer(name) !== null)).toEqual(['TUNE']);
});

test('a fixed event takes the place of the macro, or is added where there is none', () => {
  expect(postbackUrlTemplate('Kochava', base, 'a b')).toContain('&cnv_event_id=a%20b&cnv_amount=');
  expect(postbackUrlTemplate('Tenjin', base, 'install')).toBe(
    `${base}&gk_click_id={{click_id}}&cnv_event_id=install&cnv_conversion_ip_address={{ip_address}}`,
  );
});

test('cost goes out under the parameters of the systems that take it on the click', () => {
  const cost = { costType: 'CPI', amount: '1.25', currency: 'USD' } as const;
  expect(costParameters('AppsFlyer', cost)).toEqual([
    ['af_cost_model', 'cpi'],
    ['af_cost_value', '1.25'],
    ['af_cost_currency', 'USD'],
  ]);
  expect(costParameters('Adjust', cost).map(([name]) => name)).toEqual([
    'cost_type',
    'cost_amount',
    'cost_currency',
  ]);
  expect(costParameters('CAKE', cost)).toEqual([]);
});
