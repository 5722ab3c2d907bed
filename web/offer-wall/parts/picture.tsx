import { useState } from 'preact/hooks';
import type { WallCard } from '#contract/wall-page.ts';

interface PictureProps {
  readonly offer: Pick<WallCard, 'name' | 'creatives'>;
  /** A square stands beside the text, a banner above it. */
  readonly shape: 'square' | 'banner';
  /** Whether it is seen before anything is scrolled. */
  readonly isFirst?: boolean;
}

/** The picture of an offer in a frame of fixed proportions, so that nothing moves when it arrives. */
export function Picture({ offer, shape, isFirst = false }: PictureProps) {
  const [isBroken, setBroken] = useState(false);
  const { creatives } = offer;
  const wanted = shape === 'banner' ? (creatives.find(isBanner) ?? creatives[0]) : creatives[0];
  const [width, height] = shape === 'banner' ? [960, 480] : [192, 192];
  // The name of the offer stands beside it as text, so the picture says nothing more to a screen reader.
  return (
    <span class={`picture picture-${shape}`}>
      {wanted && !isBroken ? (
        <img
          src={wanted.url}
          alt=""
          width={width}
          height={height}
          loading={isFirst ? 'eager' : 'lazy'}
          decoding="async"
          onError={() => setBroken(true)}
        />
      ) : (
        <span class="initial" aria-hidden="true">
          {String.fromCodePoint(offer.name.codePointAt(0) ?? 0)}
        </span>
      )}
    </span>
  );
}

function isBanner({ metadata }: WallCard['creatives'][number]): boolean {
  return /banner|hero|wide|landscape/i.test(metadata ?? '');
}
