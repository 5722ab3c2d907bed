import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** CAKE: software that many affiliate networks run on. */
export const cake = ownSystem({
  name: 'CAKE',
  title: 'CAKE',
  clickOut: {
    parameter: 's2',
    alternatives: ['s3', 's4', 's5'],
    extras: [{ parameter: 's1', value: '{pub_sub_1}', purpose: 'sub-affiliate; at most 50 characters' }],
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['s2', 's3', 's4', 's5']),
      ...inboundNames('eventId', ['event', 'event_id']),
      inbound('amount', 'price'),
      ...inboundNames('conversionId', ['leadid', 'tid']),
      inbound('ip', 'ip'),
      inbound('time', 'utcunixtime', 'unix-seconds'),
      inbound('sub1', 's1'),
      inbound('sub3', 's3'),
      inbound('sub4', 's4'),
      inbound('sub5', 's5'),
    ],
  },
  macroBraces: ['#', '#'],
  template: [
    fills('clickId', '#s2#'),
    fills('amount', '#price#'),
    fills('conversionId', '#leadid#'),
    fills('ip', '#ip#'),
    fillsOwn('time', 'utcunixtime', '#utcunixtime#', 'unix-seconds'),
  ],
  sources: [
    { url: 'https://support.getcake.com/support/solutions/articles/5000545788', checked: '2026-11-21' },
    { url: 'https://support.getcake.com/en/support/solutions/articles/5000546096', checked: '2026-11-21' },
    {
      url: 'https://support.getcake.com/support/solutions/articles/5000545977-how-affiliates-can-generate-a-tracking-link-in-the-affiliate-portal',
      checked: '2026-11-21',
    },
  ],
  notes: [
    's1 is kept for sub-affiliates and holds 50 characters; the click id belongs into s2.',
    'CAKE fires one postback for each event: write that event into the URL as cnv_event_id.',
    'price is what CAKE pays for the conversion, not what the customer spent.',
  ],
});
