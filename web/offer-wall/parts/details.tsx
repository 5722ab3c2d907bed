import type { MemberOffer } from '#contract/wall.ts';
import type { WallDetails } from '#contract/wall-page.ts';
import { startAddress } from '../address.ts';
import { tellPage } from '../frame.ts';
import { useWall } from '../wall-context.ts';
import { Badge } from './card.tsx';
import { Claims } from './claims.tsx';
import { deviceNames } from './filters.tsx';
import { Icon } from './icons.tsx';
import { OnPhone } from './phone.tsx';
import { Picture } from './picture.tsx';
import { Reward } from './reward.tsx';
import { Steps } from './steps.tsx';

/** Everything about one offer: what to do, what it brings, its terms, and last the way to it. */
export function Details({ details }: { readonly details: WallDetails }) {
  const { words } = useWall();
  const { offerData: offer } = details;
  return (
    <article class="details">
      <Picture offer={offer} shape="banner" isFirst />
      <header class="details-head">
        <h2 id="offer-name" tabIndex={-1} autofocus>
          {offer.name}
        </h2>
        <p class="details-headline">{offer.headline}</p>
        <p class="details-marks">
          <Reward offer={offer} />
          <Badge offer={offer} />
        </p>
      </header>
      <WhyNot offer={offer} />
      <Steps offer={offer} />
      <Html title={words.text('about')} html={joined(offer.shortDescription, offer.offerDetails)} />
      <Html title={words.text('keyPoints')} html={offer.keyPoints} />
      <Html title={words.text('terms')} html={offer.termsAndDisclaimers || words.text('noTerms')} />
      <Facts offer={offer} />
      {offer.rewardStatus !== null && <Claims offerId={offer.id} />}
      <OnPhone />
      <Start details={details} />
    </article>
  );
}

/** Whether there is a way to start or to go on with an offer. */
function canStart({ isOfferAvailable, isUserCompleted, allowRepetitions }: MemberOffer): boolean {
  return isOfferAvailable && (!isUserCompleted || allowRepetitions);
}

function WhyNot({ offer }: { readonly offer: MemberOffer }) {
  const { words } = useWall();
  const isDone = offer.isUserCompleted && !offer.allowRepetitions;
  return (
    <>
      {offer.rejectionReason !== undefined && (
        <p class="why-not">
          <strong>{words.text('stateRefused')}.</strong> {words.reason(offer.rejectionReason)}
        </p>
      )}
      {!canStart(offer) && (
        <p class={isDone ? 'why-not why-not-good' : 'why-not'}>
          {isDone ? (
            words.text('goneDoneText')
          ) : (
            <>
              <strong>{words.text('goneTitle')}.</strong> {words.text('goneText')}
            </>
          )}
        </p>
      )}
    </>
  );
}

function joined(...texts: readonly string[]): string {
  return texts
    .filter((text) => text.trim() !== '')
    .map((text) => `<div>${text}</div>`)
    .join('');
}

/** A text of the advertiser's. The server has cleaned it of everything that could run or load. */
function Html({ title, html }: { readonly title: string; readonly html: string }) {
  if (html.trim() === '') return null;
  return (
    <section>
      <h3>{title}</h3>
      <div class="html" dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
}

function Facts({ offer }: { readonly offer: MemberOffer }) {
  const { words } = useWall();
  const devices = offer.deviceTypes.filter((device) => device !== 'All');
  const listed = new Intl.ListFormat(words.locale, { type: 'disjunction' });
  const facts = [
    ...(offer.advertiserName ? [words.text('by', { advertiser: offer.advertiserName })] : []),
    ...(devices.length > 0
      ? [
          words.text('onlyFor', {
            devices: listed.format(devices.map((device) => words.text(deviceNames[device]))),
          }),
        ]
      : []),
    ...(offer.endDate === null ? [] : [words.text('endsOn', { date: words.date(offer.endDate) })]),
    ...(offer.rewardPendingDays ? [words.count('pendingAfter', offer.rewardPendingDays)] : []),
    ...(offer.allowRepetitions ? [words.text('repeatable')] : []),
  ];
  return (
    <ul class="facts">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** The way to the offer. From a frame it opens a window, since most advertisers refuse to be shown in one. */
function Start({ details }: { readonly details: WallDetails }) {
  const { view, words, isFramed } = useWall();
  const { offerData: offer, viewId } = details;
  if (!canStart(offer)) return null;
  const name = offer.isUserCompleted ? 'again' : offer.rewardStatus === null ? 'start' : 'goOn';
  const target = isFramed ? { target: '_blank', rel: 'noopener' } : {};
  return (
    <footer class="start">
      <p class="start-note">{isFramed ? words.text('newWindow') : words.text('startNote')}</p>
      <a
        class="button button-start"
        href={startAddress(viewId)}
        {...target}
        onClick={() => tellPage(view.embed, { type: 'offerClicked', offerId: offer.id })}
      >
        {words.text(name)}
        {isFramed ? <span class="unseen"> ({words.text('newWindow')})</span> : <Icon name="forward" />}
      </a>
    </footer>
  );
}
