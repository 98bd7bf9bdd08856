import * as aws from '@pulumi/aws'
import { EVERYBODY, everythingAllowed } from './broken-documents.ts'

/** A program that breaks every rule, each in every way that the rule knows: what the rules are tested with. Nobody deploys it. */
export function brokenStack(): void {
  new aws.Provider('aws', { region: 'us-east-1' })
  brokenStores()
  brokenDatabase()
  brokenQueues()
  brokenMachines()
  brokenContainers()
  brokenNetwork()
  brokenEdge()
  brokenIdentities()
  brokenOperations()
}

function brokenStores(): void {
  const { id } = new aws.s3.Bucket('bare', {})
  const bucket = new aws.s3.Bucket('open', {})
  const of = { bucket: bucket.id }
  new aws.s3.BucketPublicAccessBlock('open', {
    ...of,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
  })
  new aws.s3.BucketPolicy('open', { ...of, policy: EVERYBODY })
  const encryption = { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }
  new aws.s3.BucketServerSideEncryptionConfiguration('open', { ...of, rules: [encryption] })
  new aws.s3.BucketVersioning('open', { ...of, versioningConfiguration: { status: 'Suspended' } })
  new aws.s3.BucketLifecycleConfiguration('open', { ...of, rules: [{ id: 'none', status: 'Disabled' }] })
  new aws.s3.BucketOwnershipControls('open', { ...of, rule: { objectOwnership: 'ObjectWriter' } })
  new aws.s3.BucketLogging('other', { bucket: id, targetBucket: id, targetPrefix: '' })

  new aws.ebs.Volume('plain', { availabilityZone: 'us-east-1a', size: 1 })
  const folder = new aws.efs.FileSystem('plain', {})
  new aws.efs.AccessPoint('plain', { fileSystemId: folder.id })
  new aws.athena.Workgroup('plain', { configuration: { enforceWorkgroupConfiguration: false } })
}

function brokenDatabase(): void {
  new aws.rds.ParameterGroup('plain', { family: 'postgres18', parameters: [{ name: 'rds.force_ssl', value: '0' }] })
  new aws.rds.Instance('plain', {
    instanceClass: 'db.t4g.micro',
    engine: 'postgres',
    username: 'zerosec',
    password: 'known to everybody',
    publiclyAccessible: true,
    skipFinalSnapshot: true,
    backupRetentionPeriod: 1,
  })
}

function brokenQueues(): void {
  const queue = new aws.sqs.Queue('plain', {})
  new aws.sqs.QueuePolicy('plain', { queueUrl: queue.url, policy: EVERYBODY })
  const topic = new aws.sns.Topic('plain', {})
  new aws.sns.TopicPolicy('plain', { arn: topic.arn, policy: EVERYBODY })
}

function brokenMachines(): void {
  const machine = {
    instanceType: 't3.small',
    keyName: 'mine',
    metadataOptions: { httpTokens: 'optional', httpPutResponseHopLimit: 2 },
  }
  new aws.ec2.Instance('plain', { ...machine, ami: 'ami-1', associatePublicIpAddress: true })
  new aws.ec2.LaunchTemplate('plain', { ...machine, networkInterfaces: [{ associatePublicIpAddress: 'true' }] })
  new aws.autoscaling.Group('plain', { minSize: 1, maxSize: 1 })
}

function brokenContainers(): void {
  new aws.ecr.Repository('mutable', { imageTagMutability: 'MUTABLE' })
  new aws.ecr.Repository('half', {
    imageTagMutability: 'IMMUTABLE_WITH_EXCLUSION',
    imageTagMutabilityExclusionFilters: [{ filter: '*', filterType: 'WILDCARD' }],
  })
  new aws.ecr.LifecyclePolicy('half', {
    repository: 'half',
    policy: JSON.stringify({
      rules: [{ rulePriority: 1, selection: { tagStatus: 'any' }, action: { type: 'expire' } }],
    }),
  })
  const cluster = new aws.ecs.Cluster('blind', { settings: [{ name: 'containerInsights', value: 'disabled' }] })
  const task = new aws.ecs.TaskDefinition('loose', {
    family: 'loose',
    volumes: [{ name: 'data', efsVolumeConfiguration: { fileSystemId: 'fs-1' } }],
    containerDefinitions: JSON.stringify([
      {
        name: 'api',
        image: 'zerosec/api:latest',
        privileged: true,
        environment: [
          { name: 'PGPASSWORD', value: 'x' },
          { name: 'DATABASE_URL', value: 'postgres://zerosec:known@host/zerosec' },
        ],
      },
    ]),
  })
  new aws.ecs.Service('loose', {
    cluster: cluster.arn,
    taskDefinition: task.arn,
    networkConfiguration: { subnets: [], assignPublicIp: true },
  })
}

