import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** CJ (Commission Junction): affiliate network. */
export const cjAffiliate = ownSystem({
  name: 'CJAffiliate',
  title: 'CJ Affiliate',
  clickOut: { parameter: 'sid', nestedUrlParameters: /^url$/i },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['sid', 'shopperId', 'shopper_id']),
      ...inboundNames('eventId', ['actionTrackerId', 'actionTrackerName']),
      { ...inbound('amount', 'saleAmountUsd'), fixedCurrency: 'USD' },
      inbound('amount', 'saleAmountPubCurrency'),
      ...inboundNames('conversionId', ['commissionId', 'orderId']),
      inbound('time', 'eventDate', 'date-time'),
    ],
  },
  template: [
    fills('clickId', '{shopperId}'),
    fills('eventId', '{actionTrackerId}'),
    fills('amount', '{saleAmountUsd}'),
    fills('conversionId', '{commissionId}'),
    fillsOwn('time', 'eventDate', '{eventDate}', 'date-time'),
  ],
  sources: [
    { url: 'https://docs.swaarm.com/en/articles/8922231-cj-integration', checked: '2026-11-21' },
    { url: 'https://docs.cj.com/docs/s2s-implementation', checked: '2026-11-21' },
  ],
  notes: [
    'CJ offers publishers no postback of their own: a bridge reads the commission detail API and calls this URL with the fields of each commission.',
    'What goes out as sid comes back as shopperId.',
    'saleAmountUsd is always in US dollars; add cnv_currency=USD to the URL when the offer pays a share of it.',
  ],
});
