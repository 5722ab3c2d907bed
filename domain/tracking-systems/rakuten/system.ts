import { fills, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Rakuten Advertising: affiliate network. */
export const rakuten = ownSystem({
  name: 'Rakuten',
  title: 'Rakuten Advertising',
  clickOut: { parameter: 'u1', nestedUrlParameters: /^murl$/i },
  postbackIn: {
    parameters: [
      inbound('clickId', 'u1'),
      inbound('eventId', 'transaction_type'),
      ...inboundNames('amount', ['sale_amount', 'amount']),
      inbound('currency', 'currency'),
      ...inboundNames('conversionId', ['etransaction_id', 'order_id']),
    ],
  },
  template: [
    fills('clickId', '{u1}'),
    fills('amount', '{sale_amount}'),
    fills('currency', '{currency}'),
    fills('conversionId', '{etransaction_id}'),
  ],
  sources: [
    {
      url: 'https://pubhelp.rakutenadvertising.com/hc/en-us/articles/5949867433997-Events-API',
      checked: '2026-11-21',
    },
    { url: 'https://helpdesk.everflow.io/en/articles/6272748-rakuten-postback-setup', checked: '2026-11-21' },
  ],
  notes: [
    'Rakuten sets a postback up by hand, on request, and it takes up to ten days: send them this URL.',
    'u1 holds at most 72 characters; our click id has 36.',
  ],
});
