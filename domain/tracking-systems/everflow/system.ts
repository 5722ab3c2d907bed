import { fills, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Everflow: partner marketing software. */
export const everflow = ownSystem({
  name: 'Everflow',
  title: 'Everflow',
  clickOut: {
    parameter: 'sub1',
    alternatives: ['sub2', 'sub3', 'sub4', 'sub5'],
    extras: [{ parameter: 'source_id', value: '{pub_sub_1}', purpose: 'traffic source in Everflow reports' }],
    nestedUrlParameters: /^url$/i,
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['sub1', 'sub2', 'sub3', 'sub4', 'sub5']),
      ...inboundNames('eventId', ['event_id', 'event_name']),
      ...inboundNames('amount', ['sale_amount', 'amount']),
      inbound('currency', 'currency'),
      ...inboundNames('conversionId', ['transaction_id', 'order_id']),
      inbound('sub2', 'sub2'),
      inbound('sub3', 'sub3'),
      inbound('sub4', 'sub4'),
      inbound('sub5', 'sub5'),
    ],
  },
  template: [
    fills('clickId', '{sub1}'),
    fills('eventId', '{event_id}'),
    fills('amount', '{sale_amount}'),
    fills('conversionId', '{transaction_id}'),
  ],
  sources: [
    {
      url: 'https://helpdesk.everflow.io/en/articles/6173403-a-guide-to-parameters-and-macros',
      checked: '2026-11-21',
    },
    { url: 'https://mrpostback.com/everflow/', checked: '2026-11-21' },
  ],
  notes: [
    'Everflow switches a postback off after 25 failures in a row: watch its partner page after an outage.',
    'The base conversion has event_id 0 or none; events have their own number.',
  ],
});
