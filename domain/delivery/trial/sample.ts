import { decimal } from '../../money.ts';
import type { Micros } from '../../time.ts';
import { noTrackingFacts, type DeliveryFacts } from '../facts.ts';

const microsPerMinute = 60_000_000;

/** The member of a trial, who exists nowhere. */
export const trialMember = 'callback-test-member';

/**
 * Makes up a conversion for a trial of a receiver: marked as a test, of an offer and a member that exist nowhere.
 *
 * @param newId makes a uuid
 */
export function sampleFacts(newId: () => string, now: Micros): DeliveryFacts {
  return {
    status: 'Success',
    rejectionReason: null,
    userCompletedAt: now,
    createdAt: now,
    clickedAt: now - 10 * microsPerMinute,
    viewId: newId(),
    clickId: newId(),
    conversionId: newId(),
    offerId: newId(),
    offerName: 'Callback test',
    advertiser: { id: newId(), name: 'Callback test' },
    category: { id: newId(), name: 'Games' },
    country: { id: newId(), code2: 'US', code3: 'USA' },
    step: { id: newId(), eventId: 'install', name: 'Install', sequenceNumber: 1 },
    revenue: decimal('0.5'),
    payout: decimal('0.4'),
    reward: decimal('25'),
    pub: { pub_member_id: trialMember, pub_click_id: 'callback-test-click', pub_device: 'Android' },
    tracking: { ...noTrackingFacts, eventId: 'install', conversionId: 'callback-test', amount: '0.50' },
    partner: null,
    isTest: true,
  };
}
