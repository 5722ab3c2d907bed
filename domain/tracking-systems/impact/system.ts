import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** impact.com: affiliate network with an action lifecycle. */
export const impact = ownSystem({
  name: 'Impact',
  title: 'impact.com',
  clickOut: {
    parameter: 'SubId1',
    alternatives: ['subId1', 'SubId2', 'SubId3', 'subId2', 'subId3'],
    extras: [
      { parameter: 'SharedId', value: '{gk_offer_id}', purpose: 'shows in the shared reports of both sides' },
    ],
    nestedUrlParameters: /^u$|url$/i,
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['SubId1', 'SubId2', 'SubId3']),
      ...inboundNames('eventId', ['ActionTrackerId', 'ActionTrackerName']),
      inbound('amount', 'Amount'),
      inbound('currency', 'Currency'),
      ...inboundNames('conversionId', ['ActionId', 'OID']),
      inbound('time', 'EventDate', 'date-time'),
      inbound('sub2', 'SubId2'),
      inbound('sub3', 'SubId3'),
    ],
  },
  template: [
    fills('clickId', '{SubId1}'),
    fills('eventId', '{ActionTrackerId}'),
    fills('amount', '{Amount}'),
    fills('currency', '{Currency}'),
    fills('conversionId', '{ActionId}'),
    fillsOwn('time', 'EventDate', '{EventDate}', 'date-time'),
  ],
  sources: [
    { url: 'https://integrations.impact.com/impact-brand/reference/enable-postbacks', checked: '2026-11-21' },
    {
      url: 'https://help.impact.com/en/support/solutions/articles/155000000882-enable-action-clearing-events-notifications',
      checked: '2026-11-21',
    },
    { url: 'https://www.mrpostback.com/impact', checked: '2026-11-21' },
  ],
  notes: [
    'Macros are case-sensitive: {SubId1}, never {subid1}.',
    'The action tracker id is the event: use it as eventId of the offer event.',
    'Impact also calls when an action changes; the same ActionId then counts as a duplicate.',
  ],
});
