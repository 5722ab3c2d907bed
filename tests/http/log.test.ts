import { expect, it } from 'vitest';
import { allRoutes } from '#server/features/routes.ts';
import { buildApp } from '#server/http/app.ts';
import { openDirectory } from '#server/platform/directory.ts';
import { openLog } from '#server/platform/log.ts';
import { testApp } from '#support/app.ts';
import { addressOf, describedOperations } from '#support/operations.ts';

const app = await testApp();
const tenant = await app.makeTenant();

it('no line of the log shows a secret or names a member, whichever call is made', async () => {
  const { context } = app;
  const lines: string[] = [];
  const server = await buildApp({
    context: { ...context, log: openLog('trace', { write: (line) => void lines.push(line) }) },
    directory: openDirectory(context.database, context.changes),
    routes: allRoutes(),
  });
  const secrets = ['s3cret-signature', 'member-4711', 's3cret-password', 's3cret-session', 'cnv-user-0815'];
  const query = `signature=${secrets[0]}&pub_member_id=${secrets[1]}&pub_sub_15=${secrets[1]}&PUB_CLICK_ID=${secrets[1]}&password=${secrets[2]}&cnv_email=${secrets[4]}`;
  const made: string[] = [];
  for (const operation of describedOperations()) {
    const answer = await server.inject({
      method: operation.method as 'GET',
      url: `${addressOf(operation)}?${query}`,
      headers: {
        host: tenant.host,
        authorization: `ApiToken ${tenant.token}`,
        cookie: `pitwall_session=${secrets[3]}`,
      },
      ...(operation.hasJsonBody && {
        payload: { password: secrets[2], email: secrets[4], token: secrets[3] },
      }),
    });
    made.push(answer.headers['x-request-id'] as string);
  }
  const urls = await tenant.call('GET', '/api/v1/settings/postback-urls');
  const { securitySegment, signature } = urls.data[0];
  await server.inject(
    `/api/v1/${securitySegment}/?signature=${signature}&gk_click_id=x&cnv_email=${secrets[4]}`,
  );
  await server.close();
  const text = lines.join('');
  for (const secret of [...secrets, tenant.token, signature, ...securitySegment.split('/').slice(1)]) {
    expect(text).not.toContain(secret);
  }
  const entries = lines.map((line) => JSON.parse(line) as { msg: string; requestId: string });
  const logged = entries.filter(({ msg }) => msg === 'request').map(({ requestId }) => requestId);
  expect(logged).toEqual(expect.arrayContaining(made));
});

it('one line a request says what was asked, by which tenant, and how it went', async () => {
  const { context } = app;
  const lines: string[] = [];
  const server = await buildApp({
    context: { ...context, log: openLog('info', { write: (line) => void lines.push(line) }) },
    directory: openDirectory(context.database, context.changes),
    routes: allRoutes(),
  });
  const answer = await server.inject({
    url: '/api/v1/settings?pub_member_id=x&plain=1',
    headers: { authorization: `ApiToken ${tenant.token}` },
  });
  await server.close();
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] as string)).toEqual({
    level: 30,
    time: expect.any(Number),
    requestId: answer.json<{ responseId: string }>().responseId,
    method: 'GET',
    url: '/api/v1/settings?pub_member_id=-&plain=1',
    status: 200,
    durationMs: expect.any(Number),
    tenant: tenant.name,
    msg: 'request',
  });
});
