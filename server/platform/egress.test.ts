import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import type { buildConnector } from 'undici';
import { afterEach, describe, expect, it, test } from 'vitest';
import { isPublic } from './egress-addresses.ts';
import { openEgress, type Egress, type EgressOptions } from './egress.ts';
import { sendOutbound } from './egress-request.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

interface Attempts {
  readonly egress: Egress;
  /** Addresses that the connector was asked for; no packet is ever sent. */
  readonly connected: string[];
  readonly names: (string | undefined)[];
}

/** A way out whose resolver and connector are stubs: a connection "succeeds" and reports this remote address. */
function stubbed(
  resolves: Record<string, string[]>,
  options: Partial<EgressOptions> = {},
  remote?: string,
): Attempts {
  const connected: string[] = [];
  const names: (string | undefined)[] = [];
  const connect: buildConnector.connector = (wanted, callback) => {
    connected.push(wanted.hostname);
    names.push(wanted.servername);
    if (remote === undefined) {
      callback(new Error('the stub connects to nothing'), null);
      return;
    }
    const socket = Object.assign(new EventEmitter(), { remoteAddress: remote, destroy() {} });
    callback(null, socket as unknown as Socket);
  };
  const egress = openEgress({
    allow: [],
    resolve: async (host) => resolves[host] ?? [],
    connect,
    ...options,
  });
  opened.push(egress);
  return { egress, connected, names };
}

function get(egress: Egress, url: string) {
  return sendOutbound(egress, { method: 'GET', url, headers: {}, body: null }, 5_000);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  opened.push({ close: () => (server.closeAllConnections(), server.close()) });
  return (server.address() as AddressInfo).port;
}

const refusedUrls = [
  ['loopback', 'http://127.0.0.1/'],
  ['loopback as one number', 'http://2130706433/'],
  ['loopback in octal', 'http://0177.0.0.1/'],
  ['loopback in hexadecimal', 'http://0x7f000001/'],
  ['loopback cut short', 'http://127.1/'],
  ['loopback in full-width digits', 'http://１２７.0.0.1/'],
  ['this host', 'http://0.0.0.0/'],
  ['private 10', 'http://10.1.2.3/'],
  ['private 172', 'http://172.16.0.1/'],
  ['private 192', 'https://192.168.1.1/'],
  ['shared between carriers', 'http://100.64.0.1/'],
  ['metadata of most clouds', 'http://169.254.169.254/latest/meta-data/'],
  ['metadata of Alibaba', 'http://100.100.100.200/'],
  ['metadata of Oracle', 'http://192.0.0.192/'],
  ['metadata of Azure', 'http://168.63.129.16/'],
  ['metadata of AWS by IPv6', 'http://[fd00:ec2::254]/'],
  ['documentation', 'http://192.0.2.1/'],
  ['benchmarks', 'http://198.18.0.1/'],
  ['multicast', 'http://224.0.0.1/'],
  ['broadcast', 'http://255.255.255.255/'],
  ['loopback of IPv6', 'http://[::1]/'],
  ['unspecified of IPv6', 'http://[::]/'],
  ['mapped loopback', 'http://[::ffff:127.0.0.1]/'],
  ['mapped private, in hexadecimal', 'http://[::ffff:a00:1]/'],
  ['compatible loopback', 'http://[::7f00:1]/'],
  ['NAT64 of loopback', 'http://[64:ff9b::7f00:1]/'],
  ['NAT64 of metadata', 'http://[64:ff9b::a9fe:a9fe]/'],
  ['local NAT64', 'http://[64:ff9b:1::808:808]/'],
  ['6to4 of a private address', 'http://[2002:a00:1::]/'],
  ['Teredo', 'http://[2001:0:4136:e378::]/'],
  ['link-local of IPv6', 'http://[fe80::1]/'],
  ['unique local', 'http://[fc00::1]/'],
  ['site-local', 'http://[fec0::1]/'],
  ['documentation of IPv6', 'http://[2001:db8::1]/'],
  ['multicast of IPv6', 'http://[ff02::1]/'],
  ['a name of this machine', 'http://localhost:6379/'],
] as const;

describe('an outbound call', () => {
  it.each(refusedUrls)('never reaches %s: %s', async (_what, url) => {
    const { egress, connected } = stubbed({ localhost: ['127.0.0.1', '::1'] });
    expect(await get(egress, url)).toMatchObject({ error: expect.stringContaining('not a public address') });
    expect(connected).toEqual([]);
  });

  it('is refused when any address of a name is not public', async () => {
    const { egress, connected } = stubbed({ 'mixed.example': ['93.184.216.34', '10.0.0.1'] });
    expect(await get(egress, 'http://mixed.example/')).toMatchObject({
      error:
        'mixed.example leads to 10.0.0.1, which is not a public address, and no network that holds it is open',
    });
    expect(connected).toEqual([]);
  });

  it('connects to the address that was checked, under the name of the certificate', async () => {
    const { egress, connected, names } = stubbed({ 'good.example': ['93.184.216.34', '93.184.216.35'] });
    await get(egress, 'https://good.example/callback');
    expect(connected).toEqual(['93.184.216.34', '93.184.216.35']);
    expect(names).toEqual(['good.example', 'good.example']);
  });

  it('asks for the addresses again after a while, and checks the new answer', async () => {
    let answer = ['93.184.216.34'];
    const { egress, connected } = stubbed({}, { resolve: async () => answer });
    await get(egress, 'http://first.example/');
    answer = ['127.0.0.1'];
    expect(await get(egress, 'http://second.example/')).toMatchObject({
      error: expect.stringContaining('127.0.0.1'),
    });
    expect(connected).toEqual(['93.184.216.34']);
  });

  it('is given up when the socket has come out somewhere else', async () => {
    const { egress } = stubbed({ 'rebind.example': ['93.184.216.34'] }, {}, '127.0.0.1');
    expect(await get(egress, 'http://rebind.example/')).toMatchObject({
      error: expect.stringContaining('leads to 127.0.0.1'),
    });
  });

  it('says so when a name has no address', async () => {
    const { egress } = stubbed({});
    expect(await get(egress, 'http://nowhere.example/')).toMatchObject({
      error: 'nowhere.example has no address',
    });
  });
});

