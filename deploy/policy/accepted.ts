/** What a rule would refuse and is meant to be so, with the reason. A test finds those that no rule refuses any more. */
export const ACCEPTED: readonly { readonly rule: string; readonly name: string; readonly reason: string }[] = [
  {
    rule: 'machines-without-public-address',
    name: 'machine',
    reason:
      'The stack on one machine has no load balancer: users of the allowed networks reach port 80 of its address, nobody else reaches anything.',
  },
  {
    rule: 'buckets-log-accesses',
    name: 'access-logs',
    reason: 'The bucket of the logs would log its own writes without end.',
  },
  {
    rule: 'buckets-encrypted-with-own-key',
    name: 'access-logs',
    reason: 'The load balancer writes its log under the key of S3 only.',
  },
]

export function isAccepted(rule: string, name: string): boolean {
  return ACCEPTED.some((accepted) => accepted.rule === rule && accepted.name === name)
}
