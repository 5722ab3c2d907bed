import { fills, genericSystem, inbound } from '../preset.ts';

/** CPAlead: affiliate network and offer wall. */
export const cpalead = genericSystem({
  name: 'Cpalead',
  title: 'CPAlead',
  clickParameter: 'subid',
  parameters: [
    inbound('conversionId', 'lead_id'),
    inbound('eventId', 'event_name'),
    inbound('amount', 'payout'),
  ],
  template: [
    fills('clickId', '{subid}'),
    fills('eventId', '{event_name}'),
    fills('amount', '{payout}'),
    fills('conversionId', '{lead_id}'),
    fills('ip', '{ip_address}'),
  ],
  sources: [{ url: 'https://www.cpalead.com/en/postback/documentation', checked: '2026-11-21' }],
  notes: ['lead_id is unique for each conversion.'],
});
