import { Resolver, lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { LRUCache } from 'lru-cache';
import { buildConnector } from 'undici';
import { Connections } from './egress-connections.ts';
import { egressRules, type EgressRules, type OpenSocket } from './egress-addresses.ts';

/** Finds the addresses of a host name. */
export type ResolveHost = (host: string) => Promise<string[]>;

/** The only way out: calls to addresses that others gave us. */
export interface Egress {
  /** Connections whose addresses were checked. Nothing that goes over them follows a redirect. */
  readonly connections: Pick<Connections, 'send'>;
  /**
   * Opens one address and port, for the receiver of the demo world. Without effect where the installation says itself
   * which networks are open.
   */
  open(socket: OpenSocket): void;
  /** What is open beside the public Internet, in words for the operator. */
  describe(): string[];
  close(): void;
}

/** How the way out is made; tests pass their own resolver and connector. */
export interface EgressOptions {
  /** Networks that are open beside the public Internet; undefined where the installation does not say. */
  readonly allow: readonly string[] | undefined;
  readonly resolve?: ResolveHost;
  readonly connect?: buildConnector.connector;
  /** Connections to one origin. */
  readonly connections?: number;
}

/** Thrown instead of connecting to an address that is neither public nor opened by name. */
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused';
  readonly code = 'EGRESS_REFUSED';
}

const CONNECTIONS = 64;
const CONNECT_TIMEOUT_MS = 10_000;
const RESOLVE_TIMEOUT_MS = 3_000;
/** How long the addresses of a name are kept, so that a burst of connections asks once. */
const ADDRESSES_TTL_MS = 10_000;

/** Opens the way out. Nothing is resolved or connected before the first call. */
export function openEgress(options: EgressOptions): Egress {
  const sockets: OpenSocket[] = [];
  const rules = egressRules(options.allow ?? [], sockets);
  const connect =
    options.connect ?? buildConnector({ timeout: CONNECT_TIMEOUT_MS, allowH2: false, keepAlive: true });
  const checked = checkedConnector(rules, remembering(options.resolve ?? resolveHost), connect);
  const connections = new Connections(checked, options.connections ?? CONNECTIONS);
  return {
    connections,
    open(socket) {
      if (options.allow === undefined) sockets.push(socket);
    },
    describe: () => [...(options.allow ?? []), ...sockets.map(({ address, port }) => `${address}:${port}`)],
    close: () => connections.close(),
  };
}

/**
 * Connects to an address that was checked, never to a name: between a check and a connection by name the answer of the
 * DNS could change. Every address of a name must be allowed, and the socket's own word is checked once more.
 */
function checkedConnector(
  rules: EgressRules,
  resolve: ResolveHost,
  connect: buildConnector.connector,
): buildConnector.connector {
  return (options, callback) => {
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    const connectChecked = async () => {
      let addresses: string[];
      try {
        addresses = await checkedAddresses(rules, resolve, host, port);
      } catch (error) {
        callback(error as Error, null);
        return;
      }
      connectInTurn(rules, connect, options, host, port, addresses, callback);
    };
    void connectChecked();
  };
}

async function checkedAddresses(
  rules: EgressRules,
  resolve: ResolveHost,
  host: string,
  port: number,
): Promise<string[]> {
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  if (addresses.length === 0) throw new Error(`${host} has no address`);
  const refused = addresses.find((address) => !rules.allows(address, port));
  if (refused !== undefined) throw new EgressRefused(refusal(host, refused));
  return addresses;
}

function connectInTurn(
  rules: EgressRules,
  connect: buildConnector.connector,
  options: buildConnector.Options,
  host: string,
  port: number,
  addresses: readonly string[],
  callback: buildConnector.Callback,
): void {
  const [address, ...others] = addresses;
  // The certificate is for the name, which a pinned address must not hide.
  const servername = options.protocol === 'https:' && isIP(host) === 0 ? host : undefined;
  const pinned = { ...options, hostname: address as string, servername } as buildConnector.Options;
  connect(pinned, (error, socket) => {
    if (error) {
      if (others.length > 0) connectInTurn(rules, connect, options, host, port, others, callback);
      else callback(error, null);
      return;
    }
    const reached = socket.remoteAddress;
    if (reached === undefined || !rules.allows(reached, port)) {
      socket.destroy();
      callback(new EgressRefused(refusal(host, reached ?? 'an unknown address')), null);
      return;
    }
    callback(null, socket);
  });
}

function refusal(host: string, address: string): string {
  const what = host === address ? address : `${host} leads to ${address}, which`;
  return `${what} is not a public address, and no network that holds it is open`;
}

/** Asks once for many connections at the same time, and keeps answers for a moment; failures are not kept. */
function remembering(resolve: ResolveHost): ResolveHost {
  const known = new LRUCache<string, Promise<string[]>>({ max: 1_000, ttl: ADDRESSES_TTL_MS });
  return (host) => {
    const asked =
      known.get(host) ??
      resolve(host).catch((error: unknown) => {
        known.delete(host);
        throw error;
      });
    known.set(host, asked, { noUpdateTTL: true });
    return asked;
  };
}

/**
 * Asks the DNS, off the thread pool, which one slow name server could fill. What the DNS does not know may still be in
 * the machine's own files.
 */
async function resolveHost(host: string): Promise<string[]> {
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1'];
  const resolver = new Resolver({ timeout: RESOLVE_TIMEOUT_MS, tries: 2 });
  const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (found.length > 0) return found;
  const isSlow = answers.some(
    (answer) => answer.status === 'rejected' && (answer.reason as { code?: string }).code === 'ETIMEOUT',
  );
  if (isSlow) throw new Error(`the address of ${host} could not be found in time`);
  const listed = await lookup(name, { all: true, order: 'verbatim' });
  return listed.map(({ address }) => address);
}
