import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trackingLinkMacros } from './names.ts';
import type { TrackingLinkMacro } from './names.ts';
import { parsePartnerPostback } from './partner-postback.ts';
import { renderTemplate } from './template.ts';
import type { MacroValues } from './template.ts';
import { completeTrackingLink, parseTrackingLink } from './tracking-link.ts';

function render(text: string, values: MacroValues<TrackingLinkMacro>): string {
  const parsed = parseTrackingLink(text);
  if (parsed.template === undefined) throw new Error(parsed.problems.join('; '));
  return renderTemplate(parsed.template, values);
}

describe('parsing a tracking link', () => {
  test.each([
    ['https://{pub_sub_1}/x', 'must not have a macro or a brace in the host, port or user name'],
    ['https://{pub_sub_1}.example.com/x', 'must not have a macro or a brace in the host, port or user name'],
    ['https://example.com:{pub_sub_1}/x', 'must not have a macro or a brace in the host, port or user name'],
    ['https://{pub_sub_1}@example.com/x', 'must not have a macro or a brace in the host, port or user name'],
    ['https://example.com{pub_sub_1}', 'must not have a macro or a brace in the host, port or user name'],
    ['{pub_sub_1}://example.com', 'must be an absolute http or https address'],
    ['{pub_sub_1}', 'must be an absolute http or https address'],
    ['ftp://example.com', 'must be an absolute http or https address'],
    ['javascript:alert(1)', 'must be an absolute http or https address'],
    ['//example.com/x', 'must be an absolute http or https address'],
    ['https:example.com', 'must be an absolute http or https address'],
    ['https:/example.com', 'must be an absolute http or https address'],
    ['https:\\\\example.com', 'must be an absolute http or https address'],
    ['', 'must be an absolute http or https address'],
    ['https://', 'must have a valid host'],
    ['https:///example.com', 'must have a valid host'],
    ['https://example.com:99999/', 'must have a valid host'],
    ['https://exa mple.com/', 'must not have a blank in the host'],
    ['https://good.example\\@evil.example/', 'must not have a backslash before the query'],
    ['https://good.example/a\\b', 'must not have a backslash before the query'],
    ['ht\ttps://example.com', 'must not contain control characters or broken text'],
    ['https://exa\nmple.com', 'must not contain control characters or broken text'],
    ['https://example.com/\ud800', 'must not contain control characters or broken text'],
    [`https://example.com/${'x'.repeat(8000)}`, 'must not be longer than 8000 characters'],
    ['https://example.com/{nonsense}', 'unknown macro {nonsense}'],
    ['https://example.com/?a={GK_CLICK_ID}', 'unknown macro {GK_CLICK_ID}'],
    ['https://example.com/?a={{gk_click_id}}', 'unknown macro {{gk_click_id}}'],
    ['https://example.com/?a={ gk_click_id }', 'unknown macro { gk_click_id }'],
    ['https://example.com/?a={pub_sub_16}', 'unknown macro {pub_sub_16}'],
    ['https://example.com/?a={constructor}', 'unknown macro {constructor}'],
    [
      'https://example.com/?{pub_sub_1}=a',
      'the macro {pub_sub_1} must stand in a value of the query, not in a name',
    ],
    [
      'https://example.com/?{pub_sub_1}',
      'the macro {pub_sub_1} must stand in a value of the query, not in a name',
    ],
    [
      'https://example.com/?a=b&{pub_sub_1}=a',
      'the macro {pub_sub_1} must stand in a value of the query, not in a name',
    ],
  ])('%j is refused: %s', (text, problem) => {
    expect(parseTrackingLink(text).problems).toEqual([problem]);
  });

  test('every fault is named at once', () => {
    expect(parseTrackingLink('https://example.com/{one}?{pub_sub_1}=a&b={two}').problems).toEqual([
      'unknown macro {one}',
      'the macro {pub_sub_1} must stand in a value of the query, not in a name',
      'unknown macro {two}',
    ]);
  });

  test.each([
    ['https://example.com', {}, 'https://example.com'],
    ['HTTPS://Example.COM:443/Path', {}, 'https://example.com/Path'],
    ['https://example.com:8443?c={gk_click_id}', { gk_click_id: '1' }, 'https://example.com:8443?c=1'],
    [
      'http://user:secret@example.com/{pub_sub_1}',
      { pub_sub_1: '@evil/' },
      'http://user:secret@example.com/%40evil%2F',
    ],
    ['https://münchen.example/straße?q=ü', {}, 'https://xn--mnchen-3ya.example/stra%C3%9Fe?q=%C3%BC'],
    ['https://[::1]:8080/{pub_sub_1}', { pub_sub_1: 'x' }, 'https://[::1]:8080/x'],
    [
      'https://example.com/?a={"b":1}&c={pub_sub_1}',
      { pub_sub_1: 'x' },
      'https://example.com/?a=%7B%22b%22:1%7D&c=x',
    ],
    ['https://example.com/?a={&b=}', {}, 'https://example.com/?a=%7B&b=%7D'],
    ['https://example.com/?a=x y%20z', {}, 'https://example.com/?a=x%20y%20z'],
    ['  https://example.com/  ', {}, 'https://example.com/'],
    [
      'https://example.com/?n={gk_offer_name}',
      { gk_offer_name: "A&B=C #1 'é'" },
      'https://example.com/?n=A%26B%3DC%20%231%20%27%C3%A9%27',
    ],
    ['https://example.com/#/r?c={gk_click_id}', { gk_click_id: 'a b' }, 'https://example.com/#/r?c=a%20b'],
    ['https://example.com/?a={pub_age}&b={pub_device}', { pub_age: null }, 'https://example.com/?a=&b='],
    ['https://example.com/a/{pub_sub_1}/b', { pub_sub_1: '..' }, 'https://example.com/a//b'],
    ['https://example.com/a/.{pub_sub_1}/b', { pub_sub_1: '.' }, 'https://example.com/a/./b'],
    ['https://example.com/a/{pub_sub_1}', { pub_sub_1: '%2e%2e' }, 'https://example.com/a/%252e%252e'],
    ['https://example.com/?a={pub_sub_1}', { pub_sub_1: '..' }, 'https://example.com/?a=..'],
    ['https://example.com/?a={pub_sub_1}', { pub_sub_1: '\ud800' }, 'https://example.com/?a=%EF%BF%BD'],
    [
      'https://example.com/?a={pub_sub_1}{pub_sub_2}',
      { pub_sub_1: 'x', pub_sub_2: 'y' },
      'https://example.com/?a=xy',
    ],
  ] as const)('%s with %j becomes %s', (text, values, expected) => {
    expect(render(text, values)).toBe(expected);
  });
});

