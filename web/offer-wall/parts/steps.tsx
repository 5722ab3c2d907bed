import type { MemberOffer } from '#contract/wall.ts';
import { useServerTime } from '../now.ts';
import { shownSteps, type ShownStep, type StepState } from '../step-state.ts';
import { useWall } from '../wall-context.ts';
import type { TextKey } from '../words.ts';
import { Countdown } from './countdown.tsx';
import { Icon } from './icons.tsx';

const stateNames: Record<StepState, TextKey> = {
  done: 'stateDone',
  pending: 'statePending',
  review: 'statePending',
  refused: 'stateRefused',
  expired: 'stateExpired',
  locked: 'stateLocked',
  next: 'stateNext',
  open: 'anyOrder',
};
const stateIcons = {
  done: 'check',
  pending: 'clock',
  review: 'clock',
  refused: 'cross',
  expired: 'cross',
  locked: 'lock',
  next: null,
  open: null,
} as const;

/** The steps of an offer in their order, each with its reward and where the member is with it. */
export function Steps({ offer }: { readonly offer: MemberOffer }) {
  const { view, words } = useWall();
  const now = useServerTime(view.nowMs);
  if (offer.events.length === 0) return null;
  return (
    <section aria-labelledby="steps">
      <h3 id="steps">{words.text('steps')}</h3>
      <ol class="steps">
        {shownSteps(offer.events, now).map((step, index) => (
          <Step key={step.event.offerEventId} step={step} place={index + 1} offer={offer} />
        ))}
      </ol>
    </section>
  );
}

interface StepProps {
  readonly step: ShownStep;
  readonly place: number;
  readonly offer: MemberOffer;
}

function Step({ step, place, offer }: StepProps) {
  const { words } = useWall();
  const { event, state, deadlineMs } = step;
  const icon = stateIcons[state];
  const hasBegun = offer.rewardStatus !== null;
  return (
    <li class={`step step-${state}`}>
      <span class="step-mark" aria-hidden="true">
        {icon === null ? words.number(place) : <Icon name={icon} />}
      </span>
      <span class="step-text">
        <span class="step-name">{event.name}</span>
        {(hasBegun || state === 'locked' || state === 'open') && (
          <span class="step-state">{words.text(stateNames[state])}</span>
        )}
        <StepTimes step={step} />
        {deadlineMs !== null && <Countdown untilMs={deadlineMs} />}
      </span>
      {event.reward !== null && (
        <span class="step-reward">
          {words.reward({
            reward: event.reward,
            isPercent: offer.conversionType === 'RevShare',
            isSum: false,
          })}
        </span>
      )}
    </li>
  );
}

function StepTimes({ step }: { readonly step: ShownStep }) {
  const { words } = useWall();
  const { event, state, dueMs, deadlineMs } = step;
  const notes: string[] = [];
  if (event.userCompletedAt !== null)
    notes.push(words.text('doneOn', { date: words.date(event.userCompletedAt) }));
  if (dueMs !== null) notes.push(words.text('pendingUntil', { date: words.date(dueMs) }));
  if (state === 'review') notes.push(words.text('pendingReview'));
  if (state === 'refused') notes.push(words.reason(event.rejectionReason ?? ''));
  const isAhead = state === 'next' || state === 'locked' || state === 'open';
  if (isAhead && event.deadlineDays !== null && deadlineMs === null)
    notes.push(
      words.count(event.sequenceNumber === 1 ? 'withinDaysOfStart' : 'withinDays', event.deadlineDays),
    );
  if (isAhead && event.rewardPendingDays) notes.push(words.count('pendingAfter', event.rewardPendingDays));
  return (
    <>
      {notes.map((note) => (
        <span key={note} class="step-note">
          {note}
        </span>
      ))}
    </>
  );
}
