import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Branch: deep links and measurement of app installs and events. */
export const branch = ownSystem({
  name: 'Branch',
  title: 'Branch',
  clickOut: {
    parameter: '~click_id',
    extras: [
      { parameter: '~campaign', value: '{gk_offer_name}', purpose: 'campaign name in Branch reports' },
      { parameter: '~campaign_id', value: '{gk_offer_id}', purpose: 'campaign id in Branch reports' },
      { parameter: '~secondary_publisher', value: '{pub_sub_1}', purpose: 'publisher the click came from' },
    ],
    nestedUrlParameters: /^(\$|%24)\w*url\w*$/i,
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['~click_id', 'click_id']),
      ...inboundNames('eventId', ['name', 'event_name', 'event_id']),
      { ...inbound('amount', 'revenue_in_usd'), fixedCurrency: 'USD' },
      ...inboundNames('amount', ['revenue_in_local_currency', 'revenue']),
      inbound('currency', 'currency'),
      inbound('conversionId', 'id'),
      inbound('ip', 'ip'),
      inbound('time', 'event_timestamp', 'unix-milliseconds'),
    ],
  },
  macroBraces: ['${', '}'],
  template: [
    fills('clickId', '${(last_attributed_touch_data.~click_id)!}'),
    fills('eventId', '${(name)!}'),
    fills('amount', '${(event_data.revenue_in_usd)!}'),
    fills('conversionId', '${(id)!}'),
    fillsOwn('time', 'event_timestamp', '${(event_timestamp)!}', 'unix-milliseconds'),
  ],
  sources: [
    { url: 'https://help.branch.io/using-branch/docs/postback-macros-functions', checked: '2026-11-21' },
    {
      url: 'https://docs.swaarm.com/en/articles/5247011-branch-integration-with-swaarm',
      checked: '2026-11-21',
    },
    {
      url: 'https://help.trackier.com/support/solutions/articles/31000155035-branch-trackier-integration',
      checked: '2026-11-21',
    },
  ],
  notes: [
    'The event is named by Branch (INSTALL, PURCHASE, …): use exactly that text as eventId of the offer event.',
    'revenue_in_usd is always in US dollars; add cnv_currency=USD to the URL when the offer pays a share of it.',
    'A macro without a value becomes empty because of the final exclamation mark; keep it.',
  ],
});
