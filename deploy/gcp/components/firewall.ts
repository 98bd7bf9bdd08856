import * as gcp from '@pulumi/gcp'
import type { Surroundings } from './surroundings.ts'

type Rule = gcp.types.input.compute.SecurityPolicyRule

/** Of one address in a minute, and how long it is shut out that sends ten times as much. */
const REQUESTS_PER_MINUTE = 1200
const BAN_SECONDS = 600

/**
 * Google's rules against known attacks. They judge the address, the headers and the first bytes of a body; `sqli` and `xss` are at their least
 * sensitive, as questions to a shop and names of columns look like either to the others.
 */
const ATTACKS = {
  'sqli-v33-stable': 1,
  'xss-v33-stable': 1,
  'lfi-v33-stable': 1,
  'rfi-v33-stable': 1,
  'rce-v33-stable': 1,
  'scannerdetection-v33-stable': 1,
  'protocolattack-v33-stable': 1,
  'sessionfixation-v33-stable': 1,
} as const
const LOG4SHELL = 'cve-canary'

/**
 * Cloud Armor before the load balancer. The first rule that fits decides, and one that limits rates lets in for good what is within its limit: it
 * comes after those that refuse.
 */
export function makeFirewall({ options }: Surroundings): gcp.compute.SecurityPolicy {
  const attacks = Object.entries(ATTACKS).map(([set, sensitivity], index) =>
    deny(1100 + index * 10, `evaluatePreconfiguredWaf('${set}', {'sensitivity': ${sensitivity}})`, set),
  )
  return new gcp.compute.SecurityPolicy(
    'firewall',
    {
      name: 'zerosec',
      type: 'CLOUD_ARMOR',
      adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true, ruleVisibility: 'STANDARD' } },
      advancedOptionsConfig: { jsonParsing: 'STANDARD', logLevel: 'NORMAL' },
      rules: [
        deny(1050, `evaluatePreconfiguredWaf('${LOG4SHELL}', {'sensitivity': 1})`, 'Log4Shell and its kin'),
        ...attacks,
        limitRate(2000),
        {
          action: 'allow',
          priority: 2_147_483_647,
          description: 'Everything else',
          match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
        },
      ],
    },
    options,
  )
}

const deny = (priority: number, expression: string, description: string): Rule => ({
  action: 'deny(403)',
  priority,
  description,
  match: { expr: { expression } },
})

const limitRate = (priority: number): Rule => ({
  action: 'rate_based_ban',
  priority,
  description: `${REQUESTS_PER_MINUTE} requests of an address in a minute`,
  match: { versionedExpr: 'SRC_IPS_V1', config: { srcIpRanges: ['*'] } },
  rateLimitOptions: {
    conformAction: 'allow',
    exceedAction: 'deny(429)',
    enforceOnKey: 'IP',
    rateLimitThreshold: { count: REQUESTS_PER_MINUTE, intervalSec: 60 },
    banThreshold: { count: 10 * REQUESTS_PER_MINUTE, intervalSec: 60 },
    banDurationSec: BAN_SECONDS,
  },
})