describe('what an operator opens', () => {
  it('is reached when its network is named, and nothing else', async () => {
    const { egress, connected } = stubbed({}, { allow: ['10.1.0.0/16', 'fd12::/16'] });
    for (const url of ['http://10.1.2.3/', 'http://[fd12::1]/', 'http://[::ffff:10.1.9.9]/'])
      await get(egress, url);
    for (const url of ['http://10.2.0.1/', 'http://[fd13::1]/', 'http://127.0.0.1/']) await get(egress, url);
    expect(connected).toEqual(['10.1.2.3', 'fd12::1', '::ffff:a01:909']);
  });

  it('is one address and port for the demo receiver, unless the installation says what is open', async () => {
    const free = stubbed({}, { allow: undefined });
    free.egress.open({ address: '127.0.0.1', port: 4001 });
    await get(free.egress, 'http://127.0.0.1:4001/');
    await get(free.egress, 'http://127.0.0.1:4002/');
    expect(free.connected).toEqual(['127.0.0.1']);
    expect(free.egress.describe()).toEqual(['127.0.0.1:4001']);
    const strict = stubbed({}, { allow: [] });
    strict.egress.open({ address: '127.0.0.1', port: 4001 });
    await get(strict.egress, 'http://127.0.0.1:4001/');
    expect(strict.connected).toEqual([]);
  });
});

describe('sending to a receiver', () => {
  const local = () => {
    const egress = openEgress({ allow: ['127.0.0.0/8'] });
    opened.push(egress);
    return egress;
  };

  it('keeps the status and the first kilobyte of the answer', async () => {
    const port = await listen(
      createServer((request, response) => {
        response.writeHead(request.headers.authorization ? 202 : 500, { 'retry-after': '7' });
        response.end(`\0${'x'.repeat(5_000)}`);
      }),
    );
    const result = await get(local(), `http://user:p%40ss@127.0.0.1:${port}/a?b=c`);
    expect(result).toMatchObject({ status: 202, retryAfter: '7' });
    expect('answer' in result && result.answer).toBe(`\uFFFD${'x'.repeat(1_023)}`);
  });

  it('does not follow a redirect', async () => {
    let calls = 0;
    const port = await listen(
      createServer((_request, response) => {
        calls++;
        response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end();
      }),
    );
    expect(await get(local(), `http://127.0.0.1:${port}/`)).toMatchObject({ status: 302 });
    expect(calls).toBe(1);
  });

  it('gives up after the time it was given, for silence and for headers that dribble', async () => {
    const port = await listen(
      createServer((request, response) => {
        if (request.url === '/silent') return;
        response.socket?.write('HTTP/1.1 200 OK\r\nX-Slow: ');
        const timer = setInterval(() => response.socket?.write('x'), 20);
        response.socket?.on('close', () => clearInterval(timer));
      }),
    );
    for (const path of ['/silent', '/dribble']) {
      const request = {
        method: 'GET' as const,
        url: `http://127.0.0.1:${port}${path}`,
        headers: {},
        body: null,
      };
      expect(await sendOutbound(local(), request, 200)).toMatchObject({
        isTimeout: true,
        error: 'no answer within 0.2 s',
      });
    }
  });

  it('takes the status of an answer whose body breaks off', async () => {
    const port = await listen(
      createServer((_request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('half');
        setTimeout(() => response.destroy(), 10);
      }),
    );
    expect(await get(local(), `http://127.0.0.1:${port}/`)).toMatchObject({ status: 200, answer: 'half' });
  });
});

test('no address inside a private network is public, however it is embedded', () => {
  const privateAddress = fc
    .tuple(
      fc.constantFrom([10], [127], [192, 168], [172, 20], [169, 254], [100, 99], [0]),
      fc.array(fc.nat(255), { minLength: 4, maxLength: 4 }),
    )
    .map(([start, rest]) => [...start, ...rest].slice(0, 4));
  fc.assert(
    fc.property(privateAddress, (bytes) => {
      const [a = 0, b = 0, c = 0, d = 0] = bytes;
      const hex = `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
      const forms = [
        bytes.join('.'),
        `::ffff:${bytes.join('.')}`,
        `::ffff:${hex}`,
        `64:ff9b::${hex}`,
        `::${hex}`,
      ];
      expect(forms.filter((form) => isPublic(form))).toEqual([]);
    }),
  );
});

test.each(['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
  '%s is public',
  (address) => expect(isPublic(address)).toBe(true),
);

test.each(['', 'localhost', '2130706433', '0177.0.0.1', '127.1', '1.2.3', 'fe80::1%eth0', '::gggg'])(
  '"%s" is not an address that is public',
  (text) => expect(isPublic(text)).toBe(false),
);
