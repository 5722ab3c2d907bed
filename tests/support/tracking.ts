import { inEngine } from '#database/transaction.ts';
import { callApi, type ApiAnswer, type ApiCall, type Loose, type TestApp, type TestTenant } from './app.ts';
import type { OfferBody } from '../fixtures/offer-bodies.ts';

/** What makes an offer's links carry the click id under our own name. */
export const customTracking: OfferBody = {
  trackingSystem: 'CustomTracking',
  trackingSystemLink: 'https://ads.example.net/go/{gk_offer_id}?m={pub_member_id}&s={pub_sub_1}',
};

/** Parameters of a call, by name. */
export type Values = Readonly<Record<string, string>>;

/** Follows an offer's link on the own wall, without a credential. */
export function followLink(
  app: Pick<TestApp, 'baseUrl'>,
  tenant: TestTenant,
  values: Values,
  call: ApiCall & { method?: string } = {},
): Promise<ApiAnswer> {
  const path = `/api/v1/offer-wall/offer-link-redirect?${new URLSearchParams(values).toString()}`;
  return callApi(app.baseUrl, call.method ?? 'GET', path, { host: tenant.host, ...call });
}

/** The click id in the address that a link led to. */
export function clickIdIn(answer: ApiAnswer): string {
  const location = answer.headers.get('location');
  if (answer.status !== 302 || location === null)
    throw new Error(`no redirect but ${answer.status}: ${answer.messages.join('; ')}`);
  return new URL(location).searchParams.get('gk_click_id') ?? '';
}

/** Makes a click of a member on an offer of the own wall and gives its id. */
export async function makeClick(
  app: Pick<TestApp, 'baseUrl'>,
  tenant: TestTenant,
  offerId: string,
  member = 'm1',
  values: Values = {},
): Promise<string> {
  return clickIdIn(await followLink(app, tenant, { offerId, pub_member_id: member, ...values }));
}

/** The address of a tenant's postbacks, complete but for what a conversion brings. */
export async function postbackPath(tenant: TestTenant): Promise<string> {
  const { data } = await tenant.call('GET', '/api/v1/settings/postback-urls');
  const url = new URL(data.find((pair: { trackingSystem: unknown }) => pair.trackingSystem === null).url);
  return url.pathname + url.search;
}

/** Sends postbacks to a tenant as a tracking system does: by GET, to whatever host. */
export async function postbackSender(
  app: Pick<TestApp, 'baseUrl'>,
  tenant: TestTenant,
): Promise<(values: Values, call?: ApiCall) => Promise<ApiAnswer>> {
  const path = await postbackPath(tenant);
  return (values, call = {}) =>
    callApi(app.baseUrl, 'GET', `${path}&${new URLSearchParams(values).toString()}`, {
      token: null,
      ...call,
    });
}

/** Moves a tenant's clock so many hours on. */
export async function moveClock({ context }: TestApp, tenant: TestTenant, hours: number): Promise<void> {
  await inEngine(context.database, (tx) =>
    tx.query("UPDATE tenants SET time_offset = time_offset + $2 * interval '1 hour' WHERE id = $1", [
      tenant.id,
      hours,
    ]),
  );
}

/** Rows of a tenant, read past all policies. */
export async function rowsOf<Row = Record<string, unknown>>(
  { context }: TestApp,
  tenant: TestTenant,
  table: string,
  orderBy = '1',
): Promise<Row[]> {
  return inEngine(context.database, async (tx) => {
    const { rows } = await tx.query<Row & object>(
      `SELECT * FROM ${table} WHERE tenant_id = $1 ORDER BY ${orderBy}`,
      [tenant.id],
    );
    return rows;
  });
}

/** What statements find of a tenant, which is their `$1`, by their names. */
export function stateOf(
  { context }: TestApp,
  tenant: TestTenant,
  statements: Readonly<Record<string, string>>,
): Promise<Record<string, Loose[]>> {
  return inEngine(context.database, async (tx) => {
    const state: Record<string, Loose[]> = {};
    for (const [name, sql] of Object.entries(statements))
      state[name] = (await tx.query(sql, [tenant.id])).rows;
    return state;
  });
}
