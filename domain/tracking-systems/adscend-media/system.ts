import { fills, genericSystem, inbound } from '../preset.ts';

/** Adscend Media: affiliate network and offer wall. */
export const adscendMedia = genericSystem({
  name: 'AdscendMedia',
  title: 'Adscend Media',
  clickParameter: 'subid1',
  parameters: [inbound('clickId', 'sb1'), inbound('amount', 'pay'), inbound('conversionId', 'tid')],
  macroBraces: ['[', ']'],
  template: [
    fills('clickId', '[SB1]'),
    fills('amount', '[PAY]'),
    fills('conversionId', '[TID]'),
    fills('ip', '[IP]'),
  ],
  notes: ['Adscend writes its macros in square brackets and capitals.'],
});
