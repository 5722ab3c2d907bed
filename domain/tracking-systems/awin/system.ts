import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Awin: affiliate network. */
export const awin = ownSystem({
  name: 'AWIN',
  title: 'Awin',
  clickOut: {
    parameter: 'clickref',
    alternatives: ['clickref2', 'clickref3', 'clickref4', 'clickref5', 'clickref6'],
    nestedUrlParameters: /^(ued|p)$/i,
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', [
        'clickRef',
        'clickref',
        'clickRef2',
        'clickRef3',
        'clickRef4',
        'clickRef5',
        'clickRef6',
      ]),
      inbound('amount', 'transactionAmount'),
      inbound('currency', 'transactionCurrency'),
      inbound('conversionId', 'transactionId'),
      inbound('time', 'transactionDate', 'date-time'),
      inbound('sub2', 'clickRef2'),
      inbound('sub3', 'clickRef3'),
      inbound('sub4', 'clickRef4'),
      inbound('sub5', 'clickRef5'),
    ],
    jsonField: 'AwinTransactionPush',
    method: 'POST',
  },
  macroBraces: ['!!!', '!!!'],
  template: [
    fills('clickId', '!!!clickRef!!!'),
    fills('amount', '!!!transactionAmount!!!'),
    fills('currency', '!!!transactionCurrency!!!'),
    fills('conversionId', '!!!transactionId!!!'),
    fillsOwn('time', 'transactionDate', '!!!transactionDate!!!', 'date-time'),
  ],
  sources: [
    { url: 'https://developer.awin.com/docs/transaction-notifications', checked: '2026-11-21' },
    { url: 'https://developer.awin.com/docs/request-types', checked: '2026-11-21' },
  ],
  notes: [
    'Placeholders are case-sensitive and stand between three exclamation marks.',
    'By POST Awin sends one form field, AwinTransactionPush, with everything as JSON; both ways are read.',
    'Awin sends no event: on an offer with several events write cnv_event_id into the URL.',
  ],
});
