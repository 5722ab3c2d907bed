import { fills, genericSystem, inbound } from '../preset.ts';

/** AdGate Rewards (Prodege): offer wall. */
export const adGateReward = genericSystem({
  name: 'AdGateReward',
  title: 'AdGate Rewards',
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
  notes: ['payout is in US dollars; points are what the member would get on their own wall.'],
});
