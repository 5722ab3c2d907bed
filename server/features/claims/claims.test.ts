import { beforeAll, describe, expect, it } from 'vitest';
import { testApp, type ApiAnswer, type TestTenant } from '#support/app.ts';
import { makeClick, moveClock, postbackSender, rowsOf, customTracking } from '#support/tracking.ts';
import { askWall, wallWorld, type WallWorld } from '#support/wall.ts';
import { eventBody, multiEventBody } from '../../../tests/fixtures/offer-bodies.ts';

const app = await testApp();
const path = '/api/v1/offer-wall/claims';
let world: WallWorld;
let tenant: TestTenant;
let send: Awaited<ReturnType<typeof postbackSender>>;
beforeAll(async () => {
  world = await wallWorld(app, (lookups) => ({
    Harbor: { ...customTracking, pendingTime: 5 },
    Lantern: { ...customTracking },
    Orchard: multiEventBody(lookups, {
      ...customTracking,
      deviceTypes: 'All',
      offerEvents: [
        eventBody(1, { name: 'Install', deadlineDays: 3 }),
        eventBody(2, { name: 'Play', minTimeFromPreviousEvent: 5 }),
        eventBody(3, { name: 'Win' }),
      ],
    }),
  }));
  tenant = world.tenant;
  send = await postbackSender(app, tenant);
});

const idOf = (name: string) => world.ids[name] as string;

async function verdicts(name: string, member: string): Promise<string[]> {
  const { data } = await askWall(app, tenant, `claims?offerId=${idOf(name)}&pub_member_id=${member}`);
  return data.subjects.map(({ verdict }: { verdict: { code: string } }) => verdict.code);
}

function claim(member: string, body: object): Promise<ApiAnswer> {
  return app.call('POST', `${path}?pub_member_id=${member}`, { host: tenant.host, token: null, body });
}

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
const proof = { mediaType: 'image/png', base64: png.toString('base64') };

describe('what is known is answered at once', () => {
  it('before the first click, right after it, and once a report is overdue', async () => {
    expect(await verdicts('Lantern', 'a')).toEqual(['not_clicked']);
    await makeClick(app, tenant, idOf('Lantern'), 'a');
    expect(await verdicts('Lantern', 'a')).toEqual(['reported_soon']);
    const answer = await claim('a', { offerId: idOf('Lantern'), message: 'I did it' });
    expect([answer.status, answer.data.claim, answer.data.verdict.code]).toEqual([
      200,
      null,
      'reported_soon',
    ]);
    expect(await rowsOf(app, tenant, 'claims')).toEqual([]);
  });

  it('pending and paid, with their dates', async () => {
    const pending = await makeClick(app, tenant, idOf('Harbor'), 'b');
    await send({ gk_click_id: pending });
    const { data } = await askWall(app, tenant, `claims?offerId=${idOf('Harbor')}&pub_member_id=b`);
    const [{ verdict, canClaim, offerEventId }] = data.subjects;
    expect([verdict.code, canClaim, offerEventId]).toEqual(['pending', false, null]);
    expect(Date.parse(verdict.at) - Date.parse(verdict.doneAt)).toBe(5 * 86_400_000);
    await send({ gk_click_id: await makeClick(app, tenant, idOf('Lantern'), 'b') });
    expect(await verdicts('Lantern', 'b')).toEqual(['paid']);
  });

  it('step by step: waiting, an earlier step missing, refused', async () => {
    const click = await makeClick(app, tenant, idOf('Orchard'), 'c');
    await send({ gk_click_id: click, cnv_event_id: 'level_3' });
    expect(await verdicts('Orchard', 'c')).toEqual(['reported_soon', 'earlier_step', 'waiting']);
    await send({ gk_click_id: click, cnv_event_id: 'level_1' });
    await send({ gk_click_id: click, cnv_event_id: 'level_2' });
    expect(await verdicts('Orchard', 'c')).toEqual(['paid', 'refused', 'waiting']);
    const { data } = await askWall(app, tenant, `claims?offerId=${idOf('Orchard')}&pub_member_id=c`);
    expect(data.subjects[1].verdict.reason).toBe('too_early');
    expect(data.subjects[2].verdict.step).toBe('Play');
  });

  it('an offer that is not there is not found', async () => {
    const query = `claims?offerId=${app.context.newId()}&pub_member_id=a`;
    expect((await askWall(app, tenant, query)).status).toBe(404);
  });
});

