import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** AppsFlyer: measurement of app installs and in-app events. */
export const appsflyer = ownSystem({
  name: 'AppsFlyer',
  title: 'AppsFlyer',
  clickOut: {
    parameter: 'clickid',
    extras: [
      { parameter: 'c', value: '{gk_offer_name}', purpose: 'campaign name in AppsFlyer reports' },
      { parameter: 'af_c_id', value: '{gk_offer_id}', purpose: 'campaign id in AppsFlyer reports' },
      { parameter: 'af_siteid', value: '{pub_sub_1}', purpose: 'publisher the click came from' },
    ],
    cost: { model: 'af_cost_model', value: 'af_cost_value', currency: 'af_cost_currency' },
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['clickid', 'click_id']),
      ...inboundNames('eventId', ['event_name', 'event-name', 'partner_event_id', 'event']),
      ...inboundNames('amount', ['event_revenue', 'event-revenue', 'monetary']),
      { ...inbound('amount', 'event_revenue_USD'), fixedCurrency: 'USD' },
      ...inboundNames('currency', ['event_revenue_currency', 'event-revenue-currency', 'currency']),
      inbound('ip', 'ip'),
      inbound('time', 'event_time', 'date-time'),
      inbound('time', 'install_unix_ts', 'unix-seconds'),
    ],
  },
  template: [
    fills('clickId', '{clickid}'),
    fills('eventId', '{event_name}'),
    fills('amount', '{event_revenue}'),
    fills('currency', '{event_revenue_currency}'),
    fills('ip', '{ip}'),
    fillsOwn('time', 'event_time', '{event_time}', 'date-time'),
  ],
  setUp: 'three-values',
  networks: ['45.92.116.0/22', '194.28.46.0/23'],
  sources: [
    {
      url: 'https://support.appsflyer.com/hc/en-us/articles/207447163-Attribution-link-structure-and-parameters',
      checked: '2026-11-21',
    },
    {
      url: 'https://support.appsflyer.com/hc/en-us/articles/4413892641681-Base-postback-specification-for-ad-networks-',
      checked: '2026-11-21',
    },
    {
      url: 'https://support.appsflyer.com/hc/en-us/articles/115000748446-Cost-reporting-on-the-attribution-link-for-ad-networks',
      checked: '2026-11-21',
    },
    {
      url: 'https://support.appsflyer.com/hc/en-us/articles/207273946-Postback-macros-for-ad-networks',
      checked: '2026-11-21',
    },
  ],
  notes: [
    'An install postback carries no event name: give the install URL a fixed cnv_event_id, such as install.',
    'Older screens of AppsFlyer write macros in round brackets, (clickid); both forms count as unfilled here.',
    'AppsFlyer takes clicks over https only.',
    'Of the cost that stands on a link its dashboard shows only the model cpi; other models stand in its raw reports.',
  ],
});
