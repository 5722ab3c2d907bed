import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Adjust: measurement of app installs and in-app events. */
export const adjust = ownSystem({
  name: 'Adjust',
  title: 'Adjust',
  clickOut: {
    parameter: 'label',
    alternatives: ['click_id'],
    extras: [
      { parameter: 'campaign', value: '{gk_offer_name}', purpose: 'campaign level of the Adjust link' },
      { parameter: 'adgroup', value: '{pub_sub_1}', purpose: 'ad group level of the Adjust link' },
    ],
    cost: { model: 'cost_type', value: 'cost_amount', currency: 'cost_currency' },
    nestedUrlParameters: /^(adj_)?\w*callback\w*$|^(adj_)?(redirect|fallback|deep_?link)\w*$/i,
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['label', 'click_id']),
      ...inboundNames('eventId', ['event', 'event_token']),
      inbound('amount', 'revenue_float'),
      { ...inbound('amount', 'revenue_usd'), fixedCurrency: 'USD' },
      inbound('amount', 'revenue', 'cents'),
      { ...inbound('amount', 'revenue_usd_cents', 'cents'), fixedCurrency: 'USD' },
      inbound('currency', 'currency'),
      inbound('ip', 'ip_address'),
      inbound('time', 'created_at', 'unix-seconds'),
    ],
  },
  template: [
    fills('clickId', '{label}'),
    fills('eventId', '{event}'),
    fills('amount', '{revenue_float}'),
    fills('currency', '{currency}'),
    fills('ip', '{ip_address}'),
    fillsOwn('time', 'created_at', '{created_at}', 'unix-seconds'),
  ],
  setUp: 'three-values',
  networks: ['178.162.216.64/26', '178.162.216.128/26'],
  sources: [
    { url: 'https://help.adjust.com/en/article/event-callbacks', checked: '2026-11-21' },
    { url: 'https://help.adjust.com/en/article/ad-revenue-callbacks', checked: '2026-11-21' },
    { url: 'https://help.adjust.com/en/partner/placeholders', checked: '2026-11-21' },
    { url: 'https://help.adjust.com/en/article/advanced-security-options-partner', checked: '2026-11-21' },
  ],
  notes: [
    '{event} is the six-letter event token, not the name: use the token as eventId of the offer event.',
    '{revenue} is in cents and {revenue_float} in whole units; a parameter named revenue is read as cents.',
    'A placeholder without a value is dropped from the callback.',
    'Callbacks attached to a link (install_callback, event_callback_…) stay percent-encoded as they are.',
  ],
});