describe('what nobody reported', () => {
  let claimId = '';
  beforeAll(async () => {
    await makeClick(app, tenant, idOf('Lantern'), 'd');
    const click = await makeClick(app, tenant, idOf('Orchard'), 'd');
    await send({ gk_click_id: click, cnv_event_id: 'no_such_step' });
    await moveClock(app, tenant, 30);
  });

  it('is claimed with a proof, once at a time', async () => {
    const body = { offerId: idOf('Lantern'), message: 'Account zoe, on Monday', proof };
    const answer = await claim('d', body);
    expect(answer.status).toBe(201);
    expect(answer.data.claim).toMatchObject({ status: 'Open', outcome: null, hasProof: true, answer: '' });
    claimId = answer.data.claim.id;
    expect((await claim('d', body)).status).toBe(409);
  });

  it('carries what was known as evidence', async () => {
    const step = (
      await tenant.call('GET', `/api/v1/sdk-offer-management/publisher/offers/${idOf('Orchard')}`)
    ).data.offerEvents[0];
    const made = await claim('d', { offerId: idOf('Orchard'), offerEventId: step.id, message: 'Installed' });
    expect(made.status).toBe(201);
    const { data } = await tenant.call('GET', `/api/v1/claims/${made.data.claim.id}`);
    expect(data).toMatchObject({
      eventId: 'level_1',
      offerName: 'Orchard',
      pubMemberId: 'd',
      verdict: 'not_reported',
    });
    expect(data.evidence.clicks).toHaveLength(1);
    expect(data.evidence.postbacks).toMatchObject([{ outcome: 'parked', reason: 'unknown_event' }]);
  });

  it('is listed, shown with its picture and answered by an operator, and the member reads it', async () => {
    const list = await tenant.call('GET', '/api/v1/claims?filter.status=open&filter.search=lantern');
    expect(list.data.items.map(({ id }: { id: string }) => id)).toEqual([claimId]);
    const picture = await tenant.call('GET', `/api/v1/claims/${claimId}/proof`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    const body = { outcome: 'Accepted', answer: 'We have added your points.' };
    const answered = await tenant.call('PUT', `/api/v1/claims/${claimId}/answer`, { body });
    expect(answered.data).toMatchObject({ status: 'Answered', ...body });
    const { data } = await askWall(app, tenant, `claims?offerId=${idOf('Lantern')}&pub_member_id=d`);
    expect(data.claims).toMatchObject([{ id: claimId, status: 'Answered', ...body }]);
    const audit = await rowsOf(app, tenant, 'audit');
    expect(audit.filter(({ object_kind }) => object_kind === 'claim')).toHaveLength(1);
  });

  it('is nobody else’s: not another member’s, not another tenant’s', async () => {
    const { data } = await askWall(app, tenant, `claims?offerId=${idOf('Lantern')}&pub_member_id=a`);
    expect(data.claims).toEqual([]);
    const other = await app.makeTenant();
    expect((await other.call('GET', '/api/v1/claims')).data.totalCount).toBe(0);
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '/proof'],
    ] as const)
      expect((await other.call(method, `/api/v1/claims/${claimId}${rest}`)).status).toBe(404);
    const body = { outcome: 'Declined' };
    expect((await other.call('PUT', `/api/v1/claims/${claimId}/answer`, { body })).status).toBe(404);
    expect((await app.call('GET', '/api/v1/claims')).status).toBe(401);
  });
});

describe('a proof', () => {
  it.each([
    ['of another kind than it says', { mediaType: 'image/jpeg', base64: png.toString('base64') }],
    [
      'that is no picture',
      { mediaType: 'image/png', base64: Buffer.from('<svg onload=1>').toString('base64') },
    ],
    ['that is not base64', { mediaType: 'image/png', base64: '%%%' }],
    ['of a kind that can run', { mediaType: 'image/svg+xml', base64: '' }],
    [
      'over 2 MB',
      { mediaType: 'image/png', base64: Buffer.concat([png, Buffer.alloc(2_097_152)]).toString('base64') },
    ],
  ])('%s is refused', async (_name, bad) => {
    const answer = await claim('a', { offerId: idOf('Lantern'), message: 'x', proof: bad });
    expect(answer.status).toBe(400);
    expect(answer.messages[0]).toMatch(/^proof\./);
  });
});
