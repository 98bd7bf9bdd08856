import * as aws from '@pulumi/aws'
import { EDGE_REGION } from './certificate.ts'
import type { Surroundings } from './surroundings.ts'

/** In five minutes from one address. The API's own limit, by caller, is stricter where a key is shown. */
const MOST_REQUESTS = 10_000

/** AWS's lists, and what in them must only be counted because data of users look like it. */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  AWSManagedRulesAmazonIpReputationList: [],
  AWSManagedRulesKnownBadInputsRuleSet: [],
  // Rows to predict and texts to judge are longer than 8 kB, and hold what people wrote.
  AWSManagedRulesCommonRuleSet: ['SizeRestrictions_BODY', 'CrossSiteScripting_BODY', 'GenericRFI_BODY'],
}

/** The firewall in front of CloudFront: too many requests, addresses and requests that AWS knows as bad. */
export function makeFirewall(key: aws.kms.Key, { stack, options }: Surroundings): aws.wafv2.WebAcl {
  const acl = new aws.wafv2.WebAcl(
    'firewall',
    {
      region: EDGE_REGION,
      scope: 'CLOUDFRONT',
      defaultAction: { allow: {} },
      visibilityConfig: seenAs('firewall'),
      rules: [limit(), ...Object.entries(MANAGED).map(([name, counted], index) => managed(name, counted, index + 1))],
    },
    options,
  )
  // The name has to begin so.
  const logs = new aws.cloudwatch.LogGroup(
    'firewall-logs',
    { region: EDGE_REGION, name: `aws-waf-logs-zerosec-${stack}`, kmsKeyId: key.arn, retentionInDays: 365 },
    options,
  )
  new aws.wafv2.WebAclLoggingConfiguration(
    'firewall',
    {
      region: EDGE_REGION,
      resourceArn: acl.arn,
      logDestinationConfigs: [logs.arn],
      redactedFields: ['authorization', 'cookie'].map((name) => ({ singleHeader: { name } })),
    },
    options,
  )
  return acl
}

function limit(): aws.types.input.wafv2.WebAclRule {
  return {
    name: 'requests-of-one-address',
    priority: 0,
    action: { block: {} },
    statement: { rateBasedStatement: { limit: MOST_REQUESTS, aggregateKeyType: 'IP' } },
    visibilityConfig: seenAs('requests-of-one-address'),
  }
}

function managed(name: string, counted: readonly string[], priority: number): aws.types.input.wafv2.WebAclRule {
  const ruleActionOverrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }))
  return {
    name,
    priority,
    overrideAction: { none: {} },
    statement: { managedRuleGroupStatement: { vendorName: 'AWS', name, ruleActionOverrides } },
    visibilityConfig: seenAs(name),
  }
}

function seenAs(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true }
}
