import { wallPageSize } from '#contract/wall-place.ts';
import type { LoadedList } from '../use-lists.ts';
import { useWall } from '../wall-context.ts';
import { Card, CardShadows } from './card.tsx';
import { EmptyList, ListCount, TroubleNotice } from './notice.tsx';
import { PlaceLink } from './place-link.tsx';

const SHADOWS = 6;

const titles = { available: 'available', 'in-progress': 'inProgress', completed: 'completed' } as const;

/** The list of the place where the member is. */
export function OfferList(loaded: LoadedList) {
  const { words, place, view } = useWall();
  const { list, isLoading, trouble } = loaded;
  const hasHero = view.featured.length > 0;
  return (
    <section class="list" aria-labelledby="list" aria-busy={isLoading}>
      <div class="list-head">
        <h2 id="list" class="section-title">
          {place.category || words.text(titles[place.tab])}
        </h2>
        <ListCount {...loaded} />
      </div>
      {trouble !== null && list === null && <TroubleNotice trouble={trouble} />}
      {list === null && isLoading && <CardShadows count={SHADOWS} />}
      {list?.items.length === 0 && <EmptyList />}
      {list !== null && list.items.length > 0 && (
        <ul class="cards">
          {list.items.map((offer, index) => (
            <Card key={offer.id} offer={offer} isFirst={!hasHero && index < SHADOWS} />
          ))}
        </ul>
      )}
      {list !== null && list.items.length < list.totalCount && list.items.length >= wallPageSize && (
        <PlaceLink to={{ pages: place.pages + 1 }} how="replace" class="button button-quiet more">
          {words.text('showMore')}
        </PlaceLink>
      )}
    </section>
  );
}
