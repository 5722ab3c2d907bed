import type { WallCard } from '#contract/wall-page.ts';
import { useWall } from '../wall-context.ts';
import { Icon } from './icons.tsx';

/** How much a member gets, with the currency's picture. */
export function Reward({
  offer,
}: {
  readonly offer: Pick<WallCard, 'reward' | 'conversionType' | 'offerType' | 'events'>;
}) {
  const { words } = useWall();
  const isSum = offer.offerType === 'MultiEvent' && offer.events.length > 1;
  const text = words.reward({ reward: offer.reward, isPercent: offer.conversionType === 'RevShare', isSum });
  return (
    <span class="reward">
      <CurrencyIcon />
      <span>
        <span class="unseen">{words.text('rewardLabel')} </span>
        {text}
      </span>
    </span>
  );
}

/** The picture of the tenant's currency. */
export function CurrencyIcon() {
  const { view } = useWall();
  const { currencyIconUrl } = view.brand;
  if (currencyIconUrl === null) return <Icon name="coin" />;
  return <img class="icon" src={currencyIconUrl} alt="" width="20" height="20" />;
}
