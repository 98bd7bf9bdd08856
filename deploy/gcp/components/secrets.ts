import * as gcp from '@pulumi/gcp'
import type * as pulumi from '@pulumi/pulumi'
import type { Surroundings } from './surroundings.ts'

export interface Secret {
  readonly secret: gcp.secretmanager.Secret
  /** A service reads this one, not the newest: a change of secrets is a deployment like any other. */
  readonly version: gcp.secretmanager.SecretVersion
  /** Of the readers: who starts before them finds the door closed. */
  readonly rights: readonly gcp.secretmanager.SecretIamMember[]
}

/** A secret in one region, which `readers` alone may read. */
export function makeSecret(
  name: string,
  secretData: pulumi.Input<string>,
  readers: readonly gcp.serviceaccount.Account[],
  { region, options }: Surroundings,
): Secret {
  const secret = new gcp.secretmanager.Secret(
    name,
    { secretId: `zerosec-${name}`, replication: { userManaged: { replicas: [{ location: region }] } } },
    options,
  )
  const version = new gcp.secretmanager.SecretVersion(name, { secret: secret.id, secretData }, options)
  const rights = readers.map(
    (account, index) =>
      new gcp.secretmanager.SecretIamMember(
        `${name}-reader-${index + 1}`,
        { secretId: secret.id, role: 'roles/secretmanager.secretAccessor', member: account.member },
        options,
      ),
  )
  return { secret, version, rights }
}
