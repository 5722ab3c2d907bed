import { fills, genericSystem } from '../preset.ts';

/** CustomTracking: the advertiser's own server calls with our own parameter names. */
export const customTracking = genericSystem({
  name: 'CustomTracking',
  title: 'Custom tracking',
  clickParameter: 'gk_click_id',
  template: [
    fills('clickId', '{gk_click_id}'),
    fills('eventId', '{cnv_event_id}'),
    fills('amount', '{cnv_amount}'),
    fills('currency', '{cnv_currency}'),
    fills('conversionId', '{cnv_conversion_id}'),
    fills('ip', '{cnv_conversion_ip_address}'),
    fills('email', '{cnv_email}'),
    fills('userId', '{cnv_user_id}'),
    fills('sub1', '{cnv_sub_1}'),
  ],
  notes: ['The advertiser replaces each placeholder by its value; a pair without a value may be left out.'],
});
