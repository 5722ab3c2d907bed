import { fills, genericSystem, inbound } from '../preset.ts';

/** GoKart: another installation of the platform whose interface Pitwall speaks. */
export const goKart = genericSystem({
  name: 'GoKart',
  title: 'GoKart',
  clickParameter: 'pub_click_id',
  parameters: [
    inbound('eventId', 'cnv_event_id'),
    inbound('conversionId', 'gk_conversion_id'),
    inbound('userId', 'pub_member_id'),
  ],
  template: [
    fills('clickId', '{pub_click_id}'),
    fills('eventId', '{cnv_event_id}'),
    fills('amount', '{cnv_amount}'),
    fills('userId', '{pub_member_id}'),
  ],
  notes: [
    'The link of the other installation needs pub_member_id as well: add pub_member_id={pub_member_id}.',
    'A Pitwall installation can send {gk_conversion_id} too; add cnv_conversion_id={gk_conversion_id} then.',
  ],
});
