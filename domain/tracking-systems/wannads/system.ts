import { fills, genericSystem, inbound } from '../preset.ts';

/** Wannads: offer wall. */
export const wannads = genericSystem({
  name: 'Wannads',
  title: 'Wannads',
  clickParameter: 'subId',
  alternatives: ['aff_sub'],
  parameters: [
    inbound('conversionId', 'transId'),
    { ...inbound('amount', 'payout'), fixedCurrency: 'USD' },
    inbound('eventId', 'goal_id'),
    inbound('ip', 'userIp'),
    inbound('sub2', 'subId2'),
  ],
  template: [
    fills('clickId', '{subId}'),
    fills('amount', '{payout}'),
    fills('conversionId', '{transId}'),
    fills('ip', '{userIp}'),
  ],
  sources: [
    { url: 'https://affiliates.wannads.com/documentation/postback_notifications', checked: '2026-11-21' },
    { url: 'https://wannads.com/documentation/postback/app', checked: '2026-11-21' },
  ],
  notes: [
    'Newer accounts use aff_sub, {aff_sub}, {goal_id} and {transaction_id} instead; these are read too.',
  ],
});
