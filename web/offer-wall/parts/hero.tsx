import { useWall } from '../wall-context.ts';
import { Picture } from './picture.tsx';
import { PlaceLink } from './place-link.tsx';
import { Reward } from './reward.tsx';

/** The featured offers, side by side; shown while nothing is searched or filtered. */
export function Hero() {
  const { view, words, place } = useWall();
  const isPlain =
    place.tab === 'available' && place.search === '' && place.category === '' && place.device === '';
  if (view.featured.length === 0 || !isPlain) return null;
  return (
    <section aria-labelledby="featured">
      <h2 id="featured" class="section-title">
        {words.text('featured')}
      </h2>
      <ul class="hero" data-count={Math.min(view.featured.length, 3)}>
        {view.featured.map((offer, index) => (
          <li key={offer.id}>
            <PlaceLink to={{ offerId: offer.id }} class="hero-card">
              <Picture offer={offer} shape="banner" isFirst={index < 3} />
              <span class="hero-text">
                <h3 class="card-title">{offer.name}</h3>
                <span class="card-headline">{offer.headline}</span>
                <Reward offer={offer} />
              </span>
            </PlaceLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
