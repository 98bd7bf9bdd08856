import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { assumedBy, policyDocument } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const AMAZON_LINUX = '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64'
const ROOT_GB = 16

export interface MachineArgs {
  readonly instanceType: string
  readonly subnet: aws.ec2.Subnet
  readonly securityGroup: aws.ec2.SecurityGroup
  readonly profile: aws.iam.InstanceProfile
  readonly userData: pulumi.Output<string>
}

/** Nothing listens but what `cidrs` may reach on port 80; there is no SSH, Session Manager opens shells. */
export function makeMachineGroup(
  vpc: aws.ec2.Vpc,
  cidrs: readonly string[],
  { options }: Surroundings,
): aws.ec2.SecurityGroup {
  const group = new aws.ec2.SecurityGroup(
    'machine',
    { vpcId: vpc.id, description: 'The machine that runs zerosec' },
    options,
  )
  cidrs.forEach((cidrIpv4, index) => {
    const args = {
      securityGroupId: group.id,
      ipProtocol: 'tcp',
      fromPort: 80,
      toPort: 80,
      cidrIpv4,
      description: 'The page and the API',
    }
    new aws.vpc.SecurityGroupIngressRule(`machine-http-${index + 1}`, args, options)
  })
  const out = { securityGroupId: group.id, ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIpv4: '0.0.0.0/0' }
  new aws.vpc.SecurityGroupEgressRule(
    'machine-https',
    { ...out, description: 'ECR, Systems Manager, logs, packages' },
    options,
  )
  return group
}

/** What the machine may do: pull its image, be managed, write its log, tell what it measures. */
export function makeMachineRole(
  repository: aws.ecr.Repository,
  logs: aws.cloudwatch.LogGroup,
  metrics: string,
  { options }: Surroundings,
): { role: aws.iam.Role; profile: aws.iam.InstanceProfile } {
  const role = new aws.iam.Role('machine', { assumeRolePolicy: assumedBy('ec2.amazonaws.com') }, options)
  new aws.iam.RolePolicyAttachment(
    'machine-management',
    { role: role.name, policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' },
    options,
  )
  new aws.iam.RolePolicy(
    'machine',
    {
      role: role.id,
      policy: policyDocument(
        { Sid: 'Login', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
        {
          Effect: 'Allow',
          Action: ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
          Resource: repository.arn,
        },
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Resource: pulumi.interpolate`${logs.arn}:*`,
        },
        // AWS knows no resources for it, but the namespace.
        {
          Sid: 'Metrics',
          Effect: 'Allow',
          Action: 'cloudwatch:PutMetricData',
          Resource: '*',
          Condition: { StringEquals: { 'cloudwatch:namespace': metrics } },
        },
      ),
    },
    options,
  )
  return { role, profile: new aws.iam.InstanceProfile('machine', { role: role.name }, options) }
}

/** One machine with a fixed address. */
export function makeMachine(args: MachineArgs, volume: aws.ebs.Volume, { options }: Surroundings): aws.ec2.Instance {
  const instance = new aws.ec2.Instance(
    'machine',
    {
      ami: amazonLinux(options.provider),
      instanceType: args.instanceType,
      subnetId: args.subnet.id,
      vpcSecurityGroupIds: [args.securityGroup.id],
      iamInstanceProfile: args.profile.name,
      userData: args.userData,
      // A new script is for the next machine; deployments change what runs on this one.
      userDataReplaceOnChange: false,
      associatePublicIpAddress: true,
      metadataOptions: METADATA,
      rootBlockDevice: { volumeType: 'gp3', volumeSize: ROOT_GB, encrypted: true },
      monitoring: true,
      ebsOptimized: true,
      disableApiTermination: true,
      tags: NAMED,
    },
    { ...options, ignoreChanges: ['ami', 'userData'] },
  )
  new aws.ec2.VolumeAttachment(
    'data',
    { deviceName: '/dev/sdf', volumeId: volume.id, instanceId: instance.id },
    options,
  )
  const address = new aws.ec2.Eip('address', { domain: 'vpc', tags: NAMED }, options)
  new aws.ec2.EipAssociation('address', { instanceId: instance.id, allocationId: address.allocationId }, options)
  return instance
}

/** A group of one in the zone of the volume: a machine that fails its checks is replaced, and the next fetches the volume. */
export function makeMachineOfGroup(args: MachineArgs, { options, tags }: Surroundings): aws.autoscaling.Group {
  const template = new aws.ec2.LaunchTemplate(
    'machine',
    {
      imageId: amazonLinux(options.provider),
      instanceType: args.instanceType,
      iamInstanceProfile: { arn: args.profile.arn },
      networkInterfaces: [
        { associatePublicIpAddress: 'true', subnetId: args.subnet.id, securityGroups: [args.securityGroup.id] },
      ],
      metadataOptions: METADATA,
      blockDeviceMappings: [
        { deviceName: '/dev/xvda', ebs: { volumeType: 'gp3', volumeSize: ROOT_GB, encrypted: 'true' } },
      ],
      monitoring: { enabled: true },
      ebsOptimized: 'true',
      userData: args.userData.apply((text) => Buffer.from(text).toString('base64')),
      tagSpecifications: ['instance', 'volume'].map((resourceType) => ({ resourceType, tags: { ...tags, ...NAMED } })),
      updateDefaultVersion: true,
    },
    options,
  )
  return new aws.autoscaling.Group(
    'machine',
    {
      minSize: 0,
      maxSize: 1,
      desiredCapacity: 1,
      vpcZoneIdentifiers: [args.subnet.id],
      launchTemplate: { id: template.id, version: '$Latest' },
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 300,
      tags: Object.entries(NAMED).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    },
    options,
  )
}

/** By this a deployment finds the machine. */
const NAMED = { Name: 'zerosec', Role: 'machine' } as const

/** Tokens only, and none that a container could fetch: one hop reaches the machine itself. */
const METADATA = { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1 } as const

function amazonLinux(provider: aws.Provider): pulumi.Output<string> {
  return aws.ssm.getParameterOutput({ name: AMAZON_LINUX }, { provider }).value
}
