import { fills, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Tenjin: measurement of app installs, made for games. */
export const tenjin = ownSystem({
  name: 'Tenjin',
  title: 'Tenjin',
  clickOut: {
    parameter: 'click_id',
    extras: [
      { parameter: 'campaign_id', value: '{gk_offer_id}', purpose: 'campaign id in Tenjin reports' },
      { parameter: 'site_id', value: '{pub_sub_1}', purpose: 'publisher the click came from' },
    ],
    nestedUrlParameters: /^(redirect|deeplink)_url$/i,
  },
  postbackIn: {
    parameters: [
      inbound('clickId', 'click_id'),
      ...inboundNames('eventId', ['event_name', 'event']),
      ...inboundNames('amount', ['revenue', 'price']),
      inbound('currency', 'currency'),
      ...inboundNames('ip', ['ip_address', 'ip']),
    ],
  },
  macroBraces: ['{{', '}}'],
  template: [fills('clickId', '{{click_id}}'), fills('ip', '{{ip_address}}')],
  sources: [
    { url: 'https://docs.tenjin.com/docs/callback-macros', checked: '2026-11-21' },
    { url: 'https://docs.tenjin.com/v1/docs/ja/callbacks', checked: '2026-11-21' },
  ],
  notes: [
    'A Tenjin callback belongs to one event: write that event into the URL as cnv_event_id, for example cnv_event_id=install.',
    'Tenjin macros have two braces on each side.',
  ],
});