describe('the click parameter', () => {
  test.each([
    ['https://e.com', 'clickid', 'https://e.com?clickid={gk_click_id}'],
    ['https://e.com/', 'clickid', 'https://e.com/?clickid={gk_click_id}'],
    ['https://e.com/?', 'clickid', 'https://e.com/?clickid={gk_click_id}'],
    ['https://e.com/?a=1', 'SubId1', 'https://e.com/?a=1&SubId1={gk_click_id}'],
    ['https://e.com/?a=1&', 'SubId1', 'https://e.com/?a=1&SubId1={gk_click_id}'],
    ['https://e.com/?a=1#top', 'c1', 'https://e.com/?a=1&c1={gk_click_id}#top'],
    ['https://e.com/#/r?x=1', 'c1', 'https://e.com/?c1={gk_click_id}#/r?x=1'],
    ['https://e.com/?clickid=&a=1', 'clickid', 'https://e.com/?clickid={gk_click_id}&a=1'],
    ['https://e.com/?a=1&clickid', 'clickid', 'https://e.com/?a=1&clickid={gk_click_id}'],
    ['https://e.com/?clickid=fixed', 'clickid', 'https://e.com/?clickid=fixed&clickid={gk_click_id}'],
    ['https://e.com/?s={gk_click_id}', 'clickid', 'https://e.com/?s={gk_click_id}'],
    ['https://e.com/{gk_click_id}', 'clickid', 'https://e.com/{gk_click_id}'],
    ['https://e.com/#{gk_click_id}', 'clickid', 'https://e.com/#{gk_click_id}'],
    ['https://e.com/?s={pub_click_id}', 'clickid', 'https://e.com/?s={pub_click_id}&clickid={gk_click_id}'],
  ])('%s with %s is stored as %s', (text, parameter, expected) => {
    expect(completeTrackingLink(text, parameter).text).toBe(expected);
  });

  test('a completed link is complete: completing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const once = completeTrackingLink(url, 'clickid');
        fc.pre(once.text !== undefined);
        expect(completeTrackingLink(once.text ?? '', 'other').text).toBe(once.text);
        expect(
          new URL(renderTemplate(once.template, { gk_click_id: 'abc' })).searchParams.getAll('clickid'),
        ).toContain('abc');
      }),
    );
  });

  test('a faulty link is not completed', () => {
    expect(completeTrackingLink('https://e.com/{what}', 'clickid').problems).toEqual([
      'unknown macro {what}',
    ]);
  });
});

