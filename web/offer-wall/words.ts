import type { WallLocale, WallView } from '#contract/wall-page.ts';
import type { en } from './locales/en.ts';
import type { Messages, Plural } from './locales/messages.ts';

type English = typeof en;
/** The name of a text. */
export type TextKey = { [K in keyof English]: English[K] extends string ? K : never }[keyof English];
/** The name of a text that has a form for each number. */
export type CountKey = Exclude<keyof English, TextKey>;

/** How much a member gets, as far as it is shown. */
export interface ShownReward {
  readonly reward: number | null;
  readonly isPercent: boolean;
  /** Whether it is a sum over steps, or the highest of several percentages. */
  readonly isSum: boolean;
}

/** Says everything in the member's language. */
export interface Words {
  readonly locale: WallLocale;
  readonly direction: 'ltr' | 'rtl';
  text(key: TextKey, values?: Readonly<Record<string, string>>): string;
  /** A text with a number in it. */
  count(key: CountKey, n: number, values?: Readonly<Record<string, string>>): string;
  reward(reward: ShownReward): string;
  number(n: number): string;
  date(instant: number | string): string;
  /** A length of time in its two largest units. */
  duration(ms: number): string;
  /** Why something was not counted: our own codes in words, what a person wrote as it is. */
  reason(reason: string): string;
}

/** Makes the words of one language from its texts. */
export function makeWords(locale: WallLocale, messages: Messages, brand: WallView['brand']): Words {
  const plurals = new Intl.PluralRules(locale);
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: brand.rewardDecimals });
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 6 });
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const text: Words['text'] = (key, values = {}) => fill(messages[key] as string, values);
  const reward: Words['reward'] = ({ reward: amount, isPercent, isSum }) => {
    if (amount === null) return text('noReward');
    if (isPercent) {
      return text(isSum ? 'upToPercentBack' : 'percentBack', { percent: percents.format(amount / 100) });
    }
    const full = text('amount', { amount: numbers.format(amount), currency: brand.currencyName });
    return isSum ? text('upTo', { amount: full }) : full;
  };
  return {
    locale,
    direction: locale === 'ar' ? 'rtl' : 'ltr',
    text,
    count: (key, n, values = {}) => {
      const forms = messages[key] as Plural;
      return fill(forms[plurals.select(n)] ?? forms.other, { ...values, n: numbers.format(n) });
    },
    reward,
    number: (n) => numbers.format(n),
    date: (instant) => dates.format(new Date(instant)),
    duration: (ms) => durationWords(locale, ms),
    reason: (reason) => {
      const known = messages[`reason_${reason}`];
      return typeof known === 'string' ? known : reason;
    },
  };
}

function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

function durationWords(locale: string, ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const first = units.findIndex(([, size]) => seconds >= size);
  const shown = units.slice(first === -1 ? units.length - 1 : first).slice(0, 2);
  let rest = seconds;
  return shown
    .map(([unit, size]) => {
      const n = Math.floor(rest / size);
      rest -= n * size;
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(n);
    })
    .join(' ');
}
