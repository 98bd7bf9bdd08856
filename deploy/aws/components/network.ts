import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { makeLogGroup } from './logs.ts'
import { assumedBy, policyDocument } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

export const VPC_CIDR = '10.0.0.0/16'
/** CloudFront reaches nothing in these zones, and some take no new machines. Their names differ from account to account. */
const LEFT_OUT = ['use1-az3', 'usw1-az2', 'cac1-az3', 'apne1-az3']

export interface Network {
  readonly vpc: aws.ec2.Vpc
  readonly publicSubnets: readonly aws.ec2.Subnet[]
  /** None where the network has only public ones. */
  readonly privateSubnets: readonly aws.ec2.Subnet[]
}

export interface NetworkArgs {
  readonly zones: number
  readonly hasPrivateSubnets: boolean
  readonly key: aws.kms.Key
}

/**
 * 10.0.0.0/16 with a public subnet 10.0.<1, 2, …>.0/24 a zone and, where wanted, a private one 10.0.<11, 12, …>.0/24 with a NAT gateway
 * of its own: a zone that fails takes nobody else's way out with it. Traffic to S3 stays inside. Nothing uses the default security group,
 * so it lets nothing through. Refused and accepted connections are logged.
 */
export function makeNetwork(args: NetworkArgs, around: Surroundings): Network {
  const { options } = around
  const vpc = new aws.ec2.Vpc('vpc', { cidrBlock: VPC_CIDR, enableDnsHostnames: true, enableDnsSupport: true }, options)
  new aws.ec2.DefaultSecurityGroup('closed', { vpcId: vpc.id, ingress: [], egress: [] }, options)
  logFlows(vpc, args.key, around)

  const zones = zonesOf(around)
  const subnetsOf = (kind: string, firstOctet: number) =>
    Array.from({ length: args.zones }, (_, zone) => {
      const cidrBlock = `10.0.${firstOctet + zone}.0/24`
      const place = { vpcId: vpc.id, cidrBlock, availabilityZone: zones.apply((names) => zoneAt(names, zone, around)) }
      // A subnet stays where it is, also on a day on which AWS names other zones.
      const stays = { ...options, ignoreChanges: ['availabilityZone'] }
      return new aws.ec2.Subnet(`${kind}-${zone + 1}`, { ...place, mapPublicIpOnLaunch: false }, stays)
    })
  const publicSubnets = subnetsOf('public', 1)
  const publicRoutes = routeToInternet(vpc, publicSubnets, around)
  const privateSubnets = args.hasPrivateSubnets ? subnetsOf('private', 11) : []
  const privateRoutes = privateSubnets.map((subnet, zone) =>
    routeThroughNat(vpc, subnet, publicSubnets[zone]!, zone, around),
  )
  new aws.ec2.VpcEndpoint(
    's3-endpoint',
    {
      vpcId: vpc.id,
      serviceName: `com.amazonaws.${around.region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: [publicRoutes, ...privateRoutes].map(({ id }) => id),
    },
    options,
  )
  return { vpc, publicSubnets, privateSubnets }
}

/** Without Local Zones, which an account may have asked for. */
function zonesOf({ options }: Surroundings): pulumi.Output<string[]> {
  const filters = [{ name: 'opt-in-status', values: ['opt-in-not-required'] }]
  return aws.getAvailabilityZonesOutput({ state: 'available', filters, excludeZoneIds: LEFT_OUT }, options).names
}

/** @throws RangeError where there are too few: AWS would choose one by itself */
function zoneAt(names: readonly string[], zone: number, { region }: Surroundings): string {
  const name = names[zone]
  if (name === undefined)
    throw new RangeError(`${region} has no ${zone + 1} zones that CloudFront reaches for this account`)
  return name
}

function routeToInternet(
  vpc: aws.ec2.Vpc,
  subnets: readonly aws.ec2.Subnet[],
  { options }: Surroundings,
): aws.ec2.RouteTable {
  const gateway = new aws.ec2.InternetGateway('internet', { vpcId: vpc.id }, options)
  const table = new aws.ec2.RouteTable('public-routes', { vpcId: vpc.id }, options)
  new aws.ec2.Route(
    'to-internet',
    { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id },
    options,
  )
  subnets.forEach((subnet, zone) => {
    new aws.ec2.RouteTableAssociation(
      `public-${zone + 1}-routes`,
      { subnetId: subnet.id, routeTableId: table.id },
      options,
    )
  })
  return table
}

function routeThroughNat(
  vpc: aws.ec2.Vpc,
  subnet: aws.ec2.Subnet,
  publicSubnet: aws.ec2.Subnet,
  zone: number,
  { options }: Surroundings,
): aws.ec2.RouteTable {
  const at = `${zone + 1}`
  const address = new aws.ec2.Eip(`nat-${at}-address`, { domain: 'vpc' }, options)
  const nat = new aws.ec2.NatGateway(
    `nat-${at}`,
    { subnetId: publicSubnet.id, allocationId: address.allocationId },
    options,
  )
  const table = new aws.ec2.RouteTable(`private-${at}-routes`, { vpcId: vpc.id }, options)
  new aws.ec2.Route(
    `private-${at}-to-nat`,
    { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', natGatewayId: nat.id },
    options,
  )
  new aws.ec2.RouteTableAssociation(`private-${at}-routes`, { subnetId: subnet.id, routeTableId: table.id }, options)
  return table
}

function logFlows(vpc: aws.ec2.Vpc, key: aws.kms.Key, around: Surroundings): void {
  const { options } = around
  const group = makeLogGroup('flows', key, around)
  const role = new aws.iam.Role('flow-logs', { assumeRolePolicy: assumedBy('vpc-flow-logs.amazonaws.com') }, options)
  new aws.iam.RolePolicy(
    'flow-logs',
    {
      role: role.id,
      policy: policyDocument({
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
        Resource: pulumi.interpolate`${group.arn}:*`,
      }),
    },
    options,
  )
  new aws.ec2.FlowLog(
    'flows',
    { vpcId: vpc.id, trafficType: 'ALL', logDestination: group.arn, iamRoleArn: role.arn, maxAggregationInterval: 600 },
    options,
  )
}
