import { expect } from 'vitest'
import { arn, between, type Expected, KEY } from './expected.ts'

const subnet = (cidrBlock: string, zone: string): object => ({
  cidrBlock,
  availabilityZone: `us-east-1${zone}`,
  mapPublicIpOnLaunch: false,
})
const route = (table: string, target: object): object => ({
  routeTableId: `${table}-id`,
  destinationCidrBlock: '0.0.0.0/0',
  ...target,
})
const association = (name: string, table: string): object => ({ subnetId: `${name}-id`, routeTableId: `${table}-id` })

/** What both stacks have of a network. */
export const NETWORK: Expected = {
  'ec2/vpc': { vpc: { cidrBlock: '10.0.0.0/16', enableDnsHostnames: true, enableDnsSupport: true } },
  'ec2/defaultSecurityGroup': { closed: { vpcId: 'vpc-id', ingress: [], egress: [] } },
  'ec2/internetGateway': { internet: { vpcId: 'vpc-id' } },
  'ec2/subnet': { 'public-1': subnet('10.0.1.0/24', 'a') },
  'ec2/routeTable': { 'public-routes': { vpcId: 'vpc-id' } },
  'ec2/route': { 'to-internet': route('public-routes', { gatewayId: 'internet-id' }) },
  'ec2/routeTableAssociation': { 'public-1-routes': association('public-1', 'public-routes') },
  'ec2/vpcEndpoint': {
    's3-endpoint': { serviceName: 'com.amazonaws.us-east-1.s3', vpcEndpointType: 'Gateway' },
  },
  'ec2/flowLog': {
    flows: { trafficType: 'ALL', logDestination: arn('logs', 'log-group:flows-logs'), vpcId: 'vpc-id' },
  },
  'iam/role': { 'flow-logs': { assumeRolePolicy: trustOf('vpc-flow-logs') } },
  'iam/rolePolicy': {
    'flow-logs': { policy: { Statement: [{ Resource: `${arn('logs', 'log-group:flows-logs')}:*` }] } },
  },
}

/** The two zones of ECS, each with a way out of its own, and who may talk to whom in them. */
export const ZONES: Expected = {
  'ec2/subnet': {
    'public-2': subnet('10.0.2.0/24', 'b'),
    'private-1': subnet('10.0.11.0/24', 'a'),
    'private-2': subnet('10.0.12.0/24', 'b'),
  },
  'ec2/eip': { 'nat-1-address': { domain: 'vpc' }, 'nat-2-address': { domain: 'vpc' } },
  'ec2/natGateway': { 'nat-1': { subnetId: 'public-1-id' }, 'nat-2': { subnetId: 'public-2-id' } },
  'ec2/routeTable': { 'private-1-routes': { vpcId: 'vpc-id' }, 'private-2-routes': { vpcId: 'vpc-id' } },
  'ec2/route': {
    'private-1-to-nat': route('private-1-routes', { natGatewayId: 'nat-1-id' }),
    'private-2-to-nat': route('private-2-routes', { natGatewayId: 'nat-2-id' }),
  },
  'ec2/routeTableAssociation': {
    'public-2-routes': association('public-2', 'public-routes'),
    'private-1-routes': association('private-1', 'private-1-routes'),
    'private-2-routes': association('private-2', 'private-2-routes'),
  },
  'ec2/vpcEndpoint': {
    's3-endpoint': { routeTableIds: ['public-routes-id', 'private-1-routes-id', 'private-2-routes-id'] },
  },
  'ec2/securityGroup': Object.fromEntries(
    ['api', 'balancer', 'database', 'files', 'worker'].map((name) => [name, { vpcId: 'vpc-id' }]),
  ),
  'vpc/securityGroupIngressRule': {
    'edge-to-balancer': { securityGroupId: 'balancer-id', fromPort: 443, toPort: 443, prefixListId: 'pl-3b927c52' },
    'balancer-to-api': {
      ...between('balancer', 'api', 8000),
      securityGroupId: 'api-id',
      referencedSecurityGroupId: 'balancer-id',
    },
    'api-to-database': {
      ...between('api', 'database', 5432),
      securityGroupId: 'database-id',
      referencedSecurityGroupId: 'api-id',
    },
    'worker-to-database': {
      ...between('worker', 'database', 5432),
      securityGroupId: 'database-id',
      referencedSecurityGroupId: 'worker-id',
    },
    'api-to-files': {
      ...between('api', 'files', 2049),
      securityGroupId: 'files-id',
      referencedSecurityGroupId: 'api-id',
    },
  },
  'vpc/securityGroupEgressRule': {
    'balancer-to-api': { securityGroupId: 'balancer-id', referencedSecurityGroupId: 'api-id', toPort: 8000 },
    'api-to-database': { securityGroupId: 'api-id', referencedSecurityGroupId: 'database-id', toPort: 5432 },
    'worker-to-database': { securityGroupId: 'worker-id', referencedSecurityGroupId: 'database-id', toPort: 5432 },
    'api-to-files': { securityGroupId: 'api-id', referencedSecurityGroupId: 'files-id', toPort: 2049 },
    'api-https': { securityGroupId: 'api-id', cidrIpv4: '0.0.0.0/0', fromPort: 443, toPort: 443 },
    'worker-https': { securityGroupId: 'worker-id', cidrIpv4: '0.0.0.0/0', fromPort: 443, toPort: 443 },
  },
}

