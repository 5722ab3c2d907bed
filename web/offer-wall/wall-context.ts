import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { WallView } from '#contract/wall-page.ts';
import type { WallPlace } from '#contract/wall-place.ts';
import type { Words } from './words.ts';

/** What all parts of the wall share. */
export interface WallParts {
  readonly view: WallView;
  readonly words: Words;
  readonly place: WallPlace;
  /** Whether the page is in a frame: offers then open in a window of their own. */
  readonly isFramed: boolean;
  /** Address of the place here with some of it changed. */
  hrefOf(change: Partial<WallPlace>): string;
  /** Goes there without loading the page anew; `replace` leaves no step to come back to. */
  go(change: Partial<WallPlace>, how?: 'push' | 'replace'): void;
  /** Loads what is shown once more. */
  refresh(): void;
}

const context = createContext<WallParts | null>(null);

/** Gives the parts of the wall what they share. */
export const WallProvider = context.Provider;

/** What all parts of the wall share. */
export function useWall(): WallParts {
  const parts = useContext(context);
  if (!parts) throw new Error('A part of the wall stands outside it');
  return parts;
}
