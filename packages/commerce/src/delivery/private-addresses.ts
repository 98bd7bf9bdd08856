import { BlockList, isIP } from 'node:net'

/** What no public service answers under: this machine, its network, and what is kept for special uses (RFC 6890). */
const RANGES = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const

const RANGES_6 = [
  ['::', 96], // also ::1 and addresses of version 4 in the old form
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
] as const

const blocked = new BlockList()
for (const [net, prefix] of RANGES) blocked.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of RANGES_6) blocked.addSubnet(net, prefix, 'ipv6')

/** Whether an address is of this machine or a network of its own; also what is no address. Those of version 4 written as version 6 are seen through. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  return family === 0 || blocked.check(address, family === 4 ? 'ipv4' : 'ipv6')
}
