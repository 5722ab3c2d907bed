import type { Endpoint } from '#contract/endpoint.ts';
import { publisherQuery } from '#contract/publisher.ts';
import { Type, Uuid, type TObject } from '#contract/schema.ts';
import { inTenant, type TenantTransaction } from '#database/transaction.ts';
import { refuse } from '../../http/answer.ts';
import { faultsOf } from '../../http/check.ts';
import { foldQuery } from '../../http/fold.ts';
import type { TenantCall } from '../../http/route.ts';
import { countryOfIp } from '../../platform/ip-country.ts';
import { storableText } from '../../platform/text.ts';
import { clickKind } from './click-kind.ts';
import type { ClickTarget } from './click-target.ts';
import { recordClick } from './click.ts';
import type { PublisherValues } from './parameters.ts';
import { readTestMark, type TestQuery } from './test-links.ts';

/** What a link names: where it leads, and with which parameters of the publisher. */
export interface Followed {
  readonly target: ClickTarget;
  readonly values: PublisherValues;
  readonly viewId: string | null;
  /** What a test mark must be signed for. */
  readonly signedId: string;
}

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
 * Records the click of a followed link.
 *
 * @param find finds out, in the click's transaction, what the link names
 * @returns the address to send the member to
 */
export async function follow(
  call: TenantCall<unknown>,
  query: TestQuery,
  find: (tx: TenantTransaction) => Promise<Followed>,
): Promise<string> {
  const { context, request, tenant } = call;
  const userAgent = request.headers['user-agent'];
  const countryByIp = await countryOfIp(context, request.ip);
  return inTenant(context.database, tenant.id, async (tx) => {
    const { target, values, viewId, signedId } = await find(tx);
    const test = await readTestMark(context, tx, tenant.id, query, signedId);
    if (test === 'unsigned')
      refuse('ValidationError', 'test: this link was not signed as a test, or is over');
    const pubMemberId = values.pub_member_id;
    if (pubMemberId === undefined) refuse('ValidationError', 'pub_member_id: is required');
    const { url } = await recordClick(context, tx, {
      target,
      pubMemberId,
      values,
      viewId,
      kind: clickKind(request.method, request.headers),
      isTest: test === 'yes',
      ip: request.ip,
      userAgent: userAgent === undefined ? null : storableText(userAgent).slice(0, 1_000),
      countryOfIp: countryByIp,
    });
    return url;
  });
}
