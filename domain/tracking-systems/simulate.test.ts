import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { trackingSystems } from '../offer.ts';
import { parseInstant } from '../time.ts';
import { readPostback } from './read-postback.ts';
import { trackingSystem } from './registry.ts';
import { simulatePostback, unknownClickId } from './simulate.ts';
import type { SenderBehaviour, SimulatedConversion, SimulatedRequest } from './simulate.ts';

const baseUrl = 'https://api.demo.example/api/v1/postback/a/b/?signature=s1';
const namings = ['ready-url', 'own-names'] as const;

const conversion: SimulatedConversion = {
  clickId: '0193a1f2-7c41-7e02-8d1a-5b6c7d8e9f10',
  eventId: 'level 10 & more',
  amount: '4.99',
  currency: 'USD',
  conversionId: 'c-1',
  ip: '203.0.113.7',
  at: parseInstant('2026-05-04T10:11:12Z') ?? 0,
};

function received({ url, body }: SimulatedRequest): [string, string][] {
  return [...new URL(url).searchParams, ...new URLSearchParams(body ?? '')];
}

describe.each(trackingSystems)('%s', (system) => {
  test.each(namings)('sends by %s what is understood again', (naming) => {
    const requests = simulatePostback({ system, baseUrl, conversion, behaviour: 'success', naming });
    expect(requests).toHaveLength(1);
    const read = readPostback(system, received(requests[0]!));
    expect(read).toMatchObject({ clickId: conversion.clickId, eventId: conversion.eventId, warnings: [] });
    const fields =
      naming === 'ready-url' ? trackingSystem(system).template : trackingSystem(system).postbackIn.parameters;
    const sends = (field: string): boolean => fields.some((candidate) => candidate.field === field);
    if (sends('amount')) expect(read.amountText).toBe('4.99');
    if (sends('conversionId')) expect(read.conversionId).toBe('c-1');
    if (sends('ip')) expect(read.ip).toBe('203.0.113.7');
    if (sends('currency')) expect(read.currency).toBe('USD');
    if (sends('time')) expect(read.providerTime).toBe(conversion.at);
  });

  test.each(namings)('makes the typical mistakes by %s', (naming) => {
    const understood = (behaviour: SenderBehaviour) => {
      const [request] = simulatePostback({ system, baseUrl, conversion, behaviour, naming });
      return readPostback(system, received(request!));
    };
    expect(understood('unknown_click').clickId).toBe(unknownClickId);
    expect(understood('missing_click')).toMatchObject({ clickId: null, eventId: conversion.eventId });
    expect(understood('unfilled_macro').clickId).toBeNull();
    expect(understood('unfilled_macro').warnings).toContain('click_id_unfilled');
    expect(understood('unknown_event').eventId).toBe('level 10 & more-that-nobody-knows');
    expect(understood('missing_amount').amountText).toBeNull();
    expect(understood('negative_amount').amountText?.startsWith('-') ?? true).toBe(true);
  });

  test.each(namings)('changes the address and nothing else by %s', (naming) => {
    const send = (behaviour: SenderBehaviour) =>
      simulatePostback({ system, baseUrl, conversion, behaviour, naming });
    const [sound] = send('success');
    expect(send('duplicate')).toEqual([sound, sound]);
    const wrongSignature = {
      ...sound,
      url: sound!.url.replace('signature=s1', 'signature=not-the-signature'),
    };
    expect(send('wrong_signature')).toEqual([wrongSignature]);
    expect(send('wrong_address')).toEqual([
      { ...sound, url: sound!.url.replace('/a/b/', '/a/not-the-segment/') },
    ]);
  });
});

test('Adjust leaves out what has no value', () => {
  const [request] = simulatePostback({
    system: 'Adjust',
    baseUrl,
    conversion: { ...conversion, amount: null },
    behaviour: 'success',
    naming: 'ready-url',
  });
  expect(request?.url).not.toContain('cnv_amount');
});

test('Awin posts one form field with everything as JSON', () => {
  const [request] = simulatePostback({
    system: 'AWIN',
    baseUrl,
    conversion,
    behaviour: 'success',
    naming: 'own-names',
  });
  expect(request).toMatchObject({
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  const pushed: unknown = JSON.parse(
    new URLSearchParams(request?.body ?? '').get('AwinTransactionPush') ?? '',
  );
  expect(pushed).toMatchObject({
    clickRef: conversion.clickId,
    transactionAmount: '4.99',
    transactionId: 'c-1',
  });
});

test('any text arrives as it was sent', () => {
  const text = fc
    .string({ minLength: 1, unit: 'grapheme' })
    .filter((value) => /^[^\s{}[\]%#<>_!()]+$/.test(value));
  fc.assert(
    fc.property(
      fc.constantFrom(...trackingSystems),
      text,
      fc.constantFrom(...namings),
      (system, eventId, naming) => {
        fc.pre(!['null', 'undefined'].includes(eventId.toLowerCase()));
        const [request] = simulatePostback({
          system,
          baseUrl,
          conversion: { ...conversion, eventId },
          behaviour: 'success',
          naming,
        });
        expect(readPostback(system, received(request!)).eventId).toBe(eventId);
      },
    ),
  );
});
