import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { completeTrackingLink } from '../macros/tracking-link.ts';
import { trackingSystems } from '../offer.ts';
import type { TrackingSystem as TrackingSystemName } from '../offer.ts';
import { checkLink } from './link-doctor.ts';
import { postbackUrlTemplate } from './postback-url.ts';
import { clickParameter } from './registry.ts';

type Case = [system: TrackingSystemName, pasted: string, codes: string[], corrected: string | null];

const appsflyer = 'https://app.appsflyer.com/com.x?pid=p_int';
const healthy = `${appsflyer}&clickid={gk_click_id}`;

const trackingLinks: Case[] = [
  // The click id does not go out, or from the wrong place.
  ['AppsFlyer', appsflyer, ['missing_click_macro'], healthy],
  [
    'Branch',
    'https://x.app.link/abc',
    ['missing_click_macro'],
    'https://x.app.link/abc?~click_id={gk_click_id}',
  ],
  [
    'TUNE',
    'https://x.go2cloud.org/aff_c?offer_id=1&aff_click_id=',
    ['missing_click_macro'],
    'https://x.go2cloud.org/aff_c?offer_id=1&aff_click_id={gk_click_id}',
  ],
  ['AppsFlyer', `${appsflyer}&clickid=CLICK_ID`, ['literal_click_id'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=YOUR_CLICK_ID_HERE`, ['literal_click_id'], healthy],
  [
    'Impact',
    'https://x.pxf.io/c/1/2/3?SubId1={pub_sub_1}',
    ['click_parameter_taken'],
    'https://x.pxf.io/c/1/2/3?SubId1={gk_click_id}',
  ],
  [
    'Impact',
    'https://x.pxf.io/c/1/2/3?subid1={gk_click_id}',
    ['wrong_parameter'],
    'https://x.pxf.io/c/1/2/3?SubId1={gk_click_id}',
  ],
  ['AppsFlyer', `${appsflyer}&click_id={gk_click_id}`, ['wrong_parameter'], healthy],
  [
    'CAKE',
    'https://t.example/?a=1&c=2&s1={gk_click_id}',
    ['wrong_parameter'],
    'https://t.example/?a=1&c=2&s2={gk_click_id}',
  ],
  [
    'AWIN',
    'https://www.awin1.com/cread.php?awinmid=1&sid={gk_click_id}&clickref=abc',
    ['wrong_parameter'],
    'https://www.awin1.com/cread.php?awinmid=1&clickref={gk_click_id}',
  ],
  ['AppsFlyer', `${appsflyer}&clickid={gk_click_id}&clickid=`, ['duplicate_parameter'], healthy],
  [
    'CustomTracking',
    'https://shop.example/l',
    ['missing_click_macro'],
    'https://shop.example/l?gk_click_id={gk_click_id}',
  ],
  // Bracket styles of other systems, and slips.
  ['AppsFlyer', `${appsflyer}&clickid={{gk_click_id}}`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=[gk_click_id]`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=<gk_click_id>`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=%gk_click_id%`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=\${gk_click_id}`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=#gk_click_id#`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=(gk_click_id)`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=!!!gk_click_id!!!`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=__GK_CLICK_ID__`, ['wrong_braces', 'misspelt_macro'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid={gk_click_id`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=gk_click_id}`, ['wrong_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid={gk_click_id]&c=1`, ['wrong_braces'], `${healthy}&c=1`],
  ['AppsFlyer', `${appsflyer}&clickid={ gk_click_id }`, ['spaces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=%7Bgk_click_id%7D`, ['encoded_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid=%257Bgk_click_id%257D`, ['encoded_braces'], healthy],
  ['AppsFlyer', `${appsflyer}&{gk_click_id}`, ['macro_in_name'], healthy],
  // Misspelt and foreign macros.
  ['AppsFlyer', `${appsflyer}&clickid={gk_clickid}`, ['misspelt_macro'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid={gk_clik_id}`, ['misspelt_macro'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid={GK_CLICK_ID}`, ['misspelt_macro'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid={click_id}`, ['misspelt_macro'], healthy],
  ['AppsFlyer', `${appsflyer}&clickid={transaction_id}`, ['misspelt_macro'], healthy],
  ['AppsFlyer', `${healthy}&u={pub_memberid}`, ['misspelt_macro'], `${healthy}&u={pub_member_id}`],
  ['AppsFlyer', `${healthy}&af_siteid={pub_sub1}`, ['misspelt_macro'], `${healthy}&af_siteid={pub_sub_1}`],
  ['AppsFlyer', `${healthy}&advertising_id={gaid}`, ['unknown_macro'], healthy],
  ['AppsFlyer', `${healthy}&x={pub_sub_16}`, ['unknown_macro'], healthy],
  [
    'CustomTracking',
    'https://shop.example/{nonsense_word}/l',
    ['unknown_macro', 'missing_click_macro'],
    null,
  ],
  ['CustomTracking', 'https://{pub_geo_country}.shop.example/?a={gk_click_id}', ['macro_in_host'], null],
  // Separators.
  [
    'AppsFlyer',
    'https://app.appsflyer.com/com.x?pid=p_int?clickid={gk_click_id}',
    ['double_question_mark'],
    healthy,
  ],
  [
    'AppsFlyer',
    'https://app.appsflyer.com/com.x&pid=p_int&clickid={gk_click_id}',
    ['missing_question_mark'],
    healthy,
  ],
  [
    'AppsFlyer',
    'https://app.appsflyer.com/com.x?&pid=p_int&&clickid={gk_click_id}&',
    ['stray_separator'],
    healthy,
  ],
  ['AppsFlyer', `${appsflyer}&amp;clickid={gk_click_id}`, ['html_entities'], healthy],
  // The address itself.
  ['AppsFlyer', healthy.replace('https', 'http'), ['insecure_scheme'], healthy],
  ['AppsFlyer', healthy.replace('https://', ''), ['missing_scheme'], healthy],
  ['AppsFlyer', healthy.replace('https:', ''), ['missing_scheme'], healthy],
  ['AppsFlyer', healthy.replace('https', 'htps'), ['broken_scheme'], healthy],
  ['AppsFlyer', healthy.replace('https://', 'https:/'), ['broken_scheme'], healthy],
  ['AppsFlyer', healthy.replace('https://', 'https//'), ['broken_scheme'], healthy],
  ['AppsFlyer', `https://${healthy}`, ['broken_scheme'], healthy],
  ['AppsFlyer', `http:/${healthy}`, ['broken_scheme'], healthy],
  ['AppsFlyer', healthy.replace('https://', 'https:\\\\'), ['backslashes'], healthy],
  ['AppsFlyer', `"${healthy}"`, ['surrounding_text'], healthy],
  ['AppsFlyer', `  <${healthy}> `, ['surrounding_text'], healthy],
  ['AppsFlyer', `${healthy},`, ['surrounding_text'], healthy],
  ['AppsFlyer', `https://app.appsflyer.com/com.x?pid=p_int\n &clickid={gk_click_id}`, ['spaces'], healthy],
  [
    'AppsFlyer',
    `${appsflyer}&c=big sale&clickid={gk_click_id}`,
    ['spaces'],
    `${appsflyer}&c=big%20sale&clickid={gk_click_id}`,
  ],
  ['AppsFlyer', 'market://details?id=com.x', ['not_an_address'], null],
  ['AppsFlyer', 'ask Anna for the link', ['spaces', 'not_an_address'], null],
  ['AppsFlyer', '', ['not_an_address'], null],
  // Several at once.
  [
    'Impact',
    "'http://x.pxf.io/c/1/2/3?subId={click_id}'",
    ['surrounding_text', 'insecure_scheme', 'misspelt_macro', 'wrong_parameter'],
    'https://x.pxf.io/c/1/2/3?SubId1={gk_click_id}',
  ],
];

const base = 'https://api.demo.example/api/v1/postback/a/b/?signature=s1';
const readyAppsFlyer = `${base}&gk_click_id={clickid}&cnv_event_id={event_name}`;

const postbackUrls: Case[] = [
  ['AppsFlyer', readyAppsFlyer.replace('{clickid}', '{gk_click_id}'), ['wrong_macro'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('{clickid}', '{{clickid}}'), ['wrong_braces'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('{clickid}', 'clickid'), ['wrong_braces'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('{clickid}', '%7Bclickid%7D'), ['encoded_braces'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('{clickid}', '#s2#'), ['wrong_macro'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('{event_name}', ''), ['empty_parameter'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('gk_click_id=', 'gk_clickid='), ['wrong_parameter'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('cnv_event_id=', 'cnv_eventid='), ['wrong_parameter'], readyAppsFlyer],
  [
    'AppsFlyer',
    `${base}&cnv_event_id={event_name}`,
    ['missing_click_macro'],
    `${base}&cnv_event_id={event_name}&gk_click_id={clickid}`,
  ],
  ['AppsFlyer', readyAppsFlyer.replace('?signature=s1&', '?'), ['missing_signature'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('=s1', '={signature}'), ['missing_signature'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('=s1', '=s2'), ['wrong_signature'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('/a/b/', '/a/c/'), ['wrong_address'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('https:', 'http:'), ['insecure_scheme'], readyAppsFlyer],
  ['AppsFlyer', readyAppsFlyer.replace('&gk', '?gk'), ['double_question_mark'], readyAppsFlyer],
  ['CAKE', `${base}&gk_click_id={s2}`, ['wrong_braces'], `${base}&gk_click_id=#s2#`],
  ['AWIN', `${base}&gk_click_id=!!clickRef!!`, ['wrong_braces'], `${base}&gk_click_id=!!!clickRef!!!`],
  ['Sharesale', `${base}&gk_click_id=afftrack`, ['wrong_braces'], `${base}&gk_click_id=!!afftrack!!`],
  ['Impact', `${base}&gk_click_id={subid1}`, ['wrong_braces'], `${base}&gk_click_id={SubId1}`],
  [
    'Branch',
    `${base}&gk_click_id={~click_id}`,
    ['wrong_macro'],
    `${base}&gk_click_id=\${(last_attributed_touch_data.~click_id)!}`,
  ],
  ['Tenjin', `${base}&gk_click_id={click_id}`, ['wrong_braces'], `${base}&gk_click_id={{click_id}}`],
  [
    'Adjust',
    `${base}&gk_click_id={label}&cnv_amount={cnv_amount}`,
    ['wrong_macro'],
    `${base}&gk_click_id={label}&cnv_amount={revenue_float}`,
  ],
];

describe('a broken tracking link is named and corrected', () => {
  test.each(trackingLinks)('%s %j', (trackingSystem, text, codes, corrected) => {
    const diagnosis = checkLink({ text, trackingSystem, kind: 'tracking-link' });
    expect(diagnosis.problems.map(({ code }) => code)).toEqual(codes);
    expect(diagnosis.corrected).toBe(corrected);
  });
});

describe('a broken postback URL is named and corrected', () => {
  test.each(postbackUrls)('%s %j', (trackingSystem, text, codes, corrected) => {
    const diagnosis = checkLink({ text, trackingSystem, kind: 'postback-url', postbackBase: base });
    expect(diagnosis.problems.map(({ code }) => code)).toEqual(codes);
    expect(diagnosis.corrected).toBe(corrected);
  });
});

test('the http address of an installation without TLS is left as it is', () => {
  const plainBase = base.replace('https:', 'http:');
  const text = readyAppsFlyer.replace('https:', 'http:');
  const link = { trackingSystem: 'AppsFlyer', kind: 'postback-url', postbackBase: plainBase } as const;
  expect(checkLink({ ...link, text })).toEqual({ problems: [], corrected: text });
  expect(checkLink({ ...link, text: readyAppsFlyer })).toMatchObject({
    problems: [{ code: 'wrong_address' }],
    corrected: text,
  });
});

test('a missing signature has no correction when nobody knows it', () => {
  const text = readyAppsFlyer.replace('?signature=s1&', '?');
  expect(checkLink({ text, trackingSystem: 'AppsFlyer', kind: 'postback-url' })).toMatchObject({
    problems: [{ code: 'missing_signature', severity: 'error' }],
    corrected: null,
  });
});

test.each([
  [
    'Adjust',
    'https://app.adjust.com/abc?event_callback_x1=https%3A%2F%2Fapi.example%2Fp%3Fe%3D%7Bevent%7D&label={gk_click_id}',
  ],
  [
    'AWIN',
    'https://www.awin1.com/cread.php?awinmid=1&ued=https%3A%2F%2Fshop.example%2F%3Fa%3D%7Bb%7D&clickref={gk_click_id}',
  ],
  ['CAKE', 'https://t.example/?a=1&c=2&s1={pub_sub_1}&s3={gk_click_id}'],
  ['CustomTracking', 'https://shop.example/land/{gk_click_id}#ref={pub_sub_2}'],
  ['PerformCB', 'https://t.example/c?anything={gk_click_id}'],
] as const)('a sound %s link is left alone: %s', (trackingSystem, text) => {
  expect(checkLink({ text, trackingSystem, kind: 'tracking-link' })).toEqual({
    problems: [],
    corrected: text,
  });
});

test('what Pitwall itself writes has no fault, for any tracking system', () => {
  for (const system of trackingSystems) {
    const saved = completeTrackingLink('https://track.example/c?offer=1', clickParameter(system)).text!;
    expect(checkLink({ text: saved, trackingSystem: system, kind: 'tracking-link' })).toEqual({
      problems: [],
      corrected: saved,
    });
    for (const event of [null, 'install']) {
      const ready = postbackUrlTemplate(system, base, event);
      expect(
        checkLink({ text: ready, trackingSystem: system, kind: 'postback-url', postbackBase: base }),
      ).toEqual({ problems: [], corrected: ready });
    }
  }
  const general = postbackUrlTemplate(null, base);
  expect(checkLink({ text: general, trackingSystem: null, kind: 'postback-url' })).toEqual({
    problems: [],
    corrected: general,
  });
});

test('a corrected link has no further fault, whatever was pasted', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'https://',
      'http:/',
      't.example',
      '/c',
      '?',
      '&',
      '=',
      '#',
      '{',
      '}',
      '{{',
      '[',
      ']',
      '%7B',
      '%7D',
      ' ',
      '"',
      'clickid',
      '{gk_click_id}',
      '{gk_clickid}',
      '{idfa}',
      'SubId1',
      's2',
      '&amp;',
      'signature=s1',
      'gk_click_id',
      '%',
      '\\',
      '\n',
    ),
    fc.string({ maxLength: 4 }),
  );
  const pasted = fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join(''));
  const kinds = fc.constantFrom('tracking-link' as const, 'postback-url' as const);
  const anySystem = fc.option(fc.constantFrom(...trackingSystems));
  fc.assert(
    fc.property(
      pasted,
      fc.boolean(),
      fc.boolean(),
      kinds,
      anySystem,
      (text, hasHost, isPlain, kind, trackingSystem) => {
        const link = {
          text: hasHost ? `https://t.example/${text}` : text,
          trackingSystem,
          kind,
          postbackBase: isPlain ? base.replace('https:', 'http:') : base,
        };
        const { corrected } = checkLink(link);
        if (corrected === null) return;
        expect(checkLink({ ...link, text: corrected })).toEqual({ problems: [], corrected });
      },
    ),
    { numRuns: 2000 },
  );
});
