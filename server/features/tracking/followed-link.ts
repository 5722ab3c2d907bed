import type { ClickKind } from './click-kind.ts';
import type { PublisherValues } from './parameters.ts';
import type { TestQuery } from './test-links.ts';

/** What a link names: a view or an offer of the tenant's own wall, or a share. */
export type LinkName =
  | { readonly by: 'view'; readonly viewId: string; readonly offerId: string | undefined }
  | { readonly by: 'offer'; readonly offerId: string }
  | { readonly by: 'share'; readonly shareId: string };

/** Somebody who follows an offer's link. */
export interface FollowedLink {
  readonly name: LinkName;
  /** What the publisher sent with the click itself. */
  readonly values: PublisherValues;
  readonly test: TestQuery;
  readonly kind: ClickKind;
  readonly ip: string;
  readonly userAgent: string | null;
  /** By the address, as alpha-2; used where the publisher sent no country. */
  readonly countryOfIp: string | null;
}
