import type { SeededRandom } from '../random.ts';

/** A member of the demo world, as the publisher describes it on every call. */
export interface DemoMember {
  readonly id: string;
  readonly params: Readonly<Record<string, string>>;
  readonly userAgent: string;
  /** How likely the member is to go on after each step. */
  readonly persistence: number;
}

const places = [
  ['US', 'US-CA'],
  ['US', 'US-NY'],
  ['US', 'US-TX'],
  ['US', ''],
  ['GB', ''],
  ['CA', 'CA-ON'],
  ['DE', ''],
  ['FR', ''],
  ['ES', ''],
  ['AU', ''],
  ['BR', ''],
  ['IN', ''],
] as const;

const devices = [
  [
    'IOS',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  ],
  [
    'Android',
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
  ],
  [
    'Browser',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
  ],
] as const;

/** Makes a member; some of them leave out what a publisher may not know. */
export function makeMember(random: SeededRandom, number: number): DemoMember {
  const [country, state] = random.pick(places);
  const [device, userAgent] = random.pick(devices);
  const params: Record<string, string> = {
    pub_geo_country: country,
    ...(state && random.chance(0.7) && { pub_geo_state: state }),
    ...(random.chance(0.85) && { pub_age: String(random.whole(16, 64)) }),
    ...(random.chance(0.8) && { pub_gender: random.pick(['Male', 'Female', 'Non-binary']) }),
    ...(random.chance(0.9) && { pub_device: device }),
    pub_sub_1: random.pick(['home', 'profile', 'daily-bonus']),
  };
  return { id: `member-${1000 + number}`, params, userAgent, persistence: 0.35 + random.next() * 0.6 };
}
