import { fills, genericSystem, inbound } from '../preset.ts';

/** ayeT-Studios: offer wall and mobile network (spelt AyeTstudios on the wire). */
export const ayetStudios = genericSystem({
  name: 'AyeTstudios',
  title: 'ayeT-Studios',
  clickParameter: 'external_identifier',
  parameters: [{ ...inbound('amount', 'payout_usd'), fixedCurrency: 'USD' }],
  template: [
    fills('clickId', '{external_identifier}'),
    fills('amount', '{payout_usd}'),
    fills('conversionId', '{transaction_id}'),
  ],
  sources: [
    {
      url: 'https://docs.ayetstudios.com/v/product-docs/callbacks-and-testing/callbacks/surveywall-callbacks',
      checked: '2026-11-21',
    },
  ],
  notes: ['Anything but status 200 is repeated twelve times within an hour, then given up.'],
});
