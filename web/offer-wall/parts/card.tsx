import type { WallCard } from '#contract/wall-page.ts';
import { useServerTime } from '../now.ts';
import { nextDeadline } from '../step-state.ts';
import { useWall } from '../wall-context.ts';
import { Icon } from './icons.tsx';
import { Picture } from './picture.tsx';
import { PlaceLink } from './place-link.tsx';
import { Reward } from './reward.tsx';

interface CardProps {
  readonly offer: WallCard;
  readonly isFirst?: boolean;
}

/** An offer in the list: a link that opens its details. */
export function Card({ offer, isFirst = false }: CardProps) {
  return (
    <li>
      <PlaceLink to={{ offerId: offer.id }} class="card" data-offer={offer.id}>
        <Picture offer={offer} shape="square" isFirst={isFirst} />
        <span class="card-text">
          <h3 class="card-title">{offer.name}</h3>
          <span class="card-headline">{offer.headline}</span>
          {offer.rewardStatus === undefined ? <CardFacts offer={offer} /> : <CardProgress offer={offer} />}
          <Reward offer={offer} />
        </span>
      </PlaceLink>
    </li>
  );
}

function CardFacts({ offer }: { readonly offer: WallCard }) {
  const { words } = useWall();
  const steps = offer.events.length;
  const facts = [offer.categoryName, ...(steps > 1 ? [words.count('stepCount', steps)] : [])].filter(Boolean);
  return (
    <span class="card-facts">
      {facts.map((fact, index) => (
        <>
          {index > 0 && ' · '}
          {/* A name in another script must not draw the words around it to its side. */}
          <bdi>{fact}</bdi>
        </>
      ))}
    </span>
  );
}

function CardProgress({ offer }: { readonly offer: WallCard }) {
  const { words } = useWall();
  const steps = offer.events.length;
  const done = offer.events.filter(({ isUserCompleted }) => isUserCompleted).length;
  return (
    <>
      <Badge offer={offer} />
      {steps > 0 && (
        <span class="card-progress">
          <progress value={done} max={steps} aria-hidden="true" />
          <span class="card-facts">{words.count('stepsDone', steps, { done: words.number(done) })}</span>
        </span>
      )}
      <NextDeadline offer={offer} />
    </>
  );
}

/** Where the member is with an offer, in a word. */
export function Badge({ offer }: { readonly offer: Pick<WallCard, 'rewardStatus' | 'rejectionReason'> }) {
  const { words } = useWall();
  if (offer.rejectionReason !== undefined)
    return <span class="badge badge-bad">{words.text('offerRefused')}</span>;
  if (offer.rewardStatus === 'InProgress') return <span class="badge">{words.text('offerInProgress')}</span>;
  if (offer.rewardStatus === 'Pending')
    return <span class="badge badge-wait">{words.text('offerPending')}</span>;
  if (offer.rewardStatus === 'Completed')
    return <span class="badge badge-good">{words.text('offerCompleted')}</span>;
  return null;
}

function NextDeadline({ offer }: { readonly offer: WallCard }) {
  const { view, words } = useWall();
  const now = useServerTime(view.nowMs);
  const deadline = offer.isUserCompleted ? null : nextDeadline(offer.events, now);
  if (deadline === null) return null;
  return (
    <span class="card-deadline">
      <Icon name="clock" />
      {words.text('timeLeft', { time: words.duration(deadline - now) })}
    </span>
  );
}

/** Cards to come. */
export function CardShadows({ count }: { readonly count: number }) {
  return (
    <ul class="cards" aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li key={index} class="card card-shadow">
          <span class="picture picture-square" />
          <span class="card-text">
            <span class="shadow-line" />
            <span class="shadow-line shadow-short" />
            <span class="shadow-line shadow-shorter" />
          </span>
        </li>
      ))}
    </ul>
  );
}
