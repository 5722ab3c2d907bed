import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { testApp } from '#support/app.ts';
import { root } from '../../scripts/generation/files.ts';
import { everyNode, packedSdk, run } from './packed-sdk.ts';

const LARGEST_BYTES = 12 * 1024;

const app = await testApp();
const { folder, sdk } = await packedSdk();
const nodes = await everyNode();
const compiler = join(root, 'node_modules/typescript/bin/tsc');

function filesBelow(path: string): string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
}

describe('the tarball', () => {
  test('holds the modules, their declarations, the script tag and the guide, and neither sources nor tests', () => {
    const files = filesBelow(sdk);
    for (const wanted of [
      'README.md',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/embed.js',
      'dist/offer-wall.js',
    ])
      expect(files).toContain(wanted);
    expect(files.filter((name) => /\.test\.|^src|(?<!\.d)\.ts$/.test(name))).toEqual([]);
  });

  test('needs no other package and imports nothing but its own files', () => {
    const { dependencies, peerDependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(sdk, 'package.json'), 'utf8'),
    ) as Record<string, unknown>;
    expect({ dependencies, peerDependencies, optionalDependencies }).toEqual({});
    const imported = scripts().flatMap((text) => [
      ...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)/g),
    ]);
    expect(imported.length).toBeGreaterThan(5);
    expect(imported.map(([, name]) => name).filter((name) => !name?.startsWith('./'))).toEqual([]);
  });

  test(`is smaller than ${LARGEST_BYTES} bytes compressed, all its scripts together`, () => {
    const bytes = scripts().map((text) => gzipSync(text).length);
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(LARGEST_BYTES);
  });

  function scripts(): string[] {
    return filesBelow(join(sdk, 'dist'))
      .filter((name) => name.endsWith('.js'))
      .map((name) => readFileSync(join(sdk, 'dist', name), 'utf8'));
  }
});

describe('the guide', () => {
  test('has examples that compile against the tarball as they stand', async () => {
    const guide = readFileSync(join(sdk, 'README.md'), 'utf8');
    const examples = [...guide.matchAll(/^```ts\n([^]*?)^```$/gm)].map(([, text]) => text ?? '');
    expect(examples.length).toBeGreaterThan(5);
    const place = join(folder, 'examples');
    mkdirSync(place);
    for (const [index, text] of examples.entries()) writeFileSync(join(place, `example-${index}.ts`), text);
    const options = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      lib: ['es2022', 'dom', 'dom.iterable'],
      module: 'nodenext',
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['examples'] }),
    );
    const { stdout } = await run(process.execPath, [compiler, '-p', folder]).catch(
      (error: { stdout: string }) => error,
    );
    expect(stdout).toBe('');
  });

  test('has a script tag whose attributes the script knows', () => {
    const guide = readFileSync(join(sdk, 'README.md'), 'utf8');
    const script = readFileSync(join(sdk, 'dist/offer-wall.js'), 'utf8');
    const names = [...new Set([...guide.matchAll(/data-(?!pub-)([a-z-]+)/g)].map(([, name]) => name ?? ''))];
    expect(names.toSorted()).toEqual(['closable', 'min-height', 'origin', 'target', 'title']);
    for (const name of names)
      expect(script).toContain(name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()));
  });
});

/** What somebody else's program does with the client against a running server, one line of JSON as its answer. */
const program = `
import { ApiError, CallbackVerificationError, createClient, verifyCallback } from '@pitwall/sdk';

const { baseUrl, token, secret, headers, body } = JSON.parse(process.argv[2]);
const pitwall = createClient({ baseUrl, token, product: 'publisher', retries: 0 });
const errorOf = (call) => call.then(() => null, ({ name, type, status, faults, fault }) => ({ name, type, status, faults, fault }));

const created = [];
for (const letter of ['A', 'B', 'C']) created.push(await pitwall.createAdvertiser({ body: { name: 'Studio ' + letter } }));
const key = { idempotencyKey: 'once' };
const [first, again] = [
  await pitwall.createAdvertiser({ body: { name: 'Studio D' } }, key),
  await pitwall.createAdvertiser({ body: { name: 'Studio D' } }, key),
];
await pitwall.changeAdvertiser({ id: first.id, body: { name: 'Studio E' } });
const names = [];
const query = { 'filter.search': 'studio', orderby: 'Name', order_asc: true, page_size: 2 };
for await (const { name } of pitwall.each('listAdvertisers', { query })) names.push(name);
const csv = await (await pitwall.download('listAdvertisers', 'csv', { query: { 'filter.search': 'Studio A' } })).text();
const lines = await (await pitwall.download('listAdvertisers', 'ndjson', { query: { 'filter.search': 'Studio' } })).text();
await pitwall.deleteAdvertiser({ id: first.id });
const answer = await pitwall.send('readSettings');
console.log(JSON.stringify({
  names,
  isOnce: first.id === again.id,
  csv: csv.trim().split(/\\r?\\n/),
  lines: lines.trim().split('\\n').length,
  settings: { status: answer.status, hasId: answer.responseId === answer.headers.get('x-request-id') },
  health: await pitwall.readHealth(),
  metrics: (await pitwall.readMetrics()).includes('# TYPE'),
  openapi: (await pitwall.readOpenApi()).openapi,
  gone: await errorOf(pitwall.readAdvertiser({ id: first.id })),
  invalid: await errorOf(pitwall.createToken({ body: { name: '', scope: 'none' } })),
  foreign: await errorOf(createClient({ baseUrl, token: 'pwm_unknown' }).readSettings()),
  callback: await verifyCallback(body, headers, { secret }),
  forged: await errorOf(verifyCallback(body + ' ', headers, { secret })),
}));
`;

describe.each(nodes)('from Node $version', ({ program: node }) => {
  test('it works against a running server', async () => {
    const tenant = await app.makeTenant();
    const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`;
    const body = '{"id":"d-1","conversion":{}}';
    const now = new Date();
    const headers = {
      'webhook-id': 'd-1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign('d-1', now, body),
    };
    writeFileSync(join(folder, 'program.mjs'), program);
    const given = JSON.stringify({ baseUrl: app.baseUrl, token: tenant.token, secret, headers, body });
    const { stdout } = await run(node, ['program.mjs', given], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      names: ['Studio A', 'Studio B', 'Studio C', 'Studio E'],
      isOnce: true,
      csv: ['id,name', expect.stringMatching(/^[0-9a-f-]{36},Studio A$/)],
      lines: 4,
      settings: { status: 200, hasId: true },
      metrics: true,
      openapi: '3.1.0',
      gone: { name: 'ApiError', type: 'NotFound', status: 404 },
      invalid: { type: 'ValidationError', faults: [{ path: 'name' }, { path: 'scope' }] },
      foreign: { type: 'Unauthorized', status: 401 },
      callback: { id: 'd-1', conversion: {} },
      forged: { name: 'CallbackVerificationError', fault: 'signature_mismatch' },
    });
  });
});
