import { fills, fillsOwn, genericSystem, inbound } from '../preset.ts';

/** MAF (MyAppFree): mobile advertising network. */
export const maf = genericSystem({
  name: 'MAF',
  title: 'MAF (MyAppFree)',
  parameters: [
    inbound('conversionId', 'install_id'),
    { ...inbound('amount', 'payout'), fixedCurrency: 'USD' },
    inbound('time', 'unix_timestamp', 'unix-seconds'),
    inbound('ip', 'session_ip'),
  ],
  template: [
    fills('clickId', '{click_id}'),
    fills('eventId', '{event_name}'),
    fills('amount', '{payout}'),
    fills('conversionId', '{install_id}'),
    fills('userId', '{user_id}'),
    fillsOwn('time', 'unix_timestamp', '{unix_timestamp}', 'unix-seconds'),
  ],
  sources: [{ url: 'https://maf.ad/en/documentation/mychips/setup-your-postback/', checked: '2026-11-21' }],
  notes: [
    'payout is in US dollars.',
    'event_name is unique for each event: use it as eventId of the offer event.',
  ],
});
