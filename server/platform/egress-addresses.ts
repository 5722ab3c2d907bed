import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;

/** One address and port that outbound calls may reach although it is not public. */
export interface OpenSocket {
  readonly address: string;
  readonly port: number;
}

/** Which addresses outbound calls may reach. */
export interface EgressRules {
  /** Whether a connection to this address and port is allowed. Texts that are no IP address never are. */
  allows(address: string, port: number): boolean;
}

/** The one service address of a cloud that lies in a public range: Azure's host agent. */
const publicMetadata = new Set(['168.63.129.16']);

/** The block of all IPv6 addresses that are routed on the public Internet. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');
/** Addresses under which a NAT64 gateway reaches IPv4: as public as the IPv4 address inside. */
const nat64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Allows public addresses, the networks opened by name, and single sockets.
 *
 * @param networks addresses or networks such as `10.0.0.0/8`
 * @param sockets read at every question, so that it may grow
 */
export function egressRules(networks: readonly string[], sockets: readonly OpenSocket[] = []): EgressRules {
  const opened = networks.map(readNetwork);
  return {
    allows(text, port) {
      const address = readAddress(text);
      if (address === undefined) return false;
      return (
        isPublicAddress(address) ||
        opened.some((network) => isInside(address, network)) ||
        sockets.some(
          (socket) => socket.port === port && readAddress(socket.address)?.toString() === address.toString(),
        )
      );
    },
  };
}

/**
 * Whether an address is one of the public Internet: not private, loopback, link-local, shared, reserved, multicast or a
 * cloud's metadata service, and no IPv6 form that leads to such an address.
 */
export function isPublic(text: string): boolean {
  const address = readAddress(text);
  return address !== undefined && isPublicAddress(address);
}

function isPublicAddress(address: Address): boolean {
  if (address instanceof ipaddr.IPv4) {
    return address.range() === 'unicast' && !publicMetadata.has(address.toString());
  }
  if (address.match(nat64)) return isPublicAddress(embeddedIPv4(address));
  return address.match(globalUnicast) && address.range() === 'unicast';
}

function embeddedIPv4(address: ipaddr.IPv6): ipaddr.IPv4 {
  return new ipaddr.IPv4(address.toByteArray().slice(-4));
}

/** Reads an address in its canonical spelling only; an IPv4 address in IPv6 clothes becomes the IPv4 address. */
function readAddress(text: string): Address | undefined {
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare);
  // A zone names an interface of this machine, which no public address needs.
  if (!bare.includes(':') || bare.includes('%') || !ipaddr.IPv6.isValid(bare)) return undefined;
  const address = ipaddr.IPv6.parse(bare);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function readNetwork(text: string): [Address, number] {
  return ipaddr.isValidCIDR(text)
    ? ipaddr.parseCIDR(text)
    : [ipaddr.parse(text), ipaddr.parse(text) instanceof ipaddr.IPv4 ? 32 : 128];
}

function isInside(address: Address, network: [Address, number]): boolean {
  return address.kind() === network[0].kind() && (address as ipaddr.IPv4).match(network);
}
