import { click, review, saveOffer, saveShare, setStatus } from '../model/acts.ts';
import type { OfferPlan, SharePlan } from '../model/terms.ts';
import { HOUR } from '../model/terms.ts';
import { today, type Offer, type Request, type World } from '../model/world.ts';
import { advanceTenantClock, moveTenantClock } from '../tenant-clock.ts';
import { members, type Command, type PostbackWords, type RunPlan } from './commands.ts';
import { offerBody, shareBody } from './bodies.ts';
import { compareStored, stepIds, storedBy } from './compare.ts';
import { differ, Divergence } from './divergence.ts';
import { explainAnswers, type Explanation } from './explain-answers.ts';
import { look } from './look.ts';
import type { Names } from './names.ts';
import { forge, requestOf, send } from './postbacks.ts';
import { takeTurns, type Reply, type RunTenant } from './tenant.ts';

/**
 * Plays one run against the server and the model, and throws where they differ. Gives what happened in it, so that it is
 * known which rules were reached.
 */
export async function playRun(tenant: RunTenant, plan: RunPlan): Promise<string[]> {
  const at = tenant.clock;
  const start = at.now + plan.daysLater * 24 * HOUR;
  const run = new Run(tenant, empty(start, plan), `R${(tenant.runs += 1)}x`);
  await moveTenantClock(tenant.stage.context, tenant.id, start * 1_000);
  for (const command of plan.commands) {
    run.world.now += 1;
    try {
      await run.play(command);
    } finally {
      at.now = run.world.now;
    }
  }
  run.world.now += 1;
  await run.reviewAll();
  // Who never came is shown what anybody is.
  const seen = members.filter((one) => run.world.clicks.some(({ member }) => member === one));
  for (const member of seen.length === 0 ? ['ann'] : seen) await look(tenant, run.world, run.names, member);
  await compareStored(tenant, run.world, run.names);
  at.now = run.world.now + 24 * HOUR - (run.world.now % (24 * HOUR)) + 10 * HOUR + 7 * 60_000;
  return [...run.reached, ...ends(run.world)];
}

/** What became of conversions that waited, and of attempts. */
function ends({ conversions, attempts }: World): string[] {
  const released = conversions.filter(({ states }) => states[0] === 'Held' && states.length > 1);
  return [
    ...released.map(({ reason, state }) => `held, then ${reason ?? state}`),
    ...conversions.flatMap(({ isOverLimit }) => (isOverLimit ? 'approved past a limit' : [])),
    ...attempts.flatMap(({ end }) => (end === null ? [] : `attempt ${end}`)),
  ];
}

function empty(now: number, { settings }: RunPlan): World {
  return { now, settings, offers: [], clicks: [], attempts: [], conversions: [] };
}

const offersPath = '/api/v1/sdk-offer-management/publisher/offers';

class Run {
  world: World;
  readonly names: Names;
  readonly reached: string[] = [];
  readonly #tenant: RunTenant;
  /** The offers that were changed since everything was reviewed. */
  readonly #changed = new Set<number>();

  constructor(tenant: RunTenant, world: World, tag: string) {
    this.#tenant = tenant;
    this.world = world;
    this.names = {
      tag,
      startedAt: world.now,
      offers: [],
      shares: new Map(),
      clicks: [],
      conversions: new Map(),
      kept: 0,
    };
  }

