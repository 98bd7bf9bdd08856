import { expect } from 'vitest'
import { arn, type Expected, KEY } from './expected.ts'

const TARGETS = arn('elasticloadbalancing', 'targetgroup/api/0123456789abcdef')
const BALANCER = arn('elasticloadbalancing', 'loadbalancer/app/balancer/0123456789abcdef')
const EDGE = { name: 'edge.cloudfront.net', zoneId: 'Z2FDTNDATAQYW2' }

/** From the user to the load balancer. */
export const IN_FRONT: Expected = {
  'acm/certificate': { certificate: { domainName: 'zerosec.example', validationMethod: 'DNS', region: 'us-east-1' } },
  'acm/certificateValidation': { certificate: { validationRecordFqdns: ['_check.zerosec.example.'] } },
  'route53/record': {
    'certificate-proof': { type: 'CNAME', records: ['_check.acm-validations.aws.'] },
    'domain-a': { name: 'zerosec.example', type: 'A', aliases: [EDGE] },
    'domain-aaaa': { name: 'zerosec.example', type: 'AAAA', aliases: [EDGE] },
  },
  'lb/loadBalancer': {
    balancer: {
      internal: true,
      subnets: ['private-1-id', 'private-2-id'],
      securityGroups: ['balancer-id'],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: true,
      accessLogs: { bucket: 'access-logs', enabled: true },
    },
  },
  'lb/targetGroup': { api: { port: 8000, targetType: 'ip', healthCheck: { path: '/health/ready', matcher: '200' } } },
  'lb/listener': {
    https: {
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      certificateArn: arn('acm', 'certificate/certificate'),
      defaultActions: [{ type: 'forward', targetGroupArn: TARGETS }],
    },
  },
  'cloudfront/vpcOrigin': {
    balancer: { vpcOriginEndpointConfig: { arn: BALANCER, originProtocolPolicy: 'https-only' } },
  },
  'cloudfront/distribution': {
    edge: {
      aliases: ['zerosec.example'],
      webAclId: arn('wafv2', 'webAcl/firewall'),
      origins: [{ originId: 'balancer', vpcOriginConfig: { vpcOriginId: 'balancer-id' } }],
      // Everything is passed on to the API and nothing of it kept, but the files whose names say what is in them.
      defaultCacheBehavior: {
        viewerProtocolPolicy: 'redirect-to-https',
        allowedMethods: expect.arrayContaining(['DELETE', 'PATCH', 'POST', 'PUT']),
        cachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
      },
      orderedCacheBehaviors: [
        { pathPattern: '/_next/static/*', cachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6' },
      ],
      viewerCertificate: { minimumProtocolVersion: 'TLSv1.2_2021' },
    },
  },
  'cloudwatch/logDeliverySource': {
    edge: { logType: 'ACCESS_LOGS', resourceArn: expect.stringMatching(/distribution\/edge$/) },
  },
  'cloudwatch/logDeliveryDestination': {
    edge: { deliveryDestinationConfiguration: { destinationResourceArn: 'arn:aws:s3:::access-logs/edge' } },
  },
  'cloudwatch/logDelivery': { edge: { deliverySourceName: 'zerosec-ecs-edge' } },
  'wafv2/webAcl': {
    firewall: {
      scope: 'CLOUDFRONT',
      rules: [
        { action: { block: {} }, statement: { rateBasedStatement: { limit: 10_000, aggregateKeyType: 'IP' } } },
        { statement: { managedRuleGroupStatement: { name: 'AWSManagedRulesAmazonIpReputationList' } } },
        { statement: { managedRuleGroupStatement: { name: 'AWSManagedRulesKnownBadInputsRuleSet' } } },
        {
          statement: {
            managedRuleGroupStatement: {
              name: 'AWSManagedRulesCommonRuleSet',
              ruleActionOverrides: expect.arrayContaining([
                { name: 'SizeRestrictions_BODY', actionToUse: { count: {} } },
              ]),
            },
          },
        },
      ],
    },
  },
  'wafv2/webAclLoggingConfiguration': {
    firewall: { redactedFields: ['authorization', 'cookie'].map((name) => ({ singleHeader: { name } })) },
  },
  'cloudwatch/logGroup': { 'firewall-logs': { name: 'aws-waf-logs-zerosec-ecs', kmsKeyId: KEY, retentionInDays: 365 } },
}
