import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { makeAlarm, makeAlarmTopic } from '../components/alarms.ts'
import { makeBackups } from '../components/backup.ts'
import { makeDeployer, pushing } from '../components/deployer.ts'
import { makeKey } from '../components/key.ts'
import { makeLogGroup } from '../components/logs.ts'
import {
  type MachineArgs,
  makeMachine,
  makeMachineGroup,
  makeMachineOfGroup,
  makeMachineRole,
} from '../components/machine.ts'
import { makeNetwork } from '../components/network.ts'
import { policyDocument } from '../components/policy-document.ts'
import { makeRegistry } from '../components/registry.ts'
import { type Surroundings, surroundings } from '../components/surroundings.ts'
import { rollingOut } from './rolling-out.ts'
import type { Ec2Settings } from './settings.ts'
import { MEASURED, userData } from './user-data.ts'

/** One machine in a network of its own, its image's repository, its data on a volume that outlives it. */
export function ec2Stack(settings: Ec2Settings): Record<string, pulumi.Output<string>> {
  const around = surroundings('ec2', settings.region, settings.environment)
  const key = makeKey(around)
  const { vpc, publicSubnets } = makeNetwork({ zones: 1, hasPrivateSubnets: false, key }, around)
  const subnet = publicSubnets[0]!
  const repository = makeRegistry('api', key, around)
  const logs = makeLogGroup('machine', key, around)
  const { role, profile } = makeMachineRole(repository, logs, MEASURED.namespace, around)
  const volume = makeDataVolume(subnet, settings.dataGb, around)
  if (settings.isGroup) allowFetching(volume, role, around)

  const machine: MachineArgs = {
    instanceType: settings.instanceType,
    subnet,
    profile,
    securityGroup: makeMachineGroup(vpc, settings.allowedCidrs, around),
    userData: pulumi.all([repository.repositoryUrl, logs.name, volume.id]).apply(([url, logGroup, volumeId]) =>
      userData({
        region: settings.region,
        registry: url.split('/')[0]!,
        logGroup,
        image: `${url}:live-${settings.environment}`,
        databaseImage: settings.databaseImage,
        fetchVolume: settings.isGroup ? volumeId : undefined,
      }),
    ),
  }
  const place = settings.isGroup ? groupOf(machine, around) : machineOf(machine, volume, around)
  const topic = makeAlarmTopic(settings.alarmEmail, key, around)
  watch(place, topic, around)
  watchInside(topic, around)
  makeBackups({ resources: [volume.arn], hasBuckets: false, key, topic }, around)
  const outputs = { repository: repository.repositoryUrl, ...place.outputs }
  const { repository: source, githubProvider } = settings
  if (source === undefined) return outputs
  const statements = [...pushing(repository), ...rollingOut(around)]
  return { ...outputs, deployer: makeDeployer({ repository: source, githubProvider }, statements, around).arn }
}

interface Place {
  readonly dimensions: Record<string, pulumi.Output<string>>
  readonly outputs: Record<string, pulumi.Output<string>>
}

function machineOf(machine: MachineArgs, volume: aws.ebs.Volume, around: Surroundings): Place {
  const instance = makeMachine(machine, volume, around)
  return { dimensions: { InstanceId: instance.id }, outputs: { instance: instance.id, address: instance.publicIp } }
}

function groupOf(machine: MachineArgs, around: Surroundings): Place {
  const group = makeMachineOfGroup(machine, around)
  return { dimensions: { AutoScalingGroupName: group.name }, outputs: { group: group.name } }
}

function makeDataVolume(subnet: aws.ec2.Subnet, size: number, { options }: Surroundings): aws.ebs.Volume {
  return new aws.ebs.Volume(
    'data',
    { availabilityZone: subnet.availabilityZone, size, type: 'gp3', encrypted: true, tags: { Name: 'zerosec-data' } },
    { ...options, protect: true },
  )
}

/** Attaching is allowed for this volume to machines of ours. */
function allowFetching(volume: aws.ebs.Volume, role: aws.iam.Role, { region, account, options }: Surroundings): void {
  const machines = pulumi.interpolate`arn:aws:ec2:${region}:${account}:instance/*`
  new aws.iam.RolePolicy(
    'machine-volume',
    {
      role: role.id,
      policy: policyDocument(
        { Effect: 'Allow', Action: 'ec2:AttachVolume', Resource: volume.arn },
        {
          Effect: 'Allow',
          Action: 'ec2:AttachVolume',
          Resource: machines,
          Condition: { StringEquals: { 'aws:ResourceTag/Project': 'zerosec', 'aws:ResourceTag/Stack': 'ec2' } },
        },
      ),
    },
    options,
  )
}

function watch({ dimensions }: Place, topic: aws.sns.Topic, around: Surroundings): void {
  const of = { namespace: 'AWS/EC2', dimensions }
  const recover = 'InstanceId' in dimensions ? [`arn:aws:automate:${around.region}:ec2:recover`] : []
  makeAlarm(
    'machine-unreachable',
    {
      ...of,
      description:
        'The machine fails the checks of AWS. A machine of its own is moved to other hardware, one of a group is replaced.',
      metric: 'StatusCheckFailed_System',
      statistic: 'Maximum',
      comparison: 'over',
      threshold: 0,
      minutes: 3,
      // A machine that is well is not moved because EC2 tells nothing of it: `zerosec-away` sees one that is silent.
      missing: 'missing',
    },
    topic,
    around,
    recover,
  )
  makeAlarm(
    'machine-without-credits',
    {
      ...of,
      description:
        'The machine has computed so much that it will be slowed down, or costs extra: a larger type or one of the m family.',
      metric: 'CPUCreditBalance',
      statistic: 'Average',
      comparison: 'under',
      threshold: 20,
      minutes: 15,
      every: 5,
      missing: 'notBreaching',
    },
    topic,
    around,
  )
}

/** By what the machine measures itself: that it runs does not say that zerosec answers. */
function watchInside(topic: aws.sns.Topic, around: Surroundings): void {
  const of = { namespace: MEASURED.namespace, dimensions: {}, statistic: 'Maximum', minutes: 5 }
  makeAlarm(
    'zerosec-away',
    {
      ...of,
      description: 'zerosec has not been ready for five minutes: docker ps and its log say why.',
      metric: MEASURED.ready,
      comparison: 'under',
      threshold: 1,
      missing: 'breaching',
    },
    topic,
    around,
  )
  makeAlarm(
    'volume-full',
    {
      ...of,
      description: 'A fifth of the data volume is left: raise dataGb, then xfs_growfs /var/lib/zerosec on the machine.',
      metric: MEASURED.diskUsed,
      comparison: 'over',
      threshold: 80,
      missing: 'notBreaching',
    },
    topic,
    around,
  )
}
