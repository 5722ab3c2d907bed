import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LoadedDetails } from '../use-details.ts';
import { useWall } from '../wall-context.ts';
import { Details } from './details.tsx';
import { Icon } from './icons.tsx';
import { Notice, TroubleNotice } from './notice.tsx';
import { PlaceLink } from './place-link.tsx';

interface SheetProps {
  readonly details: LoadedDetails;
  onClose(): void;
}

/**
 * The open offer over the list. In a frame that is as high as the wall there is no "over": what is fixed to such a frame
 * may lie outside the screen, so there the offer takes the place of the list.
 */
export function Sheet({ details, onClose }: SheetProps) {
  const { view } = useWall();
  const content = (
    <>
      <SheetHead />
      <SheetContent details={details} />
    </>
  );
  return view.embed ? <InPlace>{content}</InPlace> : <Over onClose={onClose}>{content}</Over>;
}

function SheetHead() {
  const { words } = useWall();
  return (
    <div class="sheet-head">
      <PlaceLink to={{ offerId: null }} class="button button-quiet sheet-close">
        <Icon name="back" />
        {words.text('back')}
      </PlaceLink>
    </div>
  );
}

function SheetContent({ details }: { readonly details: LoadedDetails }) {
  const { words } = useWall();
  if (details === 'missing') return <Notice title="missingTitle" text="missingText" />;
  if (details === 'failed' || details === 'limited') return <TroubleNotice trouble={details} />;
  if (details === 'loading') {
    return (
      <div class="details" aria-busy="true">
        <span class="picture picture-banner" />
        <p role="status">{words.text('loading')}</p>
        <span class="shadow-line" />
        <span class="shadow-line shadow-short" />
        <span class="shadow-line shadow-shorter" />
      </div>
    );
  }
  return <Details details={details} />;
}

function Over({ children, onClose }: { readonly children: ComponentChildren; onClose(): void }) {
  const { words } = useWall();
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current as HTMLDialogElement;
    // Without scripts it stands open by itself; with them it holds the focus and lays the list aside.
    element.removeAttribute('open');
    element.showModal();
    return () => element.close();
  }, []);
  const cancel = (event: Event) => {
    event.preventDefault();
    onClose();
  };
  const press = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    <dialog
      ref={dialog}
      class="sheet"
      open
      aria-label={words.text('offer')}
      onCancel={cancel}
      onClick={press}
    >
      <div class="sheet-inside">{children}</div>
    </dialog>
  );
}

function InPlace({ children }: { readonly children: ComponentChildren }) {
  const { words, place } = useWall();
  const section = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const { offerId } = place;
    section.current?.scrollIntoView({ block: 'start' });
    section.current?.querySelector<HTMLElement>('a')?.focus({ preventScroll: true });
    return () => {
      // The list comes back with the next frame; whoever closed the offer goes on where they were.
      requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-offer="${offerId}"]`)?.focus());
    };
  }, []);
  return (
    <section ref={section} class="in-place" aria-label={words.text('offer')}>
      {children}
    </section>
  );
}
