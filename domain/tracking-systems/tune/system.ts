import { fills, inbound, inboundNames, ownSystem } from '../preset.ts';

/** TUNE (HasOffers): software that many affiliate networks run on. */
export const tune = ownSystem({
  name: 'TUNE',
  title: 'TUNE',
  clickOut: {
    parameter: 'aff_click_id',
    alternatives: ['aff_sub', 'aff_sub2', 'aff_sub3', 'aff_sub4', 'aff_sub5'],
    extras: [{ parameter: 'source', value: '{pub_sub_1}', purpose: 'traffic source in TUNE reports' }],
    nestedUrlParameters: /^(url|ref_url)$/i,
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['aff_click_id', 'aff_sub', 'aff_sub2', 'aff_sub3', 'aff_sub4', 'aff_sub5']),
      ...inboundNames('eventId', ['goal_id', 'goal_ref', 'goal_name']),
      ...inboundNames('amount', ['sale_amount', 'amount']),
      inbound('currency', 'currency'),
      ...inboundNames('conversionId', ['conversion_unique_id', 'transaction_id']),
      inbound('ip', 'ip'),
      inbound('sub2', 'aff_sub2'),
      inbound('sub3', 'aff_sub3'),
      inbound('sub4', 'aff_sub4'),
      inbound('sub5', 'aff_sub5'),
    ],
  },
  template: [
    fills('clickId', '{aff_click_id}'),
    fills('eventId', '{goal_id}'),
    fills('amount', '{sale_amount}'),
    fills('currency', '{currency}'),
    fills('conversionId', '{transaction_id}'),
    fills('ip', '{ip}'),
  ],
  answer: {
    contentType: 'text/plain; charset=utf-8',
    accepted: 'success=true;',
    refused: 'success=false; err_msg={message};',
  },
  sources: [
    {
      url: 'https://support.tune.com/hc/en-us/articles/4413247665431-Receiving-Conversions-via-Postback-URL',
      checked: '2026-11-21',
    },
    {
      url: 'https://docs.tealium.com/server-side-connectors/tune-postback-tracking-connector',
      checked: '2026-11-21',
    },
  ],
  notes: [
    'The goal id is the event: use it as eventId of the offer event; the default goal is 0.',
    'Its own software reads success=true; in an answer: give it a postback pair of its own, which is answered so.',
    'transaction_id belongs to the click, so a second conversion of one goal by one click counts as a duplicate.',
  ],
});
