import * as aws from '@pulumi/aws'
import type * as pulumi from '@pulumi/pulumi'
import type { Balancer } from './balancer.ts'
import type { Bucket } from './bucket.ts'
import { EDGE_REGION } from './certificate.ts'
import type { Surroundings } from './surroundings.ts'

/** Policies that AWS manages, by the ids that its documentation lists. */
const CACHE_NOTHING = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
const CACHE_LONG = '658327ea-f89d-4fab-a63d-7e88639e58f6'
const PASS_EVERYTHING_ON = '216adef6-2c7f-47e4-b989-5492eafa07d3'
const SECURITY_HEADERS = '67f7725c-6f97-4210-82d7-5512b31e9d03'

/** The most that CloudFront waits for a first byte without asking AWS for more. */
const READ_SECONDS = 60
/** AWS says that an origin inside a network takes up to a quarter of an hour, which is when the provider would give up. */
const ORIGIN_TAKES = '45m'

export interface EdgeArgs {
  readonly domain: string
  readonly zoneId: string
  readonly balancer: Balancer
  readonly certificate: pulumi.Output<string>
  readonly firewall: aws.wafv2.WebAcl
  readonly logs: Bucket
}

/**
 * CloudFront in front of the page and the API: TLS near the user, the page's files from its cache, everything else passed on to the load
 * balancer through an origin inside the network. The host's name goes along, as the API answers to its own name only.
 */
export function makeEdge(args: EdgeArgs, around: Surroundings): aws.cloudfront.Distribution {
  const { options } = around
  const { balancer, listener } = args.balancer
  const origin = new aws.cloudfront.VpcOrigin(
    'balancer',
    {
      vpcOriginEndpointConfig: {
        name: `zerosec-${around.stack}`,
        arn: balancer.arn,
        httpPort: 80,
        httpsPort: 443,
        originProtocolPolicy: 'https-only',
        originSslProtocols: { items: ['TLSv1.2'], quantity: 1 },
      },
      timeouts: { create: ORIGIN_TAKES, update: ORIGIN_TAKES, delete: ORIGIN_TAKES },
    },
    { ...options, dependsOn: [listener] },
  )
  const distribution = new aws.cloudfront.Distribution(
    'edge',
    {
      enabled: true,
      comment: 'zerosec',
      aliases: [args.domain],
      httpVersion: 'http2and3',
      isIpv6Enabled: true,
      priceClass: 'PriceClass_100',
      webAclId: args.firewall.arn,
      origins: [
        {
          originId: 'balancer',
          domainName: balancer.dnsName,
          vpcOriginConfig: { vpcOriginId: origin.id, originReadTimeout: READ_SECONDS, originKeepaliveTimeout: 60 },
        },
      ],
      defaultCacheBehavior: {
        ...behaviour(CACHE_NOTHING),
        allowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
      },
      orderedCacheBehaviors: [
        { ...behaviour(CACHE_LONG), pathPattern: '/_next/static/*', allowedMethods: ['GET', 'HEAD'] },
      ],
      restrictions: { geoRestriction: { restrictionType: 'none' } },
      viewerCertificate: {
        acmCertificateArn: args.certificate,
        sslSupportMethod: 'sni-only',
        minimumProtocolVersion: 'TLSv1.2_2021',
      },
    },
    options,
  )
  name(args, distribution, around)
  logRequests(distribution, args.logs, around)
  return distribution
}

function behaviour(cachePolicyId: string) {
  return {
    targetOriginId: 'balancer',
    viewerProtocolPolicy: 'redirect-to-https',
    cachedMethods: ['GET', 'HEAD'],
    compress: true,
    cachePolicyId,
    originRequestPolicyId: PASS_EVERYTHING_ON,
    responseHeadersPolicyId: SECURITY_HEADERS,
  }
}

function name(
  { domain, zoneId }: EdgeArgs,
  distribution: aws.cloudfront.Distribution,
  { options }: Surroundings,
): void {
  const alias = { name: distribution.domainName, zoneId: distribution.hostedZoneId, evaluateTargetHealth: false }
  for (const type of ['A', 'AAAA'] as const) {
    new aws.route53.Record(`domain-${type.toLowerCase()}`, { zoneId, name: domain, type, aliases: [alias] }, options)
  }
}

function logRequests(distribution: aws.cloudfront.Distribution, logs: Bucket, { stack, options }: Surroundings): void {
  const at = { region: EDGE_REGION }
  const source = new aws.cloudwatch.LogDeliverySource(
    'edge',
    { ...at, name: `zerosec-${stack}-edge`, logType: 'ACCESS_LOGS', resourceArn: distribution.arn },
    options,
  )
  const destination = new aws.cloudwatch.LogDeliveryDestination(
    'edge',
    {
      ...at,
      name: `zerosec-${stack}-edge`,
      outputFormat: 'json',
      deliveryDestinationConfiguration: { destinationResourceArn: logs.arn.apply((arn) => `${arn}/edge`) },
    },
    options,
  )
  new aws.cloudwatch.LogDelivery(
    'edge',
    { ...at, deliverySourceName: source.name, deliveryDestinationArn: destination.arn },
    options,
  )
}