function brokenNetwork(): void {
  const vpc = new aws.ec2.Vpc('silent', { cidrBlock: '10.0.0.0/16' })
  new aws.ec2.DefaultSecurityGroup('open', {
    vpcId: vpc.id,
    ingress: [{ protocol: '-1', fromPort: 0, toPort: 0, self: true }],
  })
  new aws.ec2.FlowLog('refused', { vpcId: vpc.id, trafficType: 'REJECT' })
  new aws.ec2.Subnet('generous', { vpcId: vpc.id, mapPublicIpOnLaunch: true })
  const group = new aws.ec2.SecurityGroup('open', {
    vpcId: vpc.id,
    ingress: [{ protocol: 'tcp', fromPort: 22, toPort: 22, cidrBlocks: ['0.0.0.0/0'] }],
  })
  const of = { securityGroupId: group.id }
  new aws.vpc.SecurityGroupIngressRule('ssh', {
    ...of,
    ipProtocol: 'tcp',
    fromPort: 22,
    toPort: 22,
    cidrIpv4: '0.0.0.0/0',
  })
  new aws.vpc.SecurityGroupIngressRule('range', {
    ...of,
    ipProtocol: 'tcp',
    fromPort: 3000,
    toPort: 4000,
    cidrIpv4: '10.0.0.0/16',
  })
  new aws.vpc.SecurityGroupIngressRule('all', { ...of, ipProtocol: '-1', cidrIpv6: '::/0' })
  new aws.vpc.SecurityGroupEgressRule('all', { ...of, ipProtocol: '-1', cidrIpv4: '0.0.0.0/0' })
  new aws.vpc.SecurityGroupEgressRule('range', {
    ...of,
    ipProtocol: 'tcp',
    fromPort: 0,
    toPort: 65_535,
    cidrIpv4: '0.0.0.0/0',
  })
}

function brokenEdge(): void {
  const balancer = new aws.lb.LoadBalancer('open', { desyncMitigationMode: 'monitor' })
  const targets = new aws.lb.TargetGroup('unwatched', {})
  new aws.lb.Listener('plain', {
    loadBalancerArn: balancer.arn,
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'forward', targetGroupArn: targets.arn }],
  })
  const behaviour = {
    targetOriginId: 'o',
    viewerProtocolPolicy: 'allow-all',
    allowedMethods: ['GET'],
    cachedMethods: ['GET'],
  }
  new aws.cloudfront.Distribution('plain', {
    enabled: true,
    origins: [
      {
        originId: 'o',
        domainName: 'origin.example',
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: 'http-only',
          originSslProtocols: ['TLSv1'],
        },
      },
    ],
    defaultCacheBehavior: behaviour,
    restrictions: { geoRestriction: { restrictionType: 'none' } },
    viewerCertificate: { minimumProtocolVersion: 'TLSv1' },
  })
  new aws.cloudfront.VpcOrigin('plain', {
    vpcOriginEndpointConfig: {
      name: 'plain',
      arn: balancer.arn,
      httpPort: 80,
      httpsPort: 443,
      originProtocolPolicy: 'http-only',
      originSslProtocols: { items: ['TLSv1'], quantity: 1 },
    },
  })
  const seen = { metricName: 'open', cloudwatchMetricsEnabled: false, sampledRequestsEnabled: false }
  new aws.wafv2.WebAcl('open', { scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig: seen })
}

function brokenIdentities(): void {
  new aws.iam.Role('anybody', {
    assumeRolePolicy: JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
    }),
  })
  const federated = { Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' }
  const condition = { StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*' } }
  new aws.iam.Role('any-workflow', {
    assumeRolePolicy: JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: federated, Action: 'sts:AssumeRoleWithWebIdentity', Condition: condition },
      ],
    }),
  })
  new aws.iam.RolePolicy('everything', { role: 'anybody', policy: everythingAllowed('s3:*', 'iam:PassRole') })
  new aws.iam.RolePolicyAttachment('administrator', {
    role: 'anybody',
    policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  })
  new aws.iam.User('somebody', {})
}

function brokenOperations(): void {
  new aws.kms.Key('old', { enableKeyRotation: false, deletionWindowInDays: 7 })
  new aws.kms.Key('open', {
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: JSON.stringify({
      Statement: [
        { Effect: 'Allow', Principal: { AWS: '*' }, Action: 'kms:*', Resource: '*' },
        { Effect: 'Allow', Principal: { Service: 'logs.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' },
      ],
    }),
  })
  new aws.cloudwatch.LogGroup('short', { retentionInDays: 7 })
  new aws.cloudwatch.MetricAlarm('silent', {
    comparisonOperator: 'GreaterThanThreshold',
    evaluationPeriods: 1,
    actionsEnabled: false,
  })
  new aws.backup.Vault('open', {})
}