const memberText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string(),
  fc.constantFrom(
    '//evil.example',
    '@evil.example',
    '..',
    '../..',
    '\\\\evil.example',
    'https://evil.example',
    '\r\nLocation: https://evil.example',
    '{gk_click_id}',
    '%7Bgk_click_id%7D',
    '?a=b&c=d#e',
    ':99',
    '\ud800',
    '',
  ),
);
const templates = fc.constantFrom(
  'https://shop.example/{pub_sub_1}',
  'https://shop.example/a{pub_sub_1}/{pub_sub_2}?x={pub_sub_3}&y=z{pub_member_id}#f{pub_sub_2}',
  'http://user:pw@shop.example:8080/{pub_sub_1}{pub_sub_2}?m={pub_member_id}',
  'https://shop.example?m={pub_sub_1}',
  'https://shop.example#{pub_sub_1}',
  'https://bücher.example/.{pub_sub_1}/x?y={pub_sub_2}',
);

describe('whatever the member sends', () => {
  test('scheme, user, host and port stay those of the stored link, and the result is printable ASCII', () => {
    fc.assert(
      fc.property(templates, memberText, memberText, memberText, memberText, (text, a, b, c, d) => {
        const stored = new URL(text.replaceAll(/\{\w+\}/g, ''));
        const address = render(text, { pub_sub_1: a, pub_sub_2: b, pub_sub_3: c, pub_member_id: d });
        const rendered = new URL(address);
        expect(rendered.origin).toBe(stored.origin);
        expect([rendered.username, rendered.password, rendered.port]).toEqual([
          stored.username,
          stored.password,
          stored.port,
        ]);
        expect(address).toMatch(/^[\u0021-\u007e]+$/);
      }),
      { numRuns: 1000 },
    );
  });

  test('a value arrives whole, in its own parameter only, and is never expanded a second time', () => {
    const macro = fc.constantFrom(...trackingLinkMacros).map((name) => `{${name}}`);
    fc.assert(
      fc.property(fc.oneof(memberText, macro), (value) => {
        const address = render('https://shop.example/p?a={pub_sub_1}&b={pub_sub_2}', {
          pub_sub_1: value,
          pub_sub_2: 'B',
        });
        const query = new URL(address).searchParams;
        expect([...query.keys()]).toEqual(['a', 'b']);
        expect(query.get('a')).toBe(value.toWellFormed());
        expect(query.get('b')).toBe('B');
      }),
      { numRuns: 1000 },
    );
  });

  test('no value climbs out of the stored folder', () => {
    fc.assert(
      fc.property(memberText, memberText, (a, b) => {
        const address = render('https://shop.example/x/{pub_sub_1}{pub_sub_2}/y', {
          pub_sub_1: a,
          pub_sub_2: b,
        });
        expect(new URL(address).pathname).toMatch(/^\/x\/.*\/y$/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('partner postbacks have their own macros', () => {
  test.each([
    [
      'https://p.example/?c={pub_click_id}&p={payout}&s={cnv_status}&i={gk_conversion_id}&a={cnv_amount}',
      undefined,
    ],
    ['https://p.example/?c={gk_click_id}', ['unknown macro {gk_click_id}']],
    ['https://p.example/?c={pub_session_id}', ['unknown macro {pub_session_id}']],
  ])('%s gives the faults %j', (text, problems) => {
    expect(parsePartnerPostback(text).problems).toEqual(problems);
  });
});
