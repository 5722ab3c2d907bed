import { fills, inbound, ownSystem } from '../preset.ts';

/** ShareASale: affiliate network (spelt Sharesale on the wire). */
export const sharesale = ownSystem({
  name: 'Sharesale',
  title: 'ShareASale',
  clickOut: { parameter: 'afftrack', nestedUrlParameters: /^urllink$/i },
  postbackIn: {
    parameters: [
      inbound('clickId', 'afftrack'),
      inbound('eventId', 'transtype'),
      inbound('amount', 'amountOfSale'),
      inbound('conversionId', 'transID'),
      inbound('conversionId', 'orderNumber'),
    ],
  },
  macroBraces: ['!!', '!!'],
  template: [
    fills('clickId', '!!afftrack!!'),
    fills('eventId', '!!transtype!!'),
    fills('amount', '!!amountOfSale!!'),
    fills('conversionId', '!!transID!!'),
  ],
  sources: [
    {
      url: 'http://www.shortywp.com/shareasale-postback-s2s-tracking-implementation/',
      checked: '2026-11-21',
    },
    { url: 'https://docs.anytrack.io/affiliate-networks-integrations/shareasale', checked: '2026-11-21' },
  ],
  notes: [
    'ShareASale sets a postback up on request: send them this URL.',
    'transDate has no stated time zone, so the time of arrival counts.',
    'The event is the transaction type, sale or lead.',
  ],
});
