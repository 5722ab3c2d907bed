import type { TestApp, TestTenant } from '#support/app.ts';
import { livedWorld } from '#support/lived-world.ts';
import { populate } from '#support/populate.ts';
import { allWorkers } from '#server/features/workers.ts';
import type { Credential } from './plan-call.ts';
import { KnownValues } from './known-values.ts';

/** A tenant with a past, whose every kind of thing exists, and somebody else's. */
export interface FuzzWorld {
  readonly tenant: TestTenant;
  /** The partner of the partner token: one with deliveries. */
  readonly partnerId: string;
  readonly known: KnownValues;
  readonly tokens: Readonly<Record<Credential, string | null>>;
  /** Lets background work catch up: imports, seals, deliveries. */
  catchUp(): Promise<void>;
}

/** Work that would wait for receivers that are not there. */
const idle = new Set(['deliveries', 'endpoints']);

/** Makes the world that the calls of a run are about. */
export async function fuzzWorld(app: TestApp): Promise<FuzzWorld> {
  const tenant = await livedWorld(app);
  const made = await populate(app, tenant, ['One', 'Two', 'Three, "quoted"']);
  const foreign = await app.makeTenant();
  const theirs = await populate(app, foreign, ['Theirs']);
  const { advertiserId } = made;
  const partners = await tenant.call(
    'GET',
    '/api/v1/sdk-back-office-management/partners?filter.search=Traffic House',
  );
  const partnerId = partners.data.items[0].id as string;
  const tokens = {
    management: tenant.token,
    partner: await tenant.makeToken({ scope: 'partner', partnerId }),
    advertiser: await tenant.makeToken({ scope: 'advertiser', advertiserId }),
    foreign: foreign.token,
    unknown: `${tenant.token.slice(0, -1)}x`,
    none: null,
  };
  const known = new KnownValues();
  const ownTokens = await tenant.call('GET', '/api/v1/tokens?page_size=100');
  for (const { id } of ownTokens.data.items) known.keep(id);
  known.add('foreignId', theirs.offerId);
  known.add('foreignId', theirs.partnerId);
  known.add('pub_member_id', made.memberId);
  const catchUp = async () => {
    for (const worker of allWorkers(app.context)) if (!idle.has(worker.name)) await worker.takeTurn();
  };
  await catchUp();
  return { tenant, partnerId, known, tokens, catchUp };
}
