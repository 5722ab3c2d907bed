import { fills, fillsOwn, inbound, inboundNames, ownSystem } from '../preset.ts';

/** Singular: measurement of app installs and in-app events, and cost reporting. */
export const singular = ownSystem({
  name: 'Singular',
  title: 'Singular',
  clickOut: {
    parameter: 'cl',
    extras: [
      { parameter: 'pcn', value: '{gk_offer_name}', purpose: 'campaign name in Singular reports' },
      { parameter: 'pcid', value: '{gk_offer_id}', purpose: 'campaign id in Singular reports' },
      { parameter: 'psid', value: '{pub_sub_1}', purpose: 'publisher the click came from' },
    ],
    nestedUrlParameters: /^_(p|dl|ddl|fallback_redirect|ios_redirect|android_redirect)$/i,
  },
  postbackIn: {
    parameters: [
      ...inboundNames('clickId', ['cl', 'cl_id', 'click_id']),
      ...inboundNames('eventId', ['evtname', 'event', 'event_name']),
      ...inboundNames('amount', ['amount', 'amt']),
      ...inboundNames('currency', ['currency', 'cur']),
      ...inboundNames('ip', ['ip', 'event_ip']),
      inbound('time', 'timestamp', 'unix-milliseconds'),
    ],
  },
  template: [
    fills('clickId', '{cl?Network Name}'),
    fills('eventId', '{EVTNAME}'),
    fills('amount', '{AMOUNT}'),
    fills('currency', '{CURRENCY}'),
    fills('ip', '{EVENT_IP}'),
    fillsOwn('time', 'timestamp', '{UTCM}', 'unix-milliseconds'),
  ],
  setUp: 'three-values',
  sources: [
    {
      url: 'https://support.singular.net/hc/en-us/articles/115004063323-Postback-Macros-and-Passthrough-Parameters-for-Ad-Networks',
      checked: '2026-11-21',
    },
    {
      url: 'https://docs.swaarm.com/en/articles/8117148-singular-integration-with-swaarm',
      checked: '2026-11-21',
    },
  ],
  notes: [
    'In {cl?Network Name} replace the words after the question mark by the name under which Singular lists your network.',
    'Install and event postbacks are set up apart; give the install URL a fixed cnv_event_id.',
  ],
});
