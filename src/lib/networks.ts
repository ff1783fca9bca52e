import { BlockList, isIP } from 'node:net';

/** Whether an address lies in one of some networks. No address at all lies in none. */
export type Networks = (address: string | null) => boolean;

/**
 * Reads addresses and networks such as `203.0.113.7`, `10.0.0.0/8` or `2001:db8::/32`.
 * @throws when one of them is neither; `isNetwork` says so before
 */
export function networksOf(list: readonly string[]): Networks {
  const networks = new BlockList();
  for (const text of list) {
    const network = readNetwork(text);
    if (network === null) throw new Error(`expected an address or a network, came ${text}`);
    networks.addSubnet(network.address, network.prefix, network.family);
  }
  return (address) => {
    const plain = address === null ? null : plainAddress(address);
    return plain !== null && networks.check(plain, familyOf(plain));
  };
}

export function isNetwork(text: string): boolean {
  return readNetwork(text) !== null;
}

/** The address in its one form: an IPv4 address that came over IPv6 (`::ffff:203.0.113.7`) is the IPv4 address. Null when it is none. */
export function plainAddress(text: string): string | null {
  const address = text.trim().replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) === 0 ? null : address;
}

function readNetwork(text: string) {
  const [, before = '', after] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  const address = plainAddress(before);
  if (address === null) return null;
  const family = familyOf(address);
  const prefix = Number(after ?? BITS[family]);
  return prefix <= BITS[family] ? { address, prefix, family } : null;
}

const BITS = { ipv4: 32, ipv6: 128 } as const;

function familyOf(address: string): keyof typeof BITS {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
