import { useServerTime } from '../now.ts';
import { useWall } from '../wall-context.ts';
import { Icon } from './icons.tsx';

/** How much time is left, by the time of the server. */
export function Countdown({ untilMs }: { readonly untilMs: number }) {
  const { view, words } = useWall();
  const now = useServerTime(view.nowMs);
  return (
    <span class="countdown">
      <Icon name="clock" />
      {/* Told as a date to screen readers: a number that changes every second would never stop talking. */}
      <span aria-hidden="true">{words.text('timeLeft', { time: words.duration(untilMs - now) })}</span>
      <span class="unseen">{words.text('endsOn', { date: words.date(untilMs) })}</span>
    </span>
  );
}
