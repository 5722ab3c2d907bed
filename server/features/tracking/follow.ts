import type { Endpoint } from '#contract/endpoint.ts';
import { publisherQuery } from '#contract/publisher.ts';
import { Type, Uuid, type TObject } from '#contract/schema.ts';
import { refuse, Refusal } from '../../http/answer.ts';
import { faultsOf } from '../../http/check.ts';
import { foldQuery } from '../../http/fold.ts';
import { unlessFull } from '../../http/full-queue.ts';
import type { TenantCall } from '../../http/route.ts';
import { countryOfIp } from '../../platform/ip-country.ts';
import { storableText } from '../../platform/text.ts';
import { clickKind } from './click-kind.ts';
import { clickQueue } from './click-queue.ts';
import type { FollowedLink, LinkName } from './followed-link.ts';
import { isFailure } from './load-clicks.ts';
import type { PublisherValues } from './parameters.ts';
import type { TestQuery } from './test-links.ts';

/** The query of a link that a member follows, strictly. */
export const linkQuery = Type.Object({
  viewId: Type.Optional(Uuid),
  offerId: Type.Optional(Uuid),
  ...publisherQuery,
});

/** Checks a query that its endpoint took loosely, and names all its faults. */
export function checkQuery(
  schema: TObject,
  query: Readonly<Record<string, unknown>>,
  more: readonly string[] = [],
): void {
  const faults = [...faultsOf(schema, query), ...more];
  if (faults.length > 0) refuse('ValidationError', ...faults);
}

/** The query of a call as its strict schema reads it. */
export function strictQuery(call: TenantCall<Endpoint>): Record<string, unknown> {
  return foldQuery(linkQuery, call.request.rawQuery);
}

/**
 * Records the click of a followed link, together with whatever clicks wait beside it.
 *
 * @returns the address to send the member to, once the click is committed
 * @throws Refusal when the link leads nowhere or may not be followed; 503 when too many clicks wait
 */
export async function follow(
  { context, request, tenant }: TenantCall<unknown>,
  name: LinkName,
  values: PublisherValues,
  test: TestQuery,
): Promise<string> {
  const userAgent = request.headers['user-agent'];
  const link: FollowedLink = {
    name,
    values,
    test,
    kind: clickKind(request.method, request.headers),
    ip: request.ip,
    userAgent: userAgent === undefined ? null : storableText(userAgent).slice(0, 1_000),
    countryOfIp: await countryOfIp(context, request.ip),
  };
  const outcome = await unlessFull(clickQueue(context).submit(tenant.id, link), 'clicks');
  if (isFailure(outcome)) throw new Refusal(outcome);
  return outcome.url;
}
