import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hashOf, openVault } from './vault.ts';

const first = 'first key, long enough to be one....';
const second = 'second key, long enough to be one...';
/** What Node says of a broken seal, or we of an unknown key. */
const refusal = /authenticate|does not have|Invalid/;

it('opens what it sealed, whatever the text', () => {
  const vault = openVault(first);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(vault.open(vault.seal(text))).toBe(text);
    }),
  );
});

it('seals the same text differently each time, and shows nothing of it', () => {
  const vault = openVault(first);
  const sealed = Array.from({ length: 100 }, () => vault.seal('signature').toString('hex'));
  expect(new Set(sealed).size).toBe(100);
  expect(sealed.join('')).not.toContain(Buffer.from('signature').toString('hex'));
});

it('opens nothing that was changed, in any of its bytes', () => {
  const vault = openVault(first);
  const sealed = vault.seal('signature');
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] as number) ^ 1;
    expect(() => vault.open(changed), `byte ${at}`).toThrow(refusal);
  }
  expect(() => vault.open(sealed.subarray(0, -1))).toThrow(refusal);
  expect(() => vault.open(Buffer.alloc(0))).toThrow(refusal);
});

it('opens nothing under another key', () => {
  const sealed = openVault(first).seal('signature');
  expect(() => openVault(second).open(sealed)).toThrow('does not have');
});

it('is rotated by putting the new key first', () => {
  const before = openVault(first).seal('old');
  const both = openVault(`${second},${first}`);
  expect(both.open(before)).toBe('old');
  const after = both.seal('new');
  expect(openVault(second).open(after)).toBe('new');
  expect(() => openVault(first).open(after)).toThrow(refusal);
});

it('hashes a text by SHA-256', () => {
  expect(hashOf('abc').toString('hex')).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
