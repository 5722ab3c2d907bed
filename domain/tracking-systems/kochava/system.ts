import { fills, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Kochava: measurement of app installs and in-app events. */
export const kochava = ownSystem({
  name: 'Kochava',
  title: 'Kochava',
  clickOut: {
    parameter: 'click_id',
    extras: [
      { parameter: 'site_id', value: '{pub_sub_1}', purpose: 'publisher the click came from' },
      { parameter: 'partner_campaign_id', value: '{gk_offer_id}', purpose: 'campaign id in Kochava reports' },
      {
        parameter: 'partner_campaign_name',
        value: '{gk_offer_name}',
        purpose: 'campaign name in Kochava reports',
      },
    ],
  },
  postbackIn: {
    parameters: [
      inbound('clickId', 'click_id'),
      ...inboundNames('eventId', ['event_name', 'event']),
      ...inboundNames('amount', ['event_value', 'revenue']),
      inbound('currency', 'currency'),
      ...inboundNames('ip', ['ip_address', 'ip']),
    ],
  },
  template: [
    fills('clickId', '{click_id}'),
    fills('eventId', '{event_name}'),
    fills('amount', '{event_value}'),
    fills('currency', '{currency}'),
  ],
  sources: [
    {
      url: 'https://support.kochava.com/articles/campaign-management/630-create-a-custom-postback/',
      checked: '2026-11-21',
    },
    { url: 'https://help.awin.com/docs/kochava', checked: '2026-11-21' },
    {
      url: 'https://help.moloco.com/hc/en-us/articles/6187564899991-Kochava-Tracking-Link-Parameters',
      checked: '2026-11-21',
    },
  ],
  notes: ['Kochava sends _install as the event name of an install: use that as eventId of the first step.'],
});
