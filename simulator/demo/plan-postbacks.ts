import { day, hour, minute, type Micros } from '#domain/time.ts';
import type { SeededRandom } from '../random.ts';
import type { DemoMember } from './members.ts';
import type { DemoOffer } from './offers.ts';

/** A postback that will be sent: how long after the click, and with which parameters beside the click id. */
export interface PlannedPostback {
  readonly after: Micros;
  readonly params: Readonly<Record<string, string>>;
}

/** Plans what the advertiser's tracking system reports after a click, the usual mistakes of senders included. */
export function planPostbacks(offer: DemoOffer, member: DemoMember, random: SeededRandom): PlannedPostback[] {
  const planned = offer.steps ? planSteps(offer, member, random) : planGoal(offer, member, random);
  // A sender that got no answer in time sends the same again.
  const repeated = planned
    .filter(() => random.chance(0.06))
    .map((one) => ({ ...one, after: one.after + 5 * minute }));
  return [...planned, ...repeated];
}

function planGoal(offer: DemoOffer, member: DemoMember, random: SeededRandom): PlannedPostback[] {
  if (!random.chance(member.persistence * 0.6)) return [];
  const after = random.whole(5, 600) * minute;
  const params: Record<string, string> = { cnv_conversion_id: `t-${random.whole(1_000_000, 9_999_999)}` };
  if (offer.isShare && !random.chance(0.06))
    params['cnv_amount'] = (random.whole(900, 18_000) / 100).toFixed(2);
  return [{ after, params }];
}

function planSteps(offer: DemoOffer, member: DemoMember, random: SeededRandom): PlannedPostback[] {
  const planned: PlannedPostback[] = [];
  let after = random.whole(2, 240) * minute;
  for (const [index, step] of (offer.steps ?? []).entries()) {
    const isFirst = index === 0;
    if (!random.chance(isFirst ? member.persistence * 0.85 : member.persistence)) break;
    if (!isFirst)
      after += random.whole(8, step.deadlineDays === undefined ? 48 : step.deadlineDays * 20) * hour;
    const isMisspelt = random.chance(0.02);
    const params = {
      cnv_event_id: isMisspelt ? step.eventId.toUpperCase() : step.eventId,
      cnv_conversion_id: `t-${random.whole(1_000_000, 9_999_999)}`,
    };
    planned.push({ after, params });
    // A queue at the sender's end sometimes delivers a step before the one that comes first.
    if (random.chance(0.04)) after -= random.whole(1, 3) * hour;
    if (after > 29 * day) break;
  }
  return planned;
}
