import { LRUCache } from 'lru-cache';
import { renderTemplate } from '#domain/macros/template.ts';
import { parseTrackingLink, type TrackingLink } from '#domain/macros/tracking-link.ts';
import type { ClickTarget } from './click-targets.ts';
import type { PublisherValues } from './parameters.ts';

const KEPT_LINKS = 5_000;
// A version's link never changes, so that it is taken apart once.
const links = new LRUCache<string, TrackingLink>({ max: KEPT_LINKS });

/**
 * The address a click leads to: the version's tracking link with its macros filled.
 *
 * @throws Error when a stored link cannot be parsed, which its check prevents
 */
export function linkOfClick(target: ClickTarget, clickId: string, values: PublisherValues): string {
  return renderTemplate(linkOf(target), {
    ...values,
    gk_click_id: clickId,
    gk_offer_id: target.offer.today.offerId,
    gk_offer_name: target.content.name,
  });
}

function linkOf({ offerVersionId, content }: ClickTarget): TrackingLink {
  const known = links.get(offerVersionId);
  if (known !== undefined) return known;
  const { template, problems } = parseTrackingLink(content.trackingSystemLink);
  if (template === undefined)
    throw new Error(`the link of version ${offerVersionId}: ${problems.join('; ')}`);
  links.set(offerVersionId, template);
  return template;
}
