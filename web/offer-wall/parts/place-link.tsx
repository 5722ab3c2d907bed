import type { ComponentChildren } from 'preact';
import type { WallPlace } from '#contract/wall-place.ts';
import { useWall } from '../wall-context.ts';

interface PlaceLinkProps {
  readonly class?: string;
  readonly 'aria-current'?: 'page' | 'true' | undefined;
  /** Marks the link of an offer, so that the focus can come back to it. */
  readonly 'data-offer'?: string;
  /** What of the place is changed. */
  readonly to: Partial<WallPlace>;
  readonly how?: 'push' | 'replace';
  readonly children: ComponentChildren;
}

/** A link to another place in the wall: a plain link without scripts, and no loading of the page with them. */
export function PlaceLink({ to, how = 'push', children, ...rest }: PlaceLinkProps) {
  const { hrefOf, go } = useWall();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to, how);
  };
  return (
    <a {...rest} href={hrefOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
