import { fills, genericSystem, inbound } from '../preset.ts';

/** AdGate Media (Prodege): affiliate network behind an offer wall. */
export const adGateMedia = genericSystem({
  name: 'AdGateMedia',
  title: 'AdGate Media',
  clickParameter: 's1',
  parameters: [
    inbound('conversionId', 'conversion_id'),
    inbound('eventId', 'event_id'),
    inbound('amount', 'payout'),
  ],
  template: [
    fills('clickId', '{s1}'),
    fills('eventId', '{event_id}'),
    fills('amount', '{payout}'),
    fills('conversionId', '{conversion_id}'),
  ],
  sources: [{ url: 'https://docs.prodegeads.com/postbacks/postback-information', checked: '2026-11-21' }],
  notes: [
    'A postback for a chargeback is sent only to URLs with the {state} macro: leave it out, a reversal is set by an operator here.',
    'Events that pay nothing are sent only to URLs with {event_id}; the payout is then 0.',
  ],
});
