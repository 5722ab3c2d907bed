import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressOf, originOf, readRoute } from './address.ts';

describe('the origin', () => {
  const cases: [string, string | undefined, string][] = [
    ['https://api.acme.example.com/', undefined, 'https://api.acme.example.com'],
    ['https://example.com', 'acme', 'https://api.acme.example.com'],
    ['http://localhost:3000', 'demo', 'http://api.demo.localhost:3000'],
    ['https://example.com/behind/a/proxy/', undefined, 'https://example.com/behind/a/proxy'],
    ['http://127.0.0.1:3000', undefined, 'http://127.0.0.1:3000'],
  ];
  test.each(cases)('%s of %s is %s', (baseUrl, tenant, expected) => {
    expect(originOf(baseUrl, tenant)).toBe(expected);
  });

  const refused: [string, string | undefined][] = [
    ['example.com', undefined],
    ['javascript:alert(1)', undefined],
    ['https://example.com?x=1', undefined],
    ['https://', undefined],
    ['https://example.com', 'a.b'],
    ['https://example.com', 'evil.example/'],
    ['https://example.com', ''],
    ['http://127.0.0.1:3000', 'demo'],
    ['http://[::1]:3000', 'demo'],
  ];
  test.each(refused)('%s of %s is refused', (baseUrl, tenant) => {
    expect(() => originOf(baseUrl, tenant)).toThrow(/^(baseUrl|tenant): /);
  });
});

describe('the address of a call', () => {
  const route = readRoute('GET /api/v1/{product}/things/{id}');

  test('takes the product of the client unless the call names one', () => {
    expect(addressOf('https://x.test', route, { id: '1' }, 'publisher')).toBe(
      'https://x.test/api/v1/publisher/things/1',
    );
    expect(addressOf('https://x.test', route, { id: '1', product: 'advertiser' }, 'publisher')).toContain(
      '/advertiser/',
    );
    expect(() => addressOf('https://x.test', route, { id: '1' })).toThrow('product: is required');
  });

  test.each([[undefined], [''], ['.'], ['..'], [7]])('refuses %o in the path', (id) => {
    expect(() => addressOf('https://x.test', route, { id }, 'publisher')).toThrow(/^id: /);
  });

  test('leaves out of the query what is undefined or null, and joins lists with commas', () => {
    const query = {
      page: 0,
      order_asc: false,
      'filter.status': ['Active', 'Pending'],
      a: undefined,
      b: null,
      c: '',
    };
    expect(addressOf('https://x.test', route, { id: '1', query }, 'publisher')).toMatch(
      /\?page=0&order_asc=false&filter\.status=Active%2CPending&c=$/,
    );
  });

  test('whatever stands in path or query arrives as it was, on the same host and path', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => !['.', '..'].includes(one));
    fc.assert(
      fc.property(text, fc.string({ unit: 'grapheme' }), (id, value) => {
        const url = new URL(addressOf('https://x.test', route, { id, query: { q: value } }, 'publisher'));
        const segments = url.pathname.split('/');
        expect(url.host).toBe('x.test');
        expect(segments.slice(0, 5)).toEqual(['', 'api', 'v1', 'publisher', 'things']);
        expect(segments.slice(5).map(decodeURIComponent)).toEqual([id]);
        expect([...url.searchParams]).toEqual([['q', value]]);
      }),
    );
  });
});
