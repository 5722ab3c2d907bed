import ipaddr from 'ipaddr.js';

/**
 * Whether a request may come from this address: it lies in one of the networks, or there are none. An IPv4 address is
 * the same in its IPv6 form.
 */
export function isSourceAllowed(ip: string, allowList: readonly string[]): boolean {
  if (allowList.length === 0) return true;
  if (!ipaddr.isValid(ip)) return false;
  const address = ipaddr.process(ip);
  return allowList.some((network) => {
    const [base, bits] = rangeOf(network);
    return base.kind() === address.kind() && address.match(base, bits);
  });
}

function rangeOf(network: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const range: [ipaddr.IPv4 | ipaddr.IPv6, number] = ipaddr.isValidCIDR(network)
    ? ipaddr.parseCIDR(network)
    : [ipaddr.parse(network), network.includes(':') ? 128 : 32];
  const [base, bits] = range;
  const isMapped = base.kind() === 'ipv6' && (base as ipaddr.IPv6).isIPv4MappedAddress();
  return isMapped ? [(base as ipaddr.IPv6).toIPv4Address(), Math.max(0, bits - 96)] : range;
}
