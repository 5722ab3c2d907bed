import { fills, genericSystem, inbound } from '../preset.ts';

/** Lootably: offer wall. */
export const lootably = genericSystem({
  name: 'Lootably',
  title: 'Lootably',
  clickParameter: 'sid',
  parameters: [
    inbound('clickId', 'userID'),
    inbound('eventId', 'goalID'),
    inbound('amount', 'revenue'),
    inbound('conversionId', 'transactionID'),
  ],
  template: [
    fills('clickId', '{userID}'),
    fills('eventId', '{goalID}'),
    fills('amount', '{revenue}'),
    fills('conversionId', '{transactionID}'),
    fills('ip', '{ip}'),
  ],
  sources: [{ url: 'https://documentation.lootably.com/docs/postbacks', checked: '2026-11-21' }],
  notes: ['goalID is empty for an offer without goals.'],
});
