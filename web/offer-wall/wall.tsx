import { useEffect, useMemo, useState } from 'preact/hooks';
import type { WallView } from '#contract/wall-page.ts';
import { readWallPlace, wallTabs, type WallPlace } from '#contract/wall-place.ts';
import { addressOf } from './address.ts';
import { tellHeight, tellPage } from './frame.ts';
import { Filters } from './parts/filters.tsx';
import { Hero } from './parts/hero.tsx';
import { Icon } from './parts/icons.tsx';
import { Notice } from './parts/notice.tsx';
import { OfferList } from './parts/offer-list.tsx';
import { PlaceLink } from './parts/place-link.tsx';
import { Sheet } from './parts/sheet.tsx';
import { useDetails } from './use-details.ts';
import { useList } from './use-lists.ts';
import { useWall, WallProvider, type WallParts } from './wall-context.ts';
import type { Words } from './words.ts';

/** Marks the entries of the history that a step inside the wall made: from them the way back stays in it. */
const insideMark = { isInsideWall: true };

/** The whole wall, as the server writes it first and as it lives in the browser. */
export function Wall({ view, words }: { readonly view: WallView; readonly words: Words }) {
  const [place, setPlace] = useState(view.place);
  const [round, setRound] = useState(0);
  const [isFramed, setFramed] = useState(view.isFramed);
  const refresh = () => setRound((before) => before + 1);
  useEffect(() => {
    const read = () => {
      const query = new URLSearchParams(location.search);
      setPlace(readWallPlace((name) => query.get(name)));
    };
    addEventListener('popstate', read);
    setFramed(window.self !== window.top);
    tellPage(view.embed, { type: 'opened' });
    const silence = tellHeight(view.embed, document.body);
    return () => {
      removeEventListener('popstate', read);
      silence();
    };
  }, []);
  useRefreshOnReturn(refresh);
  const parts = useMemo((): WallParts => {
    const changed = (change: Partial<WallPlace>) => ({ ...place, ...change });
    const hrefOf = (change: Partial<WallPlace>) => addressOf(view, changed(change));
    const go: WallParts['go'] = (change, how = 'push') => {
      if (change.offerId === null && history.state?.isInsideWall && place.offerId !== null)
        return history.back();
      const isPush = how === 'push' && change.offerId !== null;
      if (isPush) history.pushState(insideMark, '', hrefOf(change));
      else history.replaceState(history.state, '', hrefOf(change));
      setPlace(changed(change));
    };
    return { view, words, place, isFramed, hrefOf, go, refresh };
  }, [view, words, place, isFramed]);
  return (
    <WallProvider value={parts}>
      <Page round={round} />
    </WallProvider>
  );
}

/** Somebody who comes back from an offer, or from another window, sees how things stand now. */
function useRefreshOnReturn(refresh: () => void): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') refresh();
    };
    const show = (event: PageTransitionEvent) => {
      if (event.persisted) refresh();
    };
    document.addEventListener('visibilitychange', look);
    addEventListener('pageshow', show);
    return () => {
      document.removeEventListener('visibilitychange', look);
      removeEventListener('pageshow', show);
    };
  }, []);
}

function Page({ round }: { readonly round: number }) {
  const { view, words, place, go } = useWall();
  const loaded = useList(view, place, round);
  const details = useDetails(view, place.offerId, round);
  const isListSeen = details === null || view.embed === null;
  return (
    <>
      <a class="skip" href="#offers">
        {words.text('skip')}
      </a>
      <TopBar />
      <main id="offers" tabIndex={-1}>
        {view.problem !== null && <Problem problem={view.problem} />}
        {view.problem === null && isListSeen && (
          <>
            <Tabs />
            <Filters />
            <Hero />
            <OfferList {...loaded} />
          </>
        )}
        {details !== null && <Sheet details={details} onClose={() => go({ offerId: null })} />}
      </main>
    </>
  );
}

function Problem({ problem }: { readonly problem: NonNullable<WallView['problem']> }) {
  return problem === 'no-member' ? (
    <Notice title="noMemberTitle" text="noMemberText" />
  ) : (
    <Notice title="badParametersTitle" text="badParametersText" />
  );
}

function TopBar() {
  const { view, words } = useWall();
  const { name, logoUrl } = view.brand;
  const close = () => tellPage(view.embed, { type: 'closed' });
  return (
    <header class="top">
      <h1>
        {logoUrl === null ? name : <img class="logo" src={logoUrl} alt={name} width="160" height="40" />}
      </h1>
      {view.embed?.isClosable && (
        <button type="button" class="button button-quiet" onClick={close}>
          <Icon name="close" />
          <span class="unseen">{words.text('closeWall')}</span>
        </button>
      )}
    </header>
  );
}

const tabNames = { available: 'available', 'in-progress': 'inProgress', completed: 'completed' } as const;

function Tabs() {
  const { words, place } = useWall();
  return (
    <nav class="tabs" aria-label={words.text('lists')}>
      {wallTabs.map((tab) => (
        <PlaceLink
          key={tab}
          to={{ tab, pages: 1 }}
          class="tab"
          aria-current={tab === place.tab ? 'page' : undefined}
        >
          {words.text(tabNames[tab])}
        </PlaceLink>
      ))}
    </nav>
  );
}
