import { fills, genericSystem, inbound } from '../preset.ts';

/** BitLabs: offer wall and surveys. */
export const bitlabs = genericSystem({
  name: 'Bitlabs',
  title: 'BitLabs',
  clickParameter: 'uid',
  parameters: [inbound('conversionId', 'tx'), { ...inbound('amount', 'usd'), fixedCurrency: 'USD' }],
  macroBraces: ['[%', '%]'],
  template: [
    fills('clickId', '[%USER:UID%]'),
    fills('eventId', '[%OFFER:TASK:ID%]'),
    fills('amount', '[%VALUE:USD%]'),
    fills('conversionId', '[%TX%]'),
    fills('ip', '[%USER:IP_ADDRESS%]'),
  ],
  sources: [{ url: 'https://developer.bitlabs.ai/docs/callback-parameters', checked: '2026-11-21' }],
  notes: ['BitLabs appends a hash of the whole URL; the signature value in the URL is what is checked here.'],
});