/** What both stacks have beside their network. */
export const BASIS: Expected = {
  'pulumi:providers:aws': {
    aws: { region: 'us-east-1', defaultTags: { tags: { Project: 'zerosec', Environment: 'production' } } },
  },
  'kms/key': {
    key: {
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: {
        Statement: [
          { Principal: { AWS: 'arn:aws:iam::123456789012:root' } },
          { Principal: { Service: 'logs.us-east-1.amazonaws.com' } },
          { Principal: { Service: 'cloudwatch.amazonaws.com' } },
        ],
      },
    },
  },
  'kms/alias': { key: { targetKeyId: 'key-id' } },
  'cloudwatch/logGroup': { 'flows-logs': { kmsKeyId: KEY, retentionInDays: 365 } },
  'sns/topic': { alarms: { kmsMasterKeyId: 'key-id' } },
  'sns/topicPolicy': { alarms: { policy: { Statement: [{ Effect: 'Allow' }, { Effect: 'Deny', Principal: '*' }] } } },
  'sns/topicSubscription': { 'alarms-by-mail': { protocol: 'email', endpoint: 'operations@zerosec.example' } },
  'backup/vault': { backups: { kmsKeyArn: KEY } },
  'backup/vaultLockConfiguration': { 'backups-lock': { minRetentionDays: 35 } },
  'backup/plan': { backups: { rules: [{ schedule: 'cron(0 3 * * ? *)', lifecycle: { deleteAfter: 35 } }] } },
  'cloudwatch/metricAlarm': {
    'copies-failed': copies('NumberOfBackupJobsFailed'),
    'copies-not-begun': copies('NumberOfBackupJobsExpired'),
  },
  'iam/openIdConnectProvider': {
    github: { url: 'https://token.actions.githubusercontent.com', clientIdLists: ['sts.amazonaws.com'] },
  },
  'iam/role': {
    backups: { assumeRolePolicy: trustOf('backup') },
    deployer: {
      maxSessionDuration: 3600,
      assumeRolePolicy: {
        Statement: [
          {
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': 'repo:acme/zerosec:environment:production',
              },
            },
          },
        ],
      },
    },
  },
  'iam/rolePolicyAttachment': {
    'backups-of-volumes': { policyArn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup' },
  },
}

function copies(metricName: string): object {
  const dimensions = { BackupVaultName: expect.stringMatching(/^zerosec-/) }
  return { metricName, dimensions, threshold: 0, period: 300, alarmActions: [arn('sns', 'alarms')] }
}

/** Who takes a role: one service. */
export function trustOf(service: string): object {
  return {
    Statement: [{ Effect: 'Allow', Principal: { Service: `${service}.amazonaws.com` }, Action: 'sts:AssumeRole' }],
  }
}
