import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

/** An account that nothing but what it is granted may do: no key of it is made, and it has no role on the project by itself. */
export function makeAccount(name: string, displayName: string, { options }: Surroundings): gcp.serviceaccount.Account {
  return new gcp.serviceaccount.Account(name, { accountId: `zerosec-${name}`, displayName }, options)
}

/** Roles that Google grants on a project only. */
export function grantOnProject(
  account: gcp.serviceaccount.Account,
  name: string,
  roles: readonly string[],
  { project, options }: Surroundings,
): void {
  for (const role of roles) {
    const short = role.replace(/^roles\//, '')
    new gcp.projects.IAMMember(`${name}-${short}`, { project, role, member: account.member }, options)
  }
}
