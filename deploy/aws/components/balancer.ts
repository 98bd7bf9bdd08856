import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import { IMAGE } from '../image.ts'
import type { Bucket } from './bucket.ts'
import type { Surroundings } from './surroundings.ts'

/** TLS 1.3, and 1.2 with forward secrecy. */
const TLS_POLICY = 'ELBSecurityPolicy-TLS13-1-2-2021-06'
/** Longer than the API's event streams are silent (15 s) and than most predictions take. */
const IDLE_SECONDS = 120

export interface BalancerArgs {
  readonly network: { readonly vpc: aws.ec2.Vpc; readonly privateSubnets: readonly aws.ec2.Subnet[] }
  readonly group: aws.ec2.SecurityGroup
  readonly certificate: pulumi.Output<string>
  readonly logs: Bucket
}

export interface Balancer {
  readonly balancer: aws.lb.LoadBalancer
  readonly targets: aws.lb.TargetGroup
  readonly listener: aws.lb.Listener
}

/** A load balancer in the private subnets, which CloudFront alone reaches: it has no address in the internet. */
export function makeBalancer({ network, group, certificate, logs }: BalancerArgs, { options }: Surroundings): Balancer {
  const balancer = new aws.lb.LoadBalancer(
    'balancer',
    {
      loadBalancerType: 'application',
      internal: true,
      subnets: network.privateSubnets.map(({ id }) => id),
      securityGroups: [group.id],
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'defensive',
      enableDeletionProtection: true,
      idleTimeout: IDLE_SECONDS,
      accessLogs: { bucket: logs.id, prefix: 'balancer', enabled: true },
    },
    options,
  )
  const targets = new aws.lb.TargetGroup(
    'api',
    {
      vpcId: network.vpc.id,
      targetType: 'ip',
      protocol: 'HTTP',
      port: IMAGE.port,
      deregistrationDelay: 30,
      healthCheck: {
        path: '/health/ready',
        matcher: '200',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
    },
    options,
  )
  const listener = new aws.lb.Listener(
    'https',
    {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: TLS_POLICY,
      certificateArn: certificate,
      defaultActions: [{ type: 'forward', targetGroupArn: targets.arn }],
    },
    options,
  )
  return { balancer, targets, listener }
}

/** AWS's list of the addresses that CloudFront asks from. */
export function edgeAddresses({ options }: Surroundings): pulumi.Output<aws.ec2.GetManagedPrefixListResult> {
  return aws.ec2.getManagedPrefixListOutput({ name: 'com.amazonaws.global.cloudfront.origin-facing' }, options)
}

/** Connections to 443 from CloudFront's own network; whoever else asks gets no answer. */
export function allowEdge(group: aws.ec2.SecurityGroup, around: Surroundings): void {
  new aws.vpc.SecurityGroupIngressRule(
    'edge-to-balancer',
    {
      securityGroupId: group.id,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      prefixListId: edgeAddresses(around).id,
      description: 'From CloudFront',
    },
    around.options,
  )
}
