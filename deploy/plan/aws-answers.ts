const ACCOUNT = '123456789012'
const REGION = 'us-east-1'

type Values = Readonly<Record<string, unknown>>

/** Service and resource part of an ARN by type, where it is not `<service>:<kind>/<name>` as the type says. */
const ARNS: Readonly<Record<string, (name: string) => string>> = {
  'aws:s3/bucket:Bucket': (name) => `arn:aws:s3:::${name}`,
  'aws:iam/role:Role': (name) => `arn:aws:iam::${ACCOUNT}:role/${name}`,
  'aws:iam/policy:Policy': (name) => `arn:aws:iam::${ACCOUNT}:policy/${name}`,
  'aws:iam/openIdConnectProvider:OpenIdConnectProvider': (name) => `arn:aws:iam::${ACCOUNT}:oidc-provider/${name}`,
  'aws:sqs/queue:Queue': (name) => arn('sqs', name),
  'aws:sns/topic:Topic': (name) => arn('sns', name),
  'aws:cloudwatch/logGroup:LogGroup': (name) => arn('logs', `log-group:${name}`),
  'aws:secretsmanager/secret:Secret': (name) => arn('secretsmanager', `secret:${name}-a1b2c3`),
  'aws:cloudfront/distribution:Distribution': (name) => `arn:aws:cloudfront::${ACCOUNT}:distribution/${name}`,
  'aws:athena/workgroup:Workgroup': (name) => arn('athena', `workgroup/${name}`),
  'aws:glue/catalogDatabase:CatalogDatabase': (name) => arn('glue', `database/${name}`),
  'aws:lb/loadBalancer:LoadBalancer': (name) =>
    arn('elasticloadbalancing', `loadbalancer/app/${name}/0123456789abcdef`),
  'aws:lb/targetGroup:TargetGroup': (name) => arn('elasticloadbalancing', `targetgroup/${name}/0123456789abcdef`),
  'aws:efs/fileSystem:FileSystem': (name) => arn('elasticfilesystem', `file-system/${name}-id`),
  'aws:efs/accessPoint:AccessPoint': (name) => arn('elasticfilesystem', `access-point/${name}-id`),
}

/** What else is read of a resource beside id and ARN. */
const OUTPUTS: Readonly<Record<string, (name: string, inputs: Values) => Values>> = {
  'aws:s3/bucket:Bucket': (name) => ({
    id: name,
    bucket: name,
    bucketRegionalDomainName: `${name}.s3.${REGION}.amazonaws.com`,
  }),
  'aws:ecr/repository:Repository': (name, inputs) => ({
    repositoryUrl: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${typeof inputs['name'] === 'string' ? inputs['name'] : name}`,
  }),
  'aws:sqs/queue:Queue': (name) => ({ url: `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${name}` }),
  'aws:lb/loadBalancer:LoadBalancer': (name) => ({
    dnsName: `internal-${name}.${REGION}.elb.amazonaws.com`,
    zoneId: 'Z35SXDOTRQ7X7K',
    arnSuffix: `app/${name}/0123456789abcdef`,
  }),
  'aws:lb/targetGroup:TargetGroup': (name) => ({ arnSuffix: `targetgroup/${name}/0123456789abcdef` }),
  'aws:rds/instance:Instance': (name) => ({
    identifier: name,
    address: `${name}.abcdefghijkl.${REGION}.rds.amazonaws.com`,
    port: 5432,
    masterUserSecrets: [{ secretArn: arn('secretsmanager', `secret:rds!db-${name}-a1b2c3`) }],
  }),
  'aws:cloudfront/distribution:Distribution': (name) => ({
    domainName: `${name}.cloudfront.net`,
    hostedZoneId: 'Z2FDTNDATAQYW2',
  }),
  'aws:acm/certificate:Certificate': (_, { domainName }) => ({
    domainValidationOptions: [
      {
        domainName,
        resourceRecordName: `_check.${String(domainName)}.`,
        resourceRecordType: 'CNAME',
        resourceRecordValue: '_check.acm-validations.aws.',
      },
    ],
  }),
  'aws:kms/key:Key': (name) => ({ keyId: `${name}-id` }),
  'aws:route53/record:Record': (_, inputs) => ({ fqdn: inputs['name'] }),
  'aws:ec2/launchTemplate:LaunchTemplate': () => ({ latestVersion: 1 }),
  'aws:ec2/vpc:Vpc': () => ({ defaultSecurityGroupId: 'default-group-id', defaultNetworkAclId: 'default-acl-id' }),
  'aws:ec2/instance:Instance': () => ({ publicIp: '203.0.113.10' }),
  'aws:ec2/eip:Eip': () => ({ publicIp: '203.0.113.11', allocationId: 'eipalloc-1' }),
}

/** The values that AWS would give to a resource. */
export function awsAnswer(type: string, name: string, inputs: Values): Values {
  const [, service = '', kind = ''] = /^aws:(\w+)\/(\w+):/.exec(type) ?? []
  return { arn: ARNS[type]?.(name) ?? arn(service, `${kind}/${name}`), ...OUTPUTS[type]?.(name, inputs) }
}

/** Answers of the functions that stacks ask AWS. */
export function awsLookUp(token: string): Values {
  return LOOK_UPS[token] ?? {}
}

const LOOK_UPS: Readonly<Record<string, Values>> = {
  'aws:index/getCallerIdentity:getCallerIdentity': { accountId: ACCOUNT },
  'aws:index/getAvailabilityZones:getAvailabilityZones': { names: ['a', 'b', 'c'].map((zone) => REGION + zone) },
  'aws:ecr/getImage:getImage': { imageDigest: `sha256:${'0'.repeat(64)}` },
  'aws:ssm/getParameter:getParameter': { value: 'ami-0123456789abcdef0' },
  'aws:ec2/getManagedPrefixList:getManagedPrefixList': {
    id: 'pl-3b927c52',
    entries: ['130.176.0.0/17', '64.252.64.0/18'].map((cidr) => ({ cidr, description: '' })),
  },
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`
}
