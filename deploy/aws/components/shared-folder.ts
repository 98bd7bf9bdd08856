import * as aws from '@pulumi/aws'
import { IMAGE } from '../image.ts'
import type { Surroundings } from './surroundings.ts'

export interface SharedFolder {
  readonly fileSystem: aws.efs.FileSystem
  readonly accessPoint: aws.efs.AccessPoint
}

/** The data folder of the API's tasks: snapshots of shops and the files that they were made of, the same for all of them. */
export function makeSharedFolder(
  subnets: readonly aws.ec2.Subnet[],
  group: aws.ec2.SecurityGroup,
  key: aws.kms.Key,
  { options }: Surroundings,
): SharedFolder {
  const fileSystem = new aws.efs.FileSystem(
    'data',
    { encrypted: true, kmsKeyId: key.arn, throughputMode: 'elastic', tags: { Name: 'zerosec-data' } },
    { ...options, protect: true },
  )
  subnets.forEach((subnet, zone) => {
    const args = { fileSystemId: fileSystem.id, subnetId: subnet.id, securityGroups: [group.id] }
    new aws.efs.MountTarget(`data-${zone + 1}`, args, options)
  })
  const owner = { uid: IMAGE.user, gid: IMAGE.user }
  const accessPoint = new aws.efs.AccessPoint(
    'data',
    {
      fileSystemId: fileSystem.id,
      posixUser: owner,
      rootDirectory: {
        path: '/zerosec',
        creationInfo: { ownerUid: owner.uid, ownerGid: owner.gid, permissions: '0700' },
      },
    },
    options,
  )
  return { fileSystem, accessPoint }
}
