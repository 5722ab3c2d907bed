import { conversionsPath } from '#contract/conversions.ts';
import { verifyTenant } from '#server/features/verify/exports.ts';
import { allWorkers } from '#server/features/workers.ts';
import { eventBody, multiEventBody, singleEventBody, type OfferBody } from '../fixtures/offer-bodies.ts';
import type { ApiAnswer, Loose, TestApp, TestTenant } from './app.ts';
import { createOffer, offerLookups, type TenantLookups } from './offers.ts';
import { customTracking, makeClick, postbackSender, rowsOf, type Values } from './tracking.ts';

/** A tenant whose offers are clicked and converted on. */
export interface ConversionWorld {
  readonly tenant: TestTenant;
  readonly lookups: TenantLookups;
  /** Sends a postback. */
  post(values: Values): Promise<ApiAnswer>;
  /** Makes a SingleEvent offer and gives its id. */
  single(over?: OfferBody): Promise<string>;
  /** Makes a MultiEvent offer with steps `level_1`, `level_2`, … and gives its id. */
  steps(events: readonly OfferBody[], over?: OfferBody): Promise<string>;
  /** Clicks and sends one postback; gives the conversion's id. */
  convert(offerId: string, member: string, values?: Values): Promise<string>;
  /** Rows of a table of the tenant. */
  rows(table: string, orderBy?: string): Promise<Loose[]>;
  /** Lets background work of one name do what is due. */
  turn(worker: 'ripening' | 'held conversions' | 'attempts' | 'attempts of changed offers'): Promise<void>;
  /** Sets the status of a conversion of a SingleEvent offer. */
  setStatus(id: string, status: string, note?: string): Promise<ApiAnswer>;
}

/** Makes a tenant with everything that conversions need. */
export async function conversionWorld(app: TestApp): Promise<ConversionWorld> {
  const tenant = await app.makeTenant();
  const lookups = await offerLookups(tenant);
  const post = await postbackSender(app, tenant);
  const workers = allWorkers(app.context);
  return {
    tenant,
    lookups,
    post,
    single: (over = {}) => createOffer(tenant, singleEventBody(lookups, { ...customTracking, ...over })),
    steps: (events, over = {}) =>
      createOffer(
        tenant,
        multiEventBody(lookups, {
          ...customTracking,
          offerEvents: events.map((event, index) => eventBody(index + 1, event)),
          ...over,
        }),
      ),
    convert: async (offerId, member, values = {}) => {
      const gk_click_id = await makeClick(app, tenant, offerId, member);
      const { data } = await post({ gk_click_id, ...values });
      return data.conversionId;
    },
    rows: (table, orderBy) => rowsOf<Loose>(app, tenant, table, orderBy),
    turn: async (name) => {
      const worker = workers.find((one) => one.name === name);
      if (worker === undefined) throw new Error(`no worker is called ${name}`);
      await worker.takeTurn();
    },
    setStatus: (id, status, note) =>
      tenant.call('PATCH', `${conversionsPath}/${id}/status?status=${status}`, {
        ...(note !== undefined && { body: { note } }),
      }),
  };
}

/** What a verification finds wrong with everything that a tenant has stored: one sentence for each difference. */
export async function differencesIn({ context }: TestApp, { id }: TestTenant): Promise<string[]> {
  const sealing = allWorkers(context).find(({ name }) => name === 'ledger sealing');
  await sealing?.takeTurn();
  const found: string[] = [];
  await verifyTenant(context, id, {
    difference: ({ subject, id: which, text }) => void found.push(`${subject} ${which}: ${text}`),
    progress: () => {},
  });
  return found;
}
