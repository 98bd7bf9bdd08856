import { expect } from 'vitest'
import { arn, type Expected, KEY } from './expected.ts'
import { trustOf } from './network.ts'
import { lifecycle, repository } from './tasks.ts'

const OURS = { StringEquals: { 'aws:ResourceTag/Project': 'zerosec', 'aws:ResourceTag/Stack': 'ec2' } }

/** The stack on one machine, beside its network. */
export const MACHINE: Expected = {
  'ecr/repository': { 'api-images': repository('api', 'ec2') },
  'ecr/lifecyclePolicy': { 'api-images': lifecycle() },
  'cloudwatch/logGroup': { 'machine-logs': { name: '/zerosec/ec2/machine', kmsKeyId: KEY, retentionInDays: 365 } },
  'ec2/securityGroup': { machine: { vpcId: 'vpc-id' } },
  'vpc/securityGroupIngressRule': {
    'machine-http-1': { securityGroupId: 'machine-id', fromPort: 80, toPort: 80, cidrIpv4: '203.0.113.0/24' },
  },
  'vpc/securityGroupEgressRule': { 'machine-https': { securityGroupId: 'machine-id', fromPort: 443, toPort: 443 } },
  'ebs/volume': { data: { size: 20, type: 'gp3', encrypted: true, availabilityZone: 'us-east-1a' } },
  'ec2/instance': {
    machine: {
      ami: 'ami-0123456789abcdef0',
      instanceType: 't3.small',
      subnetId: 'public-1-id',
      vpcSecurityGroupIds: ['machine-id'],
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      rootBlockDevice: { encrypted: true },
      disableApiTermination: true,
      userData: expect.stringContaining('--publish 80:8000'),
      tags: { Name: 'zerosec' },
    },
  },
  'ec2/volumeAttachment': { data: { deviceName: '/dev/sdf', volumeId: 'data-id', instanceId: 'machine-id' } },
  'ec2/eip': { address: { domain: 'vpc' } },
  'ec2/eipAssociation': { address: { instanceId: 'machine-id' } },
  'iam/instanceProfile': { machine: { role: 'machine' } },
  'iam/role': { machine: { assumeRolePolicy: trustOf('ec2') } },
  'iam/rolePolicyAttachment': {
    'machine-management': { policyArn: 'arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore' },
  },
  'iam/rolePolicy': {
    machine: {
      policy: {
        Statement: [
          { Action: 'ecr:GetAuthorizationToken' },
          { Resource: arn('ecr', 'repository/api-images') },
          { Resource: `${arn('logs', 'log-group:machine-logs')}:*` },
          {
            Action: 'cloudwatch:PutMetricData',
            Condition: { StringEquals: { 'cloudwatch:namespace': 'zerosec/ec2' } },
          },
        ],
      },
    },
    deployer: {
      policy: {
        Statement: [
          { Action: 'ecr:GetAuthorizationToken' },
          { Resource: [arn('ecr', 'repository/api-images')] },
          { Action: ['ec2:DescribeInstances', 'ssm:GetCommandInvocation'] },
          { Action: 'ssm:SendCommand', Resource: 'arn:aws:ssm:us-east-1::document/AWS-RunShellScript' },
          { Action: 'ssm:SendCommand', Resource: arn('ec2', 'instance/*'), Condition: OURS },
        ],
      },
    },
  },
  'backup/selection': { backups: { resources: [arn('ebs', 'volume/data')] } },
  'cloudwatch/metricAlarm': {
    'machine-unreachable': {
      metricName: 'StatusCheckFailed_System',
      treatMissingData: 'missing',
      dimensions: { InstanceId: 'machine-id' },
      alarmActions: [arn('sns', 'alarms'), 'arn:aws:automate:us-east-1:ec2:recover'],
    },
    // EC2 tells it each five minutes.
    'machine-without-credits': { metricName: 'CPUCreditBalance', threshold: 20, period: 300, evaluationPeriods: 3 },
    'zerosec-away': {
      namespace: 'zerosec/ec2',
      metricName: 'Ready',
      comparisonOperator: 'LessThanThreshold',
      threshold: 1,
      treatMissingData: 'breaching',
      alarmActions: [arn('sns', 'alarms')],
    },
    'volume-full': { metricName: 'DiskUsedPercent', comparisonOperator: 'GreaterThanThreshold', threshold: 80 },
  },
}

/** What is otherwise where the machine is one of a group. */
export const MACHINE_OF_GROUP: Expected = {
  'ec2/launchTemplate': {
    machine: {
      metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [{ ebs: { encrypted: 'true' } }],
      tagSpecifications: ['instance', 'volume'].map((resourceType) => ({
        resourceType,
        tags: { Name: 'zerosec', Project: 'zerosec', Stack: 'ec2' },
      })),
    },
  },
  'autoscaling/group': { machine: { minSize: 0, maxSize: 1, desiredCapacity: 1, vpcZoneIdentifiers: ['public-1-id'] } },
  'iam/rolePolicy': {
    'machine-volume': {
      policy: {
        Statement: [
          { Action: 'ec2:AttachVolume', Resource: arn('ebs', 'volume/data') },
          { Action: 'ec2:AttachVolume', Resource: arn('ec2', 'instance/*'), Condition: OURS },
        ],
      },
    },
  },
  'cloudwatch/metricAlarm': {
    'machine-unreachable': { dimensions: { AutoScalingGroupName: 'machine' }, alarmActions: [arn('sns', 'alarms')] },
  },
}