  async play(command: Command): Promise<void> {
    switch (command.kind) {
      case 'offer':
        return this.#create(command.plan);
      case 'edit':
        return this.#edit(command);
      case 'pause':
        return this.#pause(command.offer, command.isPaused);
      case 'share':
        return this.#share(command.offer, command.partner, command.plan);
      case 'unshare':
        return this.#unshare(command.offer, command.partner);
      case 'click':
        return this.#click(command);
      case 'postbacks':
        return this.#postbacks(command.together);
      case 'forged':
        return forge(this.#tenant, this.names, command);
      case 'status':
        return this.#setStatus(command);
      case 'jump':
        return this.#jump(command.hours);
      case 'look':
        return look(this.#tenant, this.world, this.names, command.member);
    }
  }

  async #create(plan: OfferPlan): Promise<void> {
    const { tag, offers } = this.names;
    if (offers.length >= 4) return;
    const body = offerBody(this.#tenant, `${tag} ${offers.length}`, plan, this.world.now);
    const { data } = await this.#expect(201, 'POST', offersPath, body);
    offers.push(data.id);
    saveOffer(this.world, plan);
  }

  async #edit({ offer, plan, namesIds }: Extract<Command, { kind: 'edit' }>): Promise<void> {
    const number = offer % this.names.offers.length;
    const { isMulti } = today(this.#offer(number));
    if (isMulti !== plan.isMulti) return;
    const id = this.names.offers[number] as string;
    const ids = namesIds ? await stepIds(this.#tenant, id) : {};
    const body = offerBody(this.#tenant, `${this.names.tag} ${number}`, plan, this.world.now, ids);
    await this.#expect(200, 'PUT', `${offersPath}/${id}`, { ...body, id });
    saveOffer(this.world, plan, this.#offer(number), namesIds);
    this.#changed.add(number);
    await this.reviewAll();
  }

  async #pause(index: number, isPaused: boolean): Promise<void> {
    const number = index % this.names.offers.length;
    const verb = isPaused ? 'pause' : 'resume';
    const id = this.names.offers[number];
    await this.#expect(204, 'PATCH', `/api/v1/sdk-offer-management/offers/${id}/${verb}`);
    this.#offer(number).isPaused = isPaused;
    this.#changed.add(number);
  }

  async #share(index: number, partner: string, plan: SharePlan): Promise<void> {
    const number = index % this.names.offers.length;
    const now = today(this.#offer(number)).steps;
    const keyOf = (eventId: string) => now.find((step) => step.eventId === eventId)?.key;
    const steps = Object.fromEntries(Object.entries(plan.steps).filter(([eventId]) => keyOf(eventId)));
    const byKeys = Object.fromEntries(
      Object.entries(steps).map(([eventId, payout]) => [keyOf(eventId), payout]),
    );
    const path = `${offersPath}/${this.names.offers[number]}`;
    const isPaid = Object.keys(steps).length > 0;
    const live = isPaid ? (await this.#expect(200, 'GET', path)).data.offerEvents : [];
    const { data } = await this.#expect(
      200,
      'PUT',
      this.#sharePath(number, partner),
      shareBody(plan, steps, live),
    );
    this.names.shares.set(`${number}|${partner}`, data.payoutId);
    saveShare(this.#offer(number), partner, { ...plan, steps: byKeys });
  }

  async #unshare(index: number, partner: string): Promise<void> {
    const number = index % this.names.offers.length;
    const share = this.#offer(number).shares[partner];
    if (share?.isActive !== true) return;
    await this.#expect(204, 'DELETE', this.#sharePath(number, partner));
    share.isActive = false;
  }

  async #click({ offer, source, member, isRobot }: Extract<Command, { kind: 'click' }>): Promise<void> {
    const number = offer % this.names.offers.length;
    const query = new URLSearchParams({ pub_member_id: `${this.names.tag}-${member}` });
    let path = '/api/v1/offer-wall/offer-link-redirect';
    if (source === 'wall') query.set('offerId', this.names.offers[number] as string);
    else {
      const payoutId = this.names.shares.get(`${number}|${source}`);
      if (payoutId === undefined) return;
      path = `/api/v1/offer-link/redirect/${payoutId}`;
      query.set('pub_click_id', 'their-click');
    }
    const headers = {
      'user-agent': isRobot ? 'Googlebot/2.1' : 'Mozilla/5.0 (X11; Linux x64) Firefox/140.0',
    };
    const reply = await this.#call('GET', `${path}?${query.toString()}`, { isOpen: true, headers });
    const made = click(this.world, { offer: this.#offer(number), source, member }, isRobot);
    differ('status of the click', made === null ? 409 : 302, reply.status, reply.messages);
    if (made === null) return;
    this.names.clicks.push(new URL(reply.location).searchParams.get('gk_click_id') ?? '');
  }

  /** Sends requests at once. Their order is the server's choice: some order has to explain all answers. */
  async #postbacks(together: readonly PostbackWords[]): Promise<void> {
    if (this.names.clicks.length === 0) return;
    const requests = together.map((words) => requestOf(this.world, words));
    const replies = await Promise.all(
      together.map((words, index) => send(this.#tenant, this.names, words, requests[index] as Request)),
    );
    this.names.kept += together.length;
    const before = { world: this.world, conversions: this.names.conversions };
    const known = new Set(this.names.conversions.values());
    for (const { data } of replies) {
      const isKnown = data.conversionId !== null && known.has(data.conversionId);
      this.reached.push(isKnown ? 'duplicate' : (data.reason ?? data.status));
    }
    const chosen = await this.#firstStored(explainAnswers(before, requests, replies));
    this.world = chosen.world;
    this.names.conversions = chosen.conversions;
  }

  /** Of several orders that explain the answers, one that explains what was stored too. */
  async #firstStored(explained: [Explanation, ...Explanation[]]): Promise<Explanation> {
    const namesOf = ({ conversions }: Explanation) => ({ ...this.names, conversions });
    const differing = new Map(
      explained.map((one) => [JSON.stringify(storedBy(one.world, namesOf(one))), one] as const),
    );
    if (differing.size === 1) return explained[0];
    let fault: unknown;
    for (const one of differing.values()) {
      try {
        await compareStored(this.#tenant, one.world, namesOf(one));
        return one;
      } catch (error) {
        fault ??= error;
      }
    }
    throw fault;
  }

  async #setStatus({ conversion: index, to, note }: Extract<Command, { kind: 'status' }>): Promise<void> {
    const conversion = this.world.conversions.at(-1 - (index % Math.max(this.world.conversions.length, 1)));
    if (conversion === undefined) return;
    const id = this.names.conversions.get(conversion.number);
    const { isMulti } = today(conversion.click.offer);
    const path = `/api/v1/sdk-conversion-system/conversions/${id}${isMulti ? `/${id}` : ''}/status?status=${to}`;
    const reply = await this.#call('PATCH', path, { body: note === '' ? {} : { note } });
    const isSet = setStatus(this.world, conversion, to, note === '' ? 'rejected_by_operator' : note);
    if (!isSet) {
      if (reply.status < 400) throw new Divergence('a conversion without a step was approved', 4, reply);
      return;
    }
    differ('status of setting a status', 200, reply.status, reply.messages);
    const shown = conversion.state === 'Held' ? 'Pending' : conversion.state;
    differ('status that was set', shown, reply.data.status, reply.data);
    await this.reviewAll();
  }

  async #jump(hours: number): Promise<void> {
    const { stage, id } = this.#tenant;
    await advanceTenantClock(stage.context, id, hours);
    this.world.now += hours * HOUR;
    await this.reviewAll();
  }

  /** Lets time have its effects on both sides. */
  async reviewAll(): Promise<void> {
    await takeTurns(this.#tenant.stage);
    const changed = [...this.#changed].map((number) => this.#offer(number));
    review(this.world, changed);
    this.#changed.clear();
  }

  #offer(number: number): Offer {
    return this.world.offers[number] as Offer;
  }

  #sharePath(number: number, partner: string): string {
    return `/api/v1/partners/${this.#tenant.partnerIds[partner]}/offers/${this.names.offers[number]}`;
  }

  #call(...call: Parameters<RunTenant['call']>): Promise<Reply> {
    return this.#tenant.call(...call);
  }

  async #expect(status: number, method: string, path: string, body?: object): Promise<Reply> {
    const reply = await this.#call(method, path, { ...(body && { body }) });
    differ(`status of ${method} ${path}`, status, reply.status, reply.messages);
    return reply;
  }
}
